import DossierDomain
import DossierEngine
import WorkingCalendar

/// The people of one unit (cán bộ của đơn vị), in one commune for a unit of communes.
struct SimulatedUnit: Sendable {
    /// Who does the steps.
    var workers: [Account] = []
    /// Who heads it.
    var head: Account?
    /// Which of the workers are at a step.
    var isBusy: [Bool] = []
    /// Until when each is away, in true time.
    var awayUntil: [Instant] = []
    /// The steps that wait.
    var waiting: Set<Job> = []
}

/// The people of a simulated district (cán bộ của huyện).
struct SimulatedStaff: Sendable {
    /// The units.
    var units: [UnitPlace: SimulatedUnit] = [:]
    /// Who leads the district.
    var leader: Account?

    /// The accounts to be made.
    ///
    /// - Parameters:
    ///   - plan: How many officers sit where.
    ///   - organisation: The units.
    ///   - communes: In which communes.
    /// - Returns: Names, roles and places.
    static func roster(
        of plan: SimulationPlan,
        _ organisation: Organisation,
        communes: [CommuneID]
    ) -> [(name: String, role: Role, place: UnitPlace)] {
        var roster: [(name: String, role: Role, place: UnitPlace)] = []
        for unit in organisation.units.values.sorted(by: { $0.id < $1.id }) {
            for commune in unit.isPerCommune ? communes : [organisation.defaultCommune] {
                let place = organisation.place(of: unit.id, commune: commune)
                for number in 1...plan.officers(at: unit.id) {
                    roster.append(("sim.\(place).\(number)", unit.isDesk ? .desk : .officer, place))
                }
                roster.append(("sim.\(place).head", .head, place))
            }
        }
        let seat = organisation.units["CT-H"].map(\.id) ?? organisation.districtDesk
        roster.append(("sim.leader", .leader, organisation.place(of: seat, commune: organisation.defaultCommune)))
        return roster
    }

    /// Seats an account.
    mutating func seat(_ account: Account) {
        guard let place = account.place else { return }
        switch account.role {
        case .leader: leader = account
        case .head: units[place, default: SimulatedUnit()].head = account
        case .desk, .officer:
            units[place, default: SimulatedUnit()].workers.append(account)
            units[place]?.isBusy.append(false)
            units[place]?.awayUntil.append(Instant(milliseconds: 0))
        case .admin: return
        }
    }
}

public import WorkingCalendar

/// What one unit did for a dossier in all (tổng hợp theo đơn vị): the sums of its stretches, hand-overs left out.
///
/// Steps that a unit has side by side count each for itself. Time is counted by the calendar of the unit's agency.
public struct UnitTotal: Hashable, Sendable {
    /// The unit.
    public let place: UnitPlace
    /// How many stretches it had.
    public let stretches: Int
    /// How many of them are late.
    public let lateStretches: Int
    /// What their clocks show together.
    public let clock: ClockReading
    /// The working time by which its stretches went over, each counted for itself: no unit makes up one step's delay
    /// with another.
    public let over: WorkingTime

    init(place: UnitPlace, holdings: [Holding]) {
        self.place = place
        stretches = holdings.count
        lateStretches = holdings.filter { $0.verdict == .late }.count
        clock = ClockReading(
            allowed: holdings.reduce(.zero) { $0 + $1.clock.allowed },
            used: holdings.reduce(.zero) { $0 + $1.clock.used },
            paused: holdings.reduce(.zero) { $0 + $1.clock.paused }
        )
        over = holdings.reduce(.zero) { $0 + $1.clock.over }
    }

    /// The totals of all units, in the order in which they first held the dossier.
    static func all(of holdings: [Holding]) -> [UnitTotal] {
        let counted = holdings.filter { !$0.isAfterFinish }
        var order: [UnitPlace] = []
        for holding in counted where !order.contains(holding.place) { order.append(holding.place) }
        return order.map { place in UnitTotal(place: place, holdings: counted.filter { $0.place == place }) }
    }
}

/// The part of a dossier's used time during which exactly these units held it (phần thời gian theo đơn vị giữ).
///
/// Every second of the dossier's running clock belongs to one share, so the shares add up to its used time exactly,
/// whatever hours the agencies keep and however many steps stand side by side. Time is counted by the calendar of the
/// receiving desk.
public struct HolderShare: Hashable, Sendable {
    /// The units that held it at once, in order; empty where nobody did.
    public let holders: [UnitPlace]
    /// The working time.
    public let workingTime: WorkingTime
}

public import WorkingCalendar

/// The proof that a procedure is on time for every start (chứng minh khả thi), made when it is loaded.
///
/// For every second of receipt in the calendars' years and every desk that may receive the dossier: if each unit uses
/// all its hours and no more, the result is ready by the appointment. Terms that leave the years with data are promised
/// to nobody and are left out. Source: design.md §3.
public struct RouteProof: Hashable, Sendable {
    /// The first course with the least working time left over, of all starts at all desks.
    public let tightest: RouteRun

    /// The least working time of the receiving agency between ready and due over all starts, in seconds, 0 or more.
    public var slackSeconds: Int64 { tightest.slackSeconds }

    /// Proves that a procedure's units exist, its limit is kept for every start, and its own warnings can fire.
    ///
    /// The work grows with the openings and closes of all years and the number of steps, not with the seconds.
    ///
    /// - Parameters:
    ///   - procedure: The procedure, whose route is already proved in itself.
    ///   - organisation: The units that its steps may name.
    ///   - calendars: The calendars of all agencies, over the same years.
    /// - Throws: ``ProcedureDefect`` with the step, the course of a late dossier, or the warning that breaks it.
    public init(
        of procedure: Procedure,
        in organisation: Organisation,
        calendars: [AgencyID: WorkingCalendar]
    ) throws(ProcedureDefect) {
        try Self.checkSteps(of: procedure.route, in: organisation, calendars: calendars)
        let known = CountCalendars(calendars)
        var tightest: RouteRun?
        var mostGranted = WorkingTime.zero
        for desk in Self.desks(of: procedure.route, in: organisation, calendars: known) {
            var prover = try RouteProver(
                of: procedure,
                in: organisation,
                agencies: calendars,
                calendars: known,
                desk: desk
            )
            try prover.prove()
            mostGranted = max(mostGranted, prover.mostGranted)
            if let run = prover.tightest, tightest.map({ run.slackSeconds < $0.slackSeconds }) ?? true {
                tightest = run
            }
        }
        guard let tightest else { throw .limitNeverGranted }
        self.tightest = tightest
        guard let ladder = procedure.ladder else { return }
        try LadderProof(of: ladder, route: procedure.route, mostGranted: mostGranted).check()
    }

    private static func checkSteps(
        of route: Route,
        in organisation: Organisation,
        calendars: [AgencyID: WorkingCalendar]
    ) throws(ProcedureDefect) {
        for step in route.steps {
            guard case .unit(let id) = step.performer else { continue }
            guard let unit = organisation.units[id] else { throw .unknownUnit(step.id, id) }
            guard calendars[unit.agency] != nil else { throw .noCalendar(id) }
            guard step.workingTime > .zero || step.id == route.handOver.id else { throw .noWorkingTime(step.id) }
        }
        for step in [route.intake, route.handOver] {
            guard case .unit(let unit) = step.performer, organisation.isDesk(unit) else { throw .notAtTheDesk(step.id) }
        }
    }

    /// The desks that may receive the dossier, by which its appointment is reckoned: that of its intake step, and the
    /// district desk, which registers every procedure; one alone if both keep the same hours.
    private static func desks(
        of route: Route,
        in organisation: Organisation,
        calendars: CountCalendars
    ) -> [UnitID] {
        guard case .unit(let own) = route.intake.performer else { return [] }
        let positions = [own, organisation.districtDesk].map { desk in
            organisation.units[desk].flatMap { calendars.position(of: $0.agency) }
        }
        return positions[0] == positions[1] ? [own] : [own, organisation.districtDesk]
    }
}

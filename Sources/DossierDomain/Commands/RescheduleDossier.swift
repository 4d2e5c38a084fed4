public import WorkingCalendar

/// Moves the due moments of a dossier to other days off or office hours (dời hạn theo lịch làm việc mới).
///
/// The context has the new calendars. The appointment, the steps under way and their warnings that have not fired move
/// as ``ClockUnderNewCalendar`` says, each by the calendar of its own agency. A clock that stands still keeps its
/// unused working time and so does not move, nor does a dossier that has ended. One that is only filed has no clock;
/// the warnings of its wait move. Once an apology was made, the appointment is a date that somebody chose.
/// May be called twice: where nothing moves, nothing happens.
public struct RescheduleDossier: DossierCommand {
    /// What is taken into use.
    public let ground: RescheduleGround
    /// The agencies' calendars up to now.
    public let oldCalendars: [AgencyID: WorkingCalendar]

    /// Creates the command.
    public init(ground: RescheduleGround, oldCalendars: [AgencyID: WorkingCalendar]) {
        self.ground = ground
        self.oldCalendars = oldCalendars
    }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.reschedule, on: dossier)
        guard dossier.status.isRunning || dossier.status == .submitted else { return nil }
        var effects = try effectsOnWait(of: dossier, in: context) + effectsOnAppointment(of: dossier, in: context)
        for step in dossier.activeSteps { effects += try self.effects(on: step, of: dossier, in: context) }
        guard !effects.isEmpty else { return nil }
        return context.event(.rescheduled(ground), effects)
    }

    private func effectsOnWait(
        of dossier: Dossier,
        in context: DecisionContext
    ) throws(DossierRejection) -> [DossierEffect] {
        guard let start = dossier.waitsSince else { return [] }
        let wait = FilingWait(start: start, calendar: try context.calendar(of: dossier.receivingDesk))
        let warnings = wait.moved(dossier.warnings, of: context.ladder.filingWarnings, at: context.now)
        return warnings == dossier.warnings ? [] : context.planned(warnings)
    }

    private func effectsOnAppointment(
        of dossier: Dossier,
        in context: DecisionContext
    ) throws(DossierRejection) -> [DossierEffect] {
        guard let old = dossier.dueAt, let start = dossier.clockStart,
            let clock = try clock(at: dossier.receivingDesk, start: start, due: old, in: context)
        else { return [] }
        let new = try dossier.hasApology ? clock.chosen() : clock.appointment(for: context.procedure.limit)
        let warnings = try clock.warnings(dossier.warnings, due: new)
        guard new != old || warnings != dossier.warnings else { return [] }
        let move: [DossierEffect] = new == old ? [] : [.dueDate(old: old, new: new, cause: .calendar)]
        return move + context.planned(warnings)
    }

    private func effects(
        on step: StepProgress,
        of dossier: Dossier,
        in context: DecisionContext
    ) throws(DossierRejection) -> [DossierEffect] {
        guard let place = step.place, let old = step.dueAt, let begun = step.startedAt,
            let clock = try clock(at: place, start: max(begun, dossier.clockStart ?? begun), due: old, in: context)
        else { return [] }
        let new = try clock.stepDue(hours: context.procedure.route[step.id]?.workingTime ?? .zero)
        let warnings = try clock.warnings(step.warnings, due: new)
        guard new != old || warnings != step.warnings else { return [] }
        let move: [DossierEffect] = new == old ? [] : [.stepDueDate(step.id, old: old, new: new)]
        return move + context.planned(warnings, of: step.id)
    }

    /// The clock at a place; nil if the calendar of its agency stays as it is.
    private func clock(
        at place: UnitPlace,
        start: Instant,
        due: Instant,
        in context: DecisionContext
    ) throws(DossierRejection) -> ClockUnderNewCalendar? {
        let new = try context.calendar(of: place)
        guard let agency = context.organisation.units[place.unit]?.agency, let old = oldCalendars[agency] else {
            throw .noOfficeTime
        }
        guard !old.isSame(as: new) else { return nil }
        return ClockUnderNewCalendar(start: start, due: due, now: context.now, from: old, to: new)
    }
}

extension Dossier {
    /// When the dossier's clock began to run, the last time if it was stopped in between; nil while it never ran.
    var clockStart: Instant? {
        var start: Instant?
        var isRunning = false
        for change in statusChanges {
            if change.status.isRunning, !isRunning { start = change.at }
            isRunning = change.status.isRunning
        }
        return start
    }
}

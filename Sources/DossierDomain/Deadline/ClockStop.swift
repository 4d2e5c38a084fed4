import WorkingCalendar

/// The stopping of a dossier's clocks (dừng tính thời gian), which keeps the unused working time.
struct ClockStop {
    private let desk: UnitPlace
    private let dossierDue: Instant?
    private let stepDues: [StepID: Instant]
    private let places: [StepID: UnitPlace]

    /// Describes the clocks to be stopped.
    init(desk: UnitPlace, dossierDue: Instant?, stepDues: [StepID: Instant], places: [StepID: UnitPlace]) {
        self.desk = desk
        self.dossierDue = dossierDue
        self.stepDues = stepDues
        self.places = places
    }

    /// Describes the running clocks of a dossier.
    init(of dossier: Dossier) {
        var dues: [StepID: Instant] = [:]
        var places: [StepID: UnitPlace] = [:]
        for step in dossier.activeSteps {
            if let due = step.dueAt { dues[step.id] = due }
            if let place = step.place { places[step.id] = place }
        }
        self.init(desk: dossier.receivingDesk, dossierDue: dossier.dueAt, stepDues: dues, places: places)
    }

    /// The effects of stopping now.
    func effects(in context: DecisionContext) throws(DossierRejection) -> [DossierEffect] {
        guard let dossierDue else { return [] }
        var effects = [DossierEffect.clockStopped(remaining: try context.unusedTime(at: desk, until: dossierDue))]
        for id in stepDues.keys.sorted() {
            guard let due = stepDues[id], let place = places[id] else { continue }
            effects.append(.stepClockStopped(id, remaining: try context.unusedTime(at: place, until: due)))
        }
        return effects
    }
}

/// The resuming of a dossier's clocks (tiếp tục tính thời gian): the unused working time is added back from now on.
struct ClockResumption {
    /// What resuming changes.
    let effects: [DossierEffect]
    /// The appointment from now on.
    let dossierDue: Instant?
    /// The due moments of the active steps from now on.
    let stepDues: [StepID: Instant]

    /// Resumes a dossier whose clock stands still; one that never had a clock stays without.
    ///
    /// - Parameters:
    ///   - dossier: The dossier as it stands.
    ///   - cause: Why the appointment moves.
    ///   - restarts: Whether the terms begin anew instead of going on; none does where the dossier was late when the
    ///     clock stopped, nor that of a step that was, or asking for a paper would make a broken promise good. Nor does
    ///     a new term end before a date that an apology gave.
    ///   - context: When, and by which calendars.
    /// - Throws: ``DossierRejection/calendarUnknown(year:)`` or ``DossierRejection/noOfficeTime``.
    init(
        of dossier: Dossier,
        cause: DueDateCause,
        restarting restarts: Bool,
        in context: DecisionContext
    ) throws(DossierRejection) {
        guard dossier.stoppedAt != nil, let oldDue = dossier.dueAt else {
            effects = []
            dossierDue = nil
            stepDues = [:]
            return
        }
        let restarting = restarts && !dossier.isLate(at: context.now)
        var newDue: Instant
        if restarting {
            newDue = try context.appointment(for: dossier.receivingDesk, receivedAt: context.now)
            if dossier.hasApology { newDue = max(newDue, oldDue) }
        } else {
            newDue = try Self.resumed(dossier, due: oldDue, in: context)
        }
        var effects = [DossierEffect.clockResumed]
        if newDue != oldDue { effects.append(.dueDate(old: oldDue, new: newDue, cause: cause)) }
        let warnings = try Self.warnings(of: dossier, due: newDue, restarting: restarting, in: context)
        // A new due moment begins with none; an old one keeps those that it has.
        if warnings != (newDue == oldDue ? dossier.warnings : []) { effects.append(.warningsPlanned(warnings)) }
        var dues: [StepID: Instant] = [:]
        for step in dossier.activeSteps {
            guard let due = try Self.due(of: step, in: dossier, restarting: restarting, context: context) else {
                continue
            }
            dues[step.id] = due
            effects.append(.stepClockResumed(step.id, dueAt: due))
            let warnings = try Self.warnings(of: step, in: dossier, due: due, restarting: restarting, context: context)
            // As above.
            if warnings != (due == step.dueAt ? step.warnings : []) {
                effects.append(.stepWarningsPlanned(step.id, warnings))
            }
        }
        self.effects = effects
        dossierDue = newDue
        stepDues = dues
    }

    private static func warnings(
        of dossier: Dossier,
        due: Instant,
        restarting: Bool,
        in context: DecisionContext
    ) throws(DossierRejection) -> [PlannedWarning] {
        let calendar = try context.calendar(of: dossier.receivingDesk)
        if restarting {
            let plan = LadderPlan(start: context.now, due: due, now: context.now, calendar: calendar)
            return plan.warnings(of: context.ladder.dossierWarnings(hasApology: dossier.hasApology))
        }
        guard let stoppedAt = dossier.stoppedAt, let oldDue = dossier.dueAt, let remaining = dossier.remaining,
            stoppedAt.roundedDownToSecond <= oldDue
        else { return dossier.warnings }
        let held = HeldWarnings(warnings: dossier.warnings, stoppedAt: stoppedAt, due: oldDue, remaining: remaining)
        return held.resumed(
            at: context.now,
            to: due,
            rungs: context.ladder.dossierWarnings,
            whole: nil,
            in: calendar
        )
    }

    private static func warnings(
        of step: StepProgress,
        in dossier: Dossier,
        due: Instant,
        restarting: Bool,
        context: DecisionContext
    ) throws(DossierRejection) -> [PlannedWarning] {
        guard let place = step.place else { return [] }
        guard let oldDue = step.dueAt, let remaining = step.remaining, let stoppedAt = dossier.stoppedAt,
            stoppedAt.roundedDownToSecond <= oldDue
        else { return step.warnings }
        let calendar = try context.calendar(of: place)
        if restarting {
            let plan = LadderPlan(start: context.now, due: due, now: context.now, calendar: calendar)
            return plan.warnings(of: context.ladder.stepWarnings)
        }
        let held = HeldWarnings(warnings: step.warnings, stoppedAt: stoppedAt, due: oldDue, remaining: remaining)
        return held.resumed(
            at: context.now,
            to: due,
            rungs: context.ladder.stepWarnings,
            whole: context.procedure.route[step.id]?.workingTime,
            in: calendar
        )
    }

    /// A term already over when the clock stopped stays over; otherwise what was left is added back, ending the way
    /// the old one ended: at a close of office, or at an opening.
    private static func resumed(
        _ dossier: Dossier,
        due oldDue: Instant,
        in context: DecisionContext
    ) throws(DossierRejection) -> Instant {
        guard let remaining = dossier.remaining, !dossier.isLate(at: context.now) else { return oldDue }
        let desk = dossier.receivingDesk
        let calendar = try context.calendar(of: desk)
        // Where other days or hours declared meanwhile have closed that moment, the limit tells how it ended.
        let endedAtClose =
            calendar.isClose(oldDue) || (!calendar.isOpen(at: oldDue) && context.procedure.limit.endsAtClose)
        let ending: TermEnd = endedAtClose ? .atClose : .atNextOpening
        return try context.due(at: desk, from: context.now, adding: remaining, ending: ending)
    }

    private static func due(
        of step: StepProgress,
        in dossier: Dossier,
        restarting: Bool,
        context: DecisionContext
    ) throws(DossierRejection) -> Instant? {
        guard let place = step.place, let oldDue = step.dueAt, let remaining = step.remaining else { return nil }
        // Like the dossier's: what was over when the clock stopped stays over.
        guard let stoppedAt = dossier.stoppedAt, stoppedAt.roundedDownToSecond <= oldDue else { return oldDue }
        if restarting, let whole = context.procedure.route[step.id]?.workingTime {
            return try context.due(at: place, from: context.now, adding: whole, ending: .atClose)
        }
        return try context.due(at: place, from: context.now, adding: remaining, ending: .atClose)
    }
}

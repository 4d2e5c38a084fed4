import WorkingCalendar

/// The start of a dossier's clocks (bắt đầu tính thời gian): the appointment, the first step and their warnings.
struct ClockStart {
    /// What starting changes.
    let effects: [DossierEffect]
    /// The rungs whose instants have passed already; an older register's dossier began long before it is taken over.
    let passedRungs: [Rung]
}

extension DecisionContext {
    /// Starts the clocks of a dossier that is received.
    ///
    /// - Parameters:
    ///   - desk: The desk that receives it.
    ///   - place: Where the intake step is done.
    ///   - receipt: When it was received.
    ///   - due: The appointment.
    /// - Returns: What starting changes, and what it left out.
    /// - Throws: ``DossierRejection/calendarUnknown(year:)`` or ``DossierRejection/noOfficeTime``.
    func clockStart(
        desk: UnitPlace,
        place: UnitPlace,
        receivedAt receipt: Instant,
        due: Instant
    ) throws(DossierRejection) -> ClockStart {
        let first = procedure.route.intake
        let stepDue = try self.due(at: place, from: receipt, adding: first.workingTime, ending: .atClose)
        let dossierPlan = LadderPlan(start: receipt, due: due, now: now, calendar: try calendar(of: desk))
        let stepPlan = LadderPlan(start: receipt, due: stepDue, now: now, calendar: try calendar(of: place))
        var passed: [Rung] = dossierPlan.passed(of: ladder.dossierWarnings).map { .dossierWarning($0) }
        passed += stepPlan.passed(of: ladder.stepWarnings).map { .stepWarning($0, first.id) }
        for timer in [
            PlannedTimer.overdue(.dossierOverdue, after: due), .overdue(.stepOverdue(first.id), after: stepDue),
        ]
        where timer.fireAt <= now { passed.append(timer.rung) }
        return ClockStart(
            effects: [
                .status(.received),
                .dueDate(old: nil, new: due, cause: .intake),
                .stepStarted(first.id, dueAt: stepDue),
            ]
                + planned(dossierPlan.warnings(of: ladder.dossierWarnings))
                + planned(stepPlan.warnings(of: ladder.stepWarnings), of: first.id),
            passedRungs: passed
        )
    }
}

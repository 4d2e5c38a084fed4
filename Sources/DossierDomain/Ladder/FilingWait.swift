import WorkingCalendar

/// The wait of a dossier filed online for the desk's answer (chờ trả lời hồ sơ nộp trực tuyến), by the office hours of
/// the desk that has it.
///
/// What is filed in closed time begins to wait at the next opening. A warning that ends exactly at a close fires there.
/// Source: domain.md R6 and R7.
struct FilingWait {
    /// When it began: the filing, or the return of the papers that the desk had asked for.
    let start: Instant
    /// The calendar of the desk's agency.
    let calendar: WorkingCalendar

    /// The warnings that will fire, in order of their instants; one whose instant lies outside the years with data is
    /// left out.
    func warnings(of rungs: [FilingRung]) -> [PlannedWarning] {
        rungs
            .compactMap { rung in instant(of: rung).map { PlannedWarning(rung: rung.id, fireAt: $0) } }
            .sorted { $0.fireAt < $1.fireAt }
    }

    /// The warnings that have not fired, on another calendar.
    ///
    /// - Parameters:
    ///   - held: Those that have not fired, by the old calendar.
    ///   - rungs: The ladder's warnings of such a wait.
    ///   - now: When the calendar changes; a warning that the new one puts into the past fires then.
    /// - Returns: The warnings in order; one that the new calendar cannot answer for stays where it is.
    func moved(_ held: [PlannedWarning], of rungs: [FilingRung], at now: Instant) -> [PlannedWarning] {
        held.map { warning -> PlannedWarning in
            let reckoned = rungs.first { $0.id == warning.rung }.flatMap(instant) ?? warning.fireAt
            let earliest = min(warning.fireAt, now.roundedDownToSecond)
            return PlannedWarning(rung: warning.rung, fireAt: max(reckoned, earliest))
        }
        .sorted { $0.fireAt < $1.fireAt }
    }

    private func instant(of rung: FilingRung) -> Instant? {
        // Past the years with data nobody knows the office hours; the filing is taken all the same.
        try? calendar.due(from: start, adding: rung.waited, ending: .atClose)
    }
}

extension Dossier {
    /// Since when it has waited for the desk's answer; nil unless it does.
    var waitsSince: Instant? { status == .submitted ? statusChanges.last?.at : nil }
}

extension DecisionContext {
    /// The effect of planning the warnings of a wait for the desk's answer that begins now.
    ///
    /// - Parameters:
    ///   - desk: The desk whose calendar counts.
    ///   - held: What is planned so far, left over from an earlier wait.
    /// - Returns: One effect, or none where nothing changes.
    /// - Throws: ``DossierRejection/noOfficeTime`` if the ladder watches filings and the desk's agency has no calendar.
    func warnings(
        ofFilingAt desk: UnitPlace,
        replacing held: [PlannedWarning] = []
    ) throws(DossierRejection) -> [DossierEffect] {
        var warnings: [PlannedWarning] = []
        if !ladder.filingWarnings.isEmpty {
            warnings = FilingWait(start: now, calendar: try calendar(of: desk)).warnings(of: ladder.filingWarnings)
        }
        return warnings == held ? [] : [.warningsPlanned(warnings)]
    }
}

public import WorkingCalendar

/// A warning with the instant at which it fires (cảnh báo đã hẹn giờ).
public struct PlannedWarning: Hashable, Sendable {
    /// The warning's name in its ladder.
    public let rung: RungID
    /// When it fires, a whole second.
    public let fireAt: Instant

    /// Creates a planned warning.
    public init(rung: RungID, fireAt: Instant) {
        self.rung = rung
        self.fireAt = fireAt
    }
}

/// The instants of a ladder's warnings on a clock that starts (lịch cảnh báo).
///
/// A warning that would fire at or before the clock's start, or not before its due moment, is left out. So is one whose
/// instant lies outside the years that the calendar has data for.
/// Source: design.md §3.
struct LadderPlan {
    private let start: Instant
    private let due: Instant
    private let now: Instant
    private let calendar: WorkingCalendar

    /// Describes a clock.
    ///
    /// - Parameters:
    ///   - start: When it starts, no working time being used yet.
    ///   - due: When its working time ends.
    ///   - now: Warnings up to then are left out; an imported dossier's clock began long before.
    ///   - calendar: The calendar by which it runs.
    init(start: Instant, due: Instant, now: Instant, calendar: WorkingCalendar) {
        self.start = start
        self.due = due
        self.now = now
        self.calendar = calendar
    }

    /// The warnings that will fire, in order of their instants.
    func warnings(of rungs: [LadderRung]) -> [PlannedWarning] {
        rungs
            .compactMap { rung in instant(of: rung.threshold).map { PlannedWarning(rung: rung.id, fireAt: $0) } }
            .filter { $0.fireAt > start && $0.fireAt > now && $0.fireAt <= due }
            .sorted { $0.fireAt < $1.fireAt }
    }

    /// Those of the warnings that cannot fire any more because their instant has passed already.
    func passed(of rungs: [LadderRung]) -> [RungID] {
        rungs.filter { rung in
            guard let instant = instant(of: rung.threshold) else { return false }
            return instant > start && instant <= now && instant <= due
        }
        .map(\.id)
    }

    private func instant(of threshold: RungThreshold) -> Instant? {
        // A clock that ends within the calendar's years begins there too, so losing the error is right.
        guard let whole = try? calendar.workingTime(from: start, to: due) else { return nil }
        switch threshold {
        case .left(let time):
            guard time < whole else { return nil }
            // Less than the whole is left, so the instant lies between start and due and the error cannot come.
            return try? calendar.instant(before: due, by: time)
        case .used(let perCent):
            // Like a step's own hours, a share that ends exactly at a close ends there; it ends before the due moment,
            // so the error cannot come.
            return try? calendar.due(from: start, adding: whole.share(perCent: perCent), ending: .atClose)
        }
    }
}

extension DecisionContext {
    /// The effect of planning warnings on the dossier's clock; none for none, as every new due moment begins with none.
    func planned(_ warnings: [PlannedWarning]) -> [DossierEffect] {
        warnings.isEmpty ? [] : [.warningsPlanned(warnings)]
    }

    /// The effect of planning warnings on a step's clock; none for none.
    func planned(_ warnings: [PlannedWarning], of step: StepID) -> [DossierEffect] {
        warnings.isEmpty ? [] : [.stepWarningsPlanned(step, warnings)]
    }

    /// The effect of planning the warnings of a dossier's clock that starts, up to its appointment.
    ///
    /// - Parameters:
    ///   - desk: The desk whose calendar counts.
    ///   - hasApology: Whether the one apology is made, so that it is not demanded any more.
    ///   - start: When the clock starts.
    ///   - due: The appointment.
    /// - Returns: One effect, or none for no warnings.
    /// - Throws: ``DossierRejection/noOfficeTime`` if the desk's agency has no calendar.
    func warnings(
        ofDossierAt desk: UnitPlace,
        hasApology: Bool,
        from start: Instant,
        to due: Instant
    ) throws(DossierRejection) -> [DossierEffect] {
        let plan = LadderPlan(start: start, due: due, now: now, calendar: try calendar(of: desk))
        return planned(plan.warnings(of: ladder.dossierWarnings(hasApology: hasApology)))
    }

    /// The effect of planning the warnings of a step's clock that starts, up to its due moment; none for the hand-over,
    /// which waits for the citizen.
    func warnings(
        of step: StepID,
        at place: UnitPlace,
        from start: Instant,
        to due: Instant
    ) throws(DossierRejection) -> [DossierEffect] {
        guard step != procedure.route.handOver.id else { return [] }
        let plan = LadderPlan(start: start, due: due, now: now, calendar: try calendar(of: place))
        return planned(plan.warnings(of: ladder.stepWarnings), of: step)
    }
}

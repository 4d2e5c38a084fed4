public import WorkingCalendar

/// One stretch of time during which a unit held a dossier for a step (lượt giữ hồ sơ): a line of the control sheet.
///
/// A step done again after a return begins a stretch of its own. Time is counted by the calendar of the unit's agency.
/// Source: domain.md §1.4, form 05 of Circular 01/2018/TT-VPCP (06 of Circular 03/2025/TT-VPCP).
public struct Holding: Hashable, Sendable {
    /// The step.
    public let step: StepID
    /// The unit.
    public let place: UnitPlace
    /// When it began.
    public let since: Instant
    /// When it ended; nil while it lasts.
    public let until: Instant?
    /// How it ended; nil while it lasts.
    public let end: HoldingEnd?
    /// The officer named for the step, the last one if several were.
    public let assignee: AccountID?
    /// Who handed the dossier over: who completed the step before, or sent the work back; nil for an intake.
    public let givenBy: AccountID?
    /// Who received it: the officer named, else who ended the stretch; nil while neither is known.
    public let receivedBy: AccountID?
    /// Who ended it; nil while it lasts.
    public let endedBy: AccountID?
    /// What the step's clock shows.
    public let clock: ClockReading
    /// The due moment it began with.
    public let firstDueAt: Instant
    /// The present due moment.
    public let dueAt: Instant
    /// Every move between the two.
    public let moves: [DueMove]
    /// Whether it is the hand-over, which begins when the dossier's own clock has ended.
    ///
    /// It waits for the citizen to collect, so it is neither judged nor counted in any total.
    /// Source: domain.md R47.
    public let isAfterFinish: Bool
    /// How it stands against the due moment; nil for a hand-over.
    public let verdict: Verdict?
}

/// How a stretch of holding ended (kết thúc lượt giữ).
public enum HoldingEnd: String, CaseIterable, Sendable {
    /// The step was completed.
    case completed
    /// The work went back to an earlier step, from this one or from one beside it.
    case returned
    /// The dossier ended: withdrawn, stopped or voided.
    case ended
    /// The commune was merged into another one, whose unit holds it on.
    case transferred
}

/// A stretch of holding while it is being told.
struct HoldingDraft {
    let step: StepID
    let place: UnitPlace
    let since: Instant
    let givenBy: AccountID?
    let isAfterFinish: Bool
    var assignee: AccountID?
    var meter: ClockMeter
    private var conclusion: (at: Instant, end: HoldingEnd, by: AccountID?)?

    init(
        step: StepID,
        place: UnitPlace,
        since: Instant,
        givenBy: AccountID?,
        isAfterFinish: Bool,
        assignee: AccountID?,
        meter: ClockMeter
    ) {
        self.step = step
        self.place = place
        self.since = since
        self.givenBy = givenBy
        self.isAfterFinish = isAfterFinish
        self.assignee = assignee
        self.meter = meter
    }

    var isOpen: Bool { conclusion == nil }

    mutating func close(_ end: HoldingEnd, at instant: Instant, by account: AccountID?) {
        conclusion = (instant, end, account)
    }

    /// The stretch of another unit that goes on with the same clock.
    func continued(at place: UnitPlace, since instant: Instant) -> HoldingDraft {
        HoldingDraft(
            step: step,
            place: place,
            since: instant,
            givenBy: nil,
            isAfterFinish: isAfterFinish,
            assignee: assignee,
            meter: meter.continued()
        )
    }

    /// The finished line, as of an instant; nil if no due moment was ever set.
    func holding(asOf now: Instant) -> Holding? {
        guard let first = meter.firstDue, let due = meter.due else { return nil }
        return Holding(
            step: step,
            place: place,
            since: since,
            until: conclusion?.at,
            end: conclusion?.end,
            assignee: assignee,
            givenBy: givenBy,
            receivedBy: assignee ?? conclusion?.by,
            endedBy: conclusion?.by,
            clock: meter.reading,
            firstDueAt: first,
            dueAt: due,
            moves: meter.moves,
            isAfterFinish: isAfterFinish,
            verdict: isAfterFinish ? nil : verdict(due: due, now: now)
        )
    }

    private func verdict(due: Instant, now: Instant) -> Verdict {
        guard let conclusion else {
            return .underWay(at: now, stoppedSince: meter.stoppedSince, due: due)
        }
        return .ofEnd(at: meter.stoppedSince ?? conclusion.at, due: due)
    }
}

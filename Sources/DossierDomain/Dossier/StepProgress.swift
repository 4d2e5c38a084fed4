public import WorkingCalendar

/// How far a step of one dossier has come (tiến độ của bước).
public enum StepState: String, CaseIterable, Sendable {
    /// Not begun. To active, skipped.
    case waiting
    /// Under way. To done, or back to waiting when the work is returned to an earlier step.
    case active
    /// Finished. Back to waiting when the work is returned to it or before it.
    case done
    /// Never needed, because the route went another way. Back to waiting like done.
    case skipped
}

/// One step of one dossier (bước của hồ sơ) with its clock.
public struct StepProgress: Hashable, Sendable {
    /// The step's name in the procedure's route.
    public let id: StepID
    /// The unit whose step it is, that does it or would do it again; nil for the citizen's own step.
    public internal(set) var place: UnitPlace?
    /// Where it was done, if that was in a commune that was merged into another one since; else nil.
    public internal(set) var formerPlace: UnitPlace?
    /// How far it has come.
    public internal(set) var state: StepState
    /// The officer named for it, if any.
    public internal(set) var assignee: AccountID?
    /// When it last began; nil before that.
    public internal(set) var startedAt: Instant?
    /// When its unit took it over, under way, from that of a commune that was merged; nil if it began there.
    public internal(set) var takenOverAt: Instant?
    /// When its working time ends; nil before it begins and for the citizen's own step.
    public internal(set) var dueAt: Instant?
    /// When it was finished; nil until then.
    public internal(set) var finishedAt: Instant?
    /// The unused working time while the clock stands still.
    public internal(set) var remaining: WorkingTime?
    /// Whether the history says already that the present due moment has passed.
    public internal(set) var isOverdueRecorded: Bool
    /// The warnings that will still fire on its clock.
    public internal(set) var warnings: [PlannedWarning]
    /// Who completed it, each once in the order of the first time, also before the work went back.
    ///
    /// Kept only where a later step is kept apart from this one.
    public internal(set) var completers: [Initiator]

    /// Creates a step that has not begun.
    public init(id: StepID, place: UnitPlace?) {
        self.id = id
        self.place = place
        state = .waiting
        isOverdueRecorded = false
        warnings = []
        completers = []
    }

    /// Creates a step as it was stored.
    public init(
        id: StepID,
        place: UnitPlace?,
        state: StepState,
        assignee: AccountID?,
        startedAt: Instant?,
        dueAt: Instant?,
        finishedAt: Instant?,
        remaining: WorkingTime?,
        isOverdueRecorded: Bool,
        warnings: [PlannedWarning],
        completers: [Initiator] = [],
        formerPlace: UnitPlace? = nil,
        takenOverAt: Instant? = nil
    ) {
        self.id = id
        self.place = place
        self.formerPlace = formerPlace
        self.state = state
        self.assignee = assignee
        self.startedAt = startedAt
        self.takenOverAt = takenOverAt
        self.dueAt = dueAt
        self.finishedAt = finishedAt
        self.remaining = remaining
        self.isOverdueRecorded = isOverdueRecorded
        self.warnings = warnings
        self.completers = completers
    }

    /// The unit that does it, or that did it.
    public var workPlace: UnitPlace? { formerPlace ?? place }
    /// Since when that unit has it or had it; nil before it begins.
    public var heldSince: Instant? { takenOverAt ?? startedAt }

    /// Gives the step to the same unit of the commune that its own was merged into; where it was done stays known.
    mutating func move(by transfer: CommuneTransfer, at instant: Instant) {
        guard let place, place.commune == transfer.from else { return }
        if state == .done, formerPlace == nil { formerPlace = place }
        if state == .active { takenOverAt = instant }
        self.place = place.moved(by: transfer)
    }

    /// Puts the step back to the beginning; whoever was named for it stays named, and who completed it stays known.
    mutating func reset() {
        state = .waiting
        formerPlace = nil
        startedAt = nil
        takenOverAt = nil
        dueAt = nil
        finishedAt = nil
        remaining = nil
        isOverdueRecorded = false
        warnings = []
    }
}

public import DossierDomain
public import WorkingCalendar

/// One step that a unit has finished (bước đã hoàn thành), kept for the unit's pace.
public struct FinishedStepRow: Hashable, Sendable {
    /// The step.
    public let step: StepID
    /// The unit that did it.
    public let place: UnitPlace
    /// When it last began, or the unit took it over from that of a commune that was merged; as much later as the
    /// dossier waited for the citizen meanwhile.
    public let startedAt: Instant
    /// When it was finished.
    public let finishedAt: Instant
    /// Its standard working time by the version of the procedure that the dossier keeps.
    public let standard: WorkingTime

    /// Creates a row.
    public init(step: StepID, place: UnitPlace, startedAt: Instant, finishedAt: Instant, standard: WorkingTime) {
        self.step = step
        self.place = place
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.standard = standard
    }
}

/// What a unit has finished since an instant (khối lượng đã hoàn thành).
public struct FinishedWork: Sendable {
    /// The standard working time of the steps finished since then.
    public let standard: WorkingTime
    /// When at least one of those steps was under way, in order and apart.
    public let spans: [(start: Instant, end: Instant)]
    /// When the unit last finished a step, also before that instant; nil if it never did.
    public let lastFinishedAt: Instant?

    /// Creates the work.
    public init(standard: WorkingTime, spans: [(start: Instant, end: Instant)], lastFinishedAt: Instant?) {
        self.standard = standard
        self.spans = spans
        self.lastFinishedAt = lastFinishedAt
    }
}

/// Steps of one kind under way at a unit that are due within the same hour (khối lượng đang chờ).
public struct OpenWork: Hashable, Sendable {
    /// The procedure.
    public let procedure: ProcedureCode
    /// The step.
    public let step: StepID
    /// The latest due moment among them.
    public let dueAt: Instant
    /// How many there are.
    public let count: Int

    /// Creates a count.
    public init(procedure: ProcedureCode, step: StepID, dueAt: Instant, count: Int) {
        self.procedure = procedure
        self.step = step
        self.dueAt = dueAt
        self.count = count
    }
}

public import DossierDomain
public import WorkingCalendar

/// What a list of dossiers is narrowed to.
public struct DossierFilter: Hashable, Sendable {
    /// The agency that asks, in written form; nil for leaders, who see all.
    public var agency: String?
    /// Only dossiers in this status.
    public var status: Status?
    /// Only dossiers with a step under way at this unit, in written form.
    public var unit: String?
    /// Only late dossiers, or only those that are not, as of an instant.
    public var late: LatenessFilter?
    /// Only dossiers whose code contains this text.
    public var codeFragment: String?
    /// Only dossiers with an entry of one of these terms, two at most; nil if that does not matter.
    public var personTerms: [Int64]?

    /// Creates a filter that takes everything.
    public init() {}
}

/// Lateness as a list asks for it.
public struct LatenessFilter: Hashable, Sendable {
    /// Whether late ones are wanted, or the others.
    public let isLate: Bool
    /// The instant of asking.
    public let now: Instant

    /// Creates a filter.
    public init(isLate: Bool, now: Instant) {
        self.isLate = isLate
        self.now = now
    }
}

/// One line of an inbox.
public struct InboxRow: Sendable {
    /// The dossier.
    public let dossier: StoredDossier
    /// The step under way.
    public let step: StepID
    /// Where the list goes on after this line.
    public let cursor: InboxCursor

    /// Creates a line.
    public init(dossier: StoredDossier, step: StepID, cursor: InboxCursor) {
        self.dossier = dossier
        self.step = step
        self.cursor = cursor
    }
}

/// A place in an inbox, ordered by urgency, dossier and step.
public struct InboxCursor: Hashable, Sendable {
    /// The urgency of the last line seen.
    public let urgency: Int64
    /// The dossier of the last line seen.
    public let dossier: StreamID
    /// The step of the last line seen.
    public let step: StepID

    /// Creates a cursor.
    public init(urgency: Int64, dossier: StreamID, step: StepID) {
        self.urgency = urgency
        self.dossier = dossier
        self.step = step
    }

    /// Whether it comes before another one in an inbox.
    func isBefore(_ other: InboxCursor) -> Bool {
        (urgency, dossier.number, step) < (other.urgency, other.dossier.number, other.step)
    }
}

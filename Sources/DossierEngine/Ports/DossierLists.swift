public import DossierDomain
public import WorkingCalendar

/// What a list of dossiers is narrowed to.
public struct DossierFilter: Hashable, Sendable {
    /// The agency that asks, in written form; nil for leaders, who see all.
    public var agency: String?
    /// Only dossiers in this status.
    public var status: Status?
    /// Only dossiers with a step under way at this unit, in written form; those too that were filed online and wait at
    /// this desk for acceptance.
    public var unit: String?
    /// Only dossiers with a step under way at this unit besides ``unit``, without which it means nothing.
    public var otherUnit: String?
    /// Only late dossiers, or only those that are not, as of an instant.
    public var late: LatenessFilter?
    /// Only dossiers of this procedure.
    public var procedure: ProcedureCode?
    /// Only dossiers received from the first instant on and before the second.
    public var received: Range<Instant>?
    /// Only dossiers whose code contains this text.
    public var codeFragment: String?
    /// How many digits serials in codes are padded to, 4 to 7, by any rule that was ever in force; it narrows nothing,
    /// but the fewer there are, the shorter is the way to ``codeFragment``.
    public var serialDigits: Set<Int> = [4, 5, 6, 7]
    /// Only dossiers with an entry of one of these terms, two at most; nil if that does not matter.
    public var personTerms: [Int64]?
    /// Only dossiers that stand under all of these tokens of names, one at least; nil if that does not matter.
    public var nameTokens: [Int64]?

    /// Creates a filter that takes everything.
    public init() {}

    /// Whether the list is in the order of receipt rather than in that of registration, both newest first.
    ///
    /// Who looks for a name walks the index, which is in the order of registration.
    public var isOrderedByReceipt: Bool { received != nil && nameTokens == nil }
}

/// A place in a list of dossiers, newest first.
public struct DossierPlace: Hashable, Comparable, Sendable {
    /// When the last dossier seen was received, in lists in the order of receipt; nil in others.
    public let receivedAt: Instant?
    /// The last dossier seen.
    public let dossier: StreamID

    /// Creates a place.
    public init(receivedAt: Instant? = nil, dossier: StreamID) {
        self.receivedAt = receivedAt
        self.dossier = dossier
    }

    /// Orders places of one list, older ones first.
    public static func < (left: DossierPlace, right: DossierPlace) -> Bool {
        let ages = (left.receivedAt?.milliseconds ?? 0, right.receivedAt?.milliseconds ?? 0)
        return (ages.0, left.dossier) < (ages.1, right.dossier)
    }
}

/// A part of a list of dossiers.
public struct DossierPage: Sendable {
    /// The dossiers found with their places, newest first.
    public var lines: [(place: DossierPlace, dossier: StoredDossier)] = []
    /// The oldest place up to which everything was looked at; nil if the list came to its end.
    public var reached: DossierPlace?
    /// How many rows were looked at to find them, roughly.
    public var examined = 0

    /// Creates an empty part at a list's end.
    public init() {}
}

extension StoreSnapshot {
    /// Dossiers that a filter takes, newest first, before a stream; at most `limit`, however long the walk to them is.
    ///
    /// - Parameters:
    ///   - filter: What they are narrowed to, with no time of receipt.
    ///   - stream: Where the list goes on; nil for its beginning.
    ///   - limit: How many at most.
    /// - Returns: The dossiers; fewer than the limit at the end only.
    /// - Throws: ``StoreError`` if the store cannot be read.
    public func dossiers(matching filter: DossierFilter, before stream: StreamID?, limit: Int) throws -> [StoredDossier]
    {
        let place = stream.map { DossierPlace(dossier: $0) }
        return try page(of: filter, before: place, limit: limit, examining: .max).lines.map(\.dossier)
    }
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

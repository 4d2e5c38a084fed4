public import WorkingCalendar

/// Where dossiers are kept (kho hồ sơ): one port for SQLite now and PostgreSQL later, held to one contract.
public protocol DossierStore: Sendable {
    /// Runs a change; when this returns, it is on disk.
    ///
    /// The closure is synchronous and runs on the store's single writer, possibly together with others in one commit.
    /// If it throws, nothing of it remains and the others are untouched. It may be run twice, when another of the same
    /// commit fails: it changes nothing but the transaction.
    ///
    /// - Throws: Whatever the closure throws; ``StoreError`` if the writer's queue is full or the commit failed.
    func transact<Result: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result

    /// Runs a query on one consistent snapshot.
    ///
    /// - Throws: Whatever the closure throws; ``StoreError`` if the store cannot be read.
    func read<Result: Sendable>(
        _ query: @escaping @Sendable (any StoreSnapshot) throws -> Result
    ) async throws -> Result

    /// The keys with which the store was unlocked; those of a locked vault until then.
    var vaultKeys: VaultKeyRing { get }

    /// Whether a status look-up is short enough to run on an event loop.
    var allowsLookupOnEventLoop: Bool { get }

    /// Creates a look-up of its own connection, to be used by one thread at a time.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read.
    func makeStatusLookup() throws -> any StatusLookup
}

/// A prepared look-up of public statuses.
public protocol StatusLookup {
    /// The public status of a code; nil if there is no such dossier.
    ///
    /// It sees all that was acknowledged before the call, within a view before the view's first look-up.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read.
    func status(of code: String) throws -> StoredStatus?

    /// Lets the look-ups that follow see an older state of the store, that of the view's first look-up or a later one,
    /// which spares each its beginning and end.
    ///
    /// A view is for look-ups that were all asked for before its first one, and for less than a second: while it is
    /// open the log cannot be shortened. Opening an open one changes nothing.
    func openView()

    /// Ends the view; it may be called twice, and without one.
    func closeView()
}

/// A public status as it lies in the store.
public struct StoredStatus: Sendable {
    /// The body in the form of ``PublicStatus``, without its last member.
    public let body: [UInt8]
    /// The appointment.
    public let dueAt: Instant?
    /// The instant at which lateness is frozen; nil while the clock runs.
    public let frozenAt: Instant?

    /// Creates a status.
    public init(body: [UInt8], dueAt: Instant?, frozenAt: Instant?) {
        self.body = body
        self.dueAt = dueAt
        self.frozenAt = frozenAt
    }
}

/// A failure of the store itself.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: String, Sendable {
        /// The writer's queue is full; try again soon.
        case busy
        /// Nothing can be written or read now; the disk is full, read-only or gone.
        case unavailable
        /// What is stored cannot have been written by this program.
        case damaged
        /// The database itself is broken, so that nothing more can be written to it.
        case corrupt
        /// The database belongs to another mode or a newer program.
        case unsuitable
    }

    /// The kind of failure.
    public let code: Code
    /// What happened, for the log.
    public let reason: String

    /// Creates a failure.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// Creates a failure that administrators read, in both languages.
    public init(_ code: Code, _ english: String, vietnamese: String) {
        self.init(code, english + "\n" + vietnamese)
    }

    /// What happened, without the Vietnamese of it.
    public var english: String { reason.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? reason }

    /// What happened, in Vietnamese; nil if it is told in English only.
    public var vietnamese: String? {
        let parts = reason.split(separator: "\n", maxSplits: 1)
        return parts.count > 1 ? String(parts[1]) : nil
    }

    /// Whether trying again may help.
    public var isTransient: Bool { code == .busy || code == .unavailable }

    /// Whether it meets everything that is stored, and not what was asked for alone.
    public var concernsAll: Bool { isTransient || code == .corrupt }

    /// The kind and the reason.
    public var description: String { code.rawValue + ": " + reason }
}

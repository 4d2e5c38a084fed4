public import DossierEngine
import GRDB

/// A database opened for a few changes beside the program that serves it (mở kèm), if there is one.
///
/// It runs no timers and sends nothing, so it does not take the lock of the one program that does. Each change is a
/// transaction of its own, on disk when it is answered; SQLite lets it and the other program's take turns.
public final class SQLiteGuestStore: DossierStore {
    /// How long another program's transaction is waited for, in seconds; its batches take milliseconds.
    static let busySeconds = 10.0

    /// A guest serves nobody.
    public let allowsLookupOnEventLoop = false
    /// Accounts and keys of other systems need nothing of the vault.
    public let vaultKeys = VaultKeyRing.locked

    private let path: String
    private let lock: GuestLock
    private let queue: DatabaseQueue

    private init(path: String, lock: GuestLock) throws {
        self.path = path
        self.lock = lock
        var configuration = ConnectionSetup.configuration(label: "motcua.store.guest")
        configuration.busyMode = .timeout(Self.busySeconds)
        queue = try DatabaseQueue(path: path, configuration: configuration)
        let migrations = try SchemaMigrations()
        try queue.writeWithoutTransaction { database in
            // When the log is written back is the other program's affair.
            try Statements(database).run("PRAGMA wal_autocheckpoint = 0")
            try migrations.checkSuitable(database)
            guard try migrations.isNeeded(database) == false else {
                throw StoreError(
                    .unsuitable,
                    "the tables of \(path) are of an older program; run motcua migrate first",
                    vietnamese: "\(path) là của phiên bản cũ hơn; hãy chạy motcua migrate trước."
                )
            }
            try ConnectionSetup.makeDurable(database)
        }
    }

    /// Opens a database that is there and up to date.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/unsuitable`` if it is of another program or another version of
    ///   this one, or a restoration was broken off; with ``StoreError/Code/unavailable`` if it cannot be written, or a
    ///   restoration is about to replace it.
    public static func open(path: String) throws -> SQLiteGuestStore {
        try DatabaseFile.expectThere(path)
        try SQLiteDossierStore.refuseUnfinished(path)
        try DatabaseFile.expectOneName(path)
        let lock = try GuestLock(guestOf: path)
        do {
            let store = try StoreError.mapping { try SQLiteGuestStore(path: path, lock: lock) }
            // SQLite opened it by its name, later than the lock.
            guard lock.isOn(path) else {
                try store.close()
                throw GuestLock.replaced(path)
            }
            return store
        } catch {
            lock.release()
            throw error
        }
    }

    /// Runs a change in a transaction of its own; when this returns, it is on disk.
    ///
    /// - Throws: Whatever the closure throws, and then nothing of it stays; ``StoreError`` with
    ///   ``StoreError/Code/unavailable`` if the other program did not let it come to its turn.
    public func transact<Result: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        try StoreError.mapping {
            try queue.writeWithoutTransaction { database in
                let statements = Statements(database)
                try statements.run("BEGIN IMMEDIATE")
                do {
                    let inside = Statements(database, requiresTransaction: true)
                    let result = try change(SQLiteTransaction(statements: inside, vaultKeys: .locked))
                    try statements.run("COMMIT")
                    return result
                } catch {
                    if database.isInsideTransaction {
                        // The caller is told of the failure itself; an open transaction ends with the connection.
                        _ = try? statements.run("ROLLBACK")
                    }
                    throw error
                }
            }
        }
    }

    /// Runs a query on one consistent snapshot.
    public func read<Result: Sendable>(
        _ query: @escaping @Sendable (any StoreSnapshot) throws -> Result
    ) async throws -> Result {
        try StoreError.mapping {
            try queue.read { try query(SQLiteSnapshot(statements: Statements($0), vaultKeys: .locked)) }
        }
    }

    /// Creates a look-up of its own connection.
    public func makeStatusLookup() throws -> any StatusLookup { try SQLiteStatusLookup(path: path, archive: nil) }

    /// Closes the database.
    ///
    /// - Throws: ``StoreError`` if SQLite cannot close it; what was answered is on disk all the same.
    public func close() throws {
        // Not before SQLite is done with the file: closing it gives back the locks of the whole process.
        defer { lock.release() }
        try StoreError.mapping { try queue.close() }
    }
}

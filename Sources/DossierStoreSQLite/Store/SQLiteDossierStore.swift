public import DossierEngine
import GRDB

/// The store in one SQLite file (kho hồ sơ trên SQLite), in WAL mode with every commit synced.
///
/// One program writes to a file at a time. Changes share commits (see ``SQLiteStoreOptions/groupsCommits``); queries
/// run beside them on snapshots of their own.
public final class SQLiteDossierStore: DossierStore {
    /// A look-up by code takes about ten microseconds and no lock that a writer could hold.
    public let allowsLookupOnEventLoop = true

    private let path: String
    private let lock: WriterLock
    private let pool: DatabasePool
    private let migrations: SchemaMigrations
    private let gauge: LogGauge
    private let log: WriteAheadLog
    private let commits: GroupCommit
    private let keyHolder = VaultKeyHolder()

    private init(path: String, lock: WriterLock, options: SQLiteStoreOptions) throws {
        self.path = path
        self.lock = lock
        migrations = try SchemaMigrations()
        pool = try DatabasePool(
            path: path,
            configuration: ConnectionSetup.configuration(label: "motcua.store", readers: options.readers)
        )
        gauge = LogGauge()
        log = try WriteAheadLog(path: path, gauge: gauge, threshold: options.checkpointPages)
        commits = GroupCommit(
            writer: BatchWriter(pool: pool, log: log, keyHolder: keyHolder),
            capacity: options.writerQueue,
            batchSize: options.groupsCommits ? options.batch : 1,
            observe: options.observeCommit
        )
        try pool.writeWithoutTransaction { [gauge, migrations] database in
            try Self.prepareWriter(database)
            gauge.listen(to: database)
            try migrations.checkSuitable(database)
        }
    }

    /// Opens a database for writing; a missing one is made, readable to its owner only and still without tables.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/unsuitable`` if another program writes to it, if it is of a
    ///   newer program or of another one; ``StoreError/Code/unavailable`` if it cannot be read or written.
    public static func open(
        path: String,
        options: SQLiteStoreOptions = SQLiteStoreOptions()
    ) throws -> SQLiteDossierStore {
        let lock = try WriterLock(database: path)
        try DatabaseFile.makeIfMissing(path)
        return try StoreError.mapping { try SQLiteDossierStore(path: path, lock: lock, options: options) }
    }

    /// Whether ``migrate()`` has something to do.
    public var needsMigration: Bool {
        get throws { try StoreError.mapping { try pool.read { try migrations.isNeeded($0) } } }
    }

    /// Brings the tables up to this program; may be called twice.
    ///
    /// - Throws: ``StoreError`` if the database cannot be changed; what was applied before stays applied.
    public func migrate() throws {
        try migrations.apply(to: pool)
        // Migrations may switch the checking of foreign keys off and on.
        try pool.writeWithoutTransaction { try ConnectionSetup.checkDurable($0) }
    }

    /// The keys with which the store was unlocked.
    public var vaultKeys: VaultKeyRing { keyHolder.keys }

    /// Lets changes and queries that begin from now on seal and open what is in the vault.
    public func unlock(with keys: VaultKeyRing) { keyHolder.keys = keys }

    /// Takes from the disk what was overwritten or erased: copies the log into the database and cuts it to nothing.
    ///
    /// In the database itself SQLite overwrites with zeros what is erased, see ``ConnectionSetup``.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/unavailable`` if somebody reads on an old snapshot meanwhile.
    public func scrub() async throws {
        do {
            _ = try await pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        } catch let error as DatabaseError {
            throw StoreError(sqlite: error.extendedResultCode.rawValue, message: error.message)
        }
    }

    /// Runs a change; when this returns, it is on disk.
    ///
    /// - Throws: Whatever the closure throws, and then nothing of it stays. ``StoreError`` with
    ///   ``StoreError/Code/busy`` if the queue is full, and then it was not begun; with
    ///   ``StoreError/Code/unavailable`` if the commit failed: if it failed at the disk, the change may still turn out
    ///   to be there when the store is opened anew, so it must be asked for again under the same idempotency key.
    public func transact<Result: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            commits.submit(
                QueuedChange(
                    run: { transaction in
                        let result = try change(transaction)
                        return { continuation.resume(returning: result) }
                    },
                    fail: { continuation.resume(throwing: $0) }
                )
            )
        }
    }

    /// Runs a query on one consistent snapshot.
    public func read<Result: Sendable>(
        _ query: @escaping @Sendable (any StoreSnapshot) throws -> Result
    ) async throws -> Result {
        do {
            let keys = vaultKeys
            return try await pool.read { database in
                try query(SQLiteSnapshot(statements: Statements(database), vaultKeys: keys))
            }
        } catch let error as DatabaseError {
            throw StoreError(sqlite: error.extendedResultCode.rawValue, message: error.message)
        }
    }

    /// Creates a look-up of its own connection, to be used by one thread at a time.
    public func makeStatusLookup() throws -> any StatusLookup { try SQLiteStatusLookup(path: path) }

    /// Runs a piece of inspection on a connection of its own that can only read, on one consistent snapshot.
    ///
    /// - Throws: Whatever the closure throws; ``StoreError`` if the store cannot be read.
    public func inspect<Result>(_ body: (any StoreInspection) throws -> Result) throws -> Result {
        try Self.inspect(path: path, body)
    }

    /// Answers every change taken so far, then closes; nothing can be read or written afterwards.
    ///
    /// - Throws: ``StoreError`` if SQLite cannot close the file; what was acknowledged is on disk all the same.
    public func close() async throws {
        await commits.shutDown()
        try StoreError.mapping {
            try log.close()
            // So that the one file is the whole database and can be copied; look-ups may still hold it open. If it
            // fails, nothing is lost: the log stays beside the file, and the next start reads it.
            _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try pool.close()
        }
        lock.release()
    }

    private static func prepareWriter(_ database: Database) throws {
        let statements = Statements(database)
        // When the log begins anew its file is cut back to 64 MiB.
        try statements.run("PRAGMA journal_size_limit = 67108864")
        // 32 MiB of pages: the index paths that a busy day touches.
        try statements.run("PRAGMA cache_size = -32768")
        try ConnectionSetup.makeDurable(database)
    }
}

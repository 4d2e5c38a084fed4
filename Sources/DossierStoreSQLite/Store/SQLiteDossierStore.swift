public import DossierEngine
import Foundation
import GRDB

/// The store in one SQLite file (kho hồ sơ trên SQLite), in WAL mode with every commit synced.
///
/// One program writes to a file at a time. Changes share commits (see ``SQLiteStoreOptions/groupsCommits``); queries
/// run beside them on snapshots of their own.
public final class SQLiteDossierStore: DossierStore {
    /// A look-up by code takes about ten microseconds and no lock that a writer could hold.
    public let allowsLookupOnEventLoop = true

    /// The file.
    let path: String
    /// What SQLite opens: the path, or how it is read where nothing can be written.
    let source: String
    private let lock: WriterLock?
    private let pool: DatabasePool
    private let migrations: SchemaMigrations
    /// What changes need; nil if the store only reads.
    private let writing: Writing?
    private let keyHolder = VaultKeyHolder()
    private let archive: ArchiveAccess

    private struct Writing {
        let gauge: LogGauge
        let log: WriteAheadLog
        let commits: GroupCommit
    }

    private init(path: String, lock: WriterLock, options: SQLiteStoreOptions) throws {
        self.path = path
        source = path
        self.lock = lock
        migrations = try SchemaMigrations()
        pool = try DatabasePool(
            path: path,
            configuration: ConnectionSetup.configuration(
                label: "motcua.store",
                readers: options.readers,
                archiveOf: path
            )
        )
        let archive = try pool.writeWithoutTransaction { [migrations] database in
            try migrations.checkSuitable(database)
            let isThere = try ArchiveFile.attachToWriter(
                of: path,
                to: database,
                writable: options.writesArchive
            )
            return isThere ? (options.writesArchive ? ArchiveAccess.writable : .readOnly) : .none
        }
        self.archive = archive
        let gauge = LogGauge()
        let log = try WriteAheadLog(path: path, gauge: gauge, threshold: options.checkpointPages)
        let commits = GroupCommit(
            writer: BatchWriter(pool: pool, log: log, keyHolder: keyHolder, archive: archive),
            capacity: options.writerQueue,
            batchSize: options.groupsCommits ? options.batch : 1,
            observe: options.observeCommit,
            onFailure: options.onFailure
        )
        writing = Writing(gauge: gauge, log: log, commits: commits)
        try pool.writeWithoutTransaction { database in
            try Self.prepareWriter(database)
            gauge.listen(to: database)
        }
    }

    /// Opens a database that is only read.
    init(reading source: String, of path: String, lock: WriterLock?, readers: Int) throws {
        self.path = path
        self.source = source
        self.lock = lock
        writing = nil
        migrations = try SchemaMigrations()
        pool = try DatabasePool(
            path: source,
            configuration: ConnectionSetup.configuration(
                label: "motcua.store",
                readers: readers,
                isReadOnly: true,
                archiveOf: path
            )
        )
        archive = try pool.read { [migrations] database in
            try migrations.checkSuitable(database)
            return try ArchiveFile.isAttached(to: Statements(database)) ? .readOnly : .none
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
        try open(path: path, holding: try WriterLock(database: path), options: options)
    }

    /// Opens a database under a lock that is held already, so that nobody writes between two acts; see
    /// ``open(path:options:)``.
    ///
    /// - Parameters:
    ///   - path: The database.
    ///   - lock: Its lock, which goes with the store: closing gives it back.
    ///   - options: How it works.
    /// - Returns: The store.
    /// - Throws: As ``open(path:options:)``; the lock is held further then.
    public static func open(
        path: String,
        holding lock: WriterLock,
        options: SQLiteStoreOptions = SQLiteStoreOptions()
    ) throws -> SQLiteDossierStore {
        try refuseUnfinished(path)
        // Before it is opened for writing, which would change its form. Only ours has a log beside it.
        if !FileManager.default.fileExists(atPath: path + "-wal") { try refuseForeign(path) }
        try DatabaseFile.makeIfMissing(path)
        return try StoreError.mapping { try SQLiteDossierStore(path: path, lock: lock, options: options) }
    }

    /// Refuses a file that is another program's database, and changes nothing; what cannot be read is told elsewhere.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/unsuitable``.
    public static func refuseForeign(_ path: String) throws(StoreError) {
        let configuration = ConnectionSetup.configuration(label: "motcua.store.foreign", isReadOnly: true)
        guard FileManager.default.fileExists(atPath: path),
            // The same.
            let queue = try? DatabaseQueue(path: ReadingSource.of(path), configuration: configuration),
            // The same.
            let table = try? queue.read({ try SchemaMigrations.foreignTable(in: $0) })
        else { return }
        throw SchemaMigrations.foreign(table)
    }

    /// Refuses a database that a restoration was replacing when it was broken off.
    static func refuseUnfinished(_ path: String) throws(StoreError) {
        guard FileManager.default.fileExists(atPath: restorationMarker(of: path)) else { return }
        throw StoreError(
            .unsuitable,
            "a restoration was broken off while it replaced \(path): run motcua restore again",
            vietnamese: "Lần khôi phục trước bị ngắt khi đang thay \(path): hãy chạy lại motcua restore."
        )
    }

    /// The file that stands beside a database while another takes its place (đang thay tệp); then none is opened.
    public static func restorationMarker(of path: String) -> String { path + ".restore-unfinished" }

    /// Whether changes can be made; false if the store was opened only to read, see ``openToRead(path:readers:)``.
    public var takesChanges: Bool { writing != nil }

    /// Whether ``migrate()`` has something to do.
    public var needsMigration: Bool {
        get throws { try StoreError.mapping { try pool.read { try migrations.isNeeded($0) } } }
    }

    /// The name of the newest migration that was applied; empty if nothing was ever stored, as there are no tables yet.
    public var schema: String {
        get throws { try StoreError.mapping { try pool.read { try migrations.newest(in: $0) } } }
    }

    /// Brings the tables up to this program, each migration in a transaction of its own; may be called twice.
    ///
    /// - Parameters:
    ///   - tell: Told of each migration before it begins: its name, its place among those that are to be applied, from
    ///     1, and how many they are. One may take minutes where there are millions of dossiers.
    ///   - wait: Told each ten seconds of how long the one that is applied has taken, in whole seconds.
    /// - Throws: ``StoreError`` if the database cannot be changed; what was applied before stays applied.
    public func migrate(
        telling tell: (_ name: String, _ place: Int, _ all: Int) -> Void = { _, _, _ in },
        waiting wait: @escaping @Sendable (_ seconds: Int) -> Void = { _ in }
    ) throws {
        guard takesChanges else { throw Self.onlyReads }
        try migrations.apply(to: pool, tell: tell, wait: wait)
        // Migrations may switch the checking of foreign keys off and on.
        try pool.writeWithoutTransaction { try ConnectionSetup.checkDurable($0) }
    }

    /// The keys with which the store was unlocked.
    public var vaultKeys: VaultKeyRing { keyHolder.keys }

    /// Whether the database has an archive, as it was opened.
    public var hasArchive: Bool { archive != .none }

    /// Lets changes and queries that begin from now on seal and open what is in the vault.
    public func unlock(with keys: VaultKeyRing) { keyHolder.keys = keys }

    /// Takes from the disk what was overwritten or erased: copies the log into the database and cuts it to nothing.
    ///
    /// In the database itself SQLite overwrites with zeros what is erased, see ``ConnectionSetup``.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/unavailable`` if somebody reads on an old snapshot meanwhile.
    public func scrub() async throws {
        guard takesChanges else { throw Self.onlyReads }
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
    ///   ``StoreError/Code/unavailable`` if the store only reads, or if the commit failed: if that failed at the disk,
    ///   the change may still turn out to be there when the store is opened anew, so it must be asked for again under
    ///   the same idempotency key.
    public func transact<Result: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        guard let writing else { throw Self.onlyReads }
        return try await withCheckedThrowingContinuation { continuation in
            writing.commits.submit(
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
            // The readers of the pool can only read it.
            let access = hasArchive ? ArchiveAccess.readOnly : .none
            return try await pool.read { database in
                try query(SQLiteSnapshot(statements: Statements(database), vaultKeys: keys, archive: access))
            }
        } catch let error as DatabaseError {
            throw StoreError(sqlite: error.extendedResultCode.rawValue, message: error.message)
        }
    }

    /// Creates a look-up of its own connection, to be used by one thread at a time.
    public func makeStatusLookup() throws -> any StatusLookup {
        try SQLiteStatusLookup(path: source, archive: hasArchive ? ArchiveFile.path(of: path) : nil)
    }

    /// Runs a piece of inspection on a connection of its own that can only read, on one consistent snapshot.
    ///
    /// - Throws: Whatever the closure throws; ``StoreError`` if the store cannot be read.
    public func inspect<Result>(_ body: (any StoreInspection) throws -> Result) throws -> Result {
        try Self.inspect(source: source, of: path, body)
    }

    /// Answers every change taken so far, then closes; nothing can be read or written afterwards.
    ///
    /// - Throws: ``StoreError`` if SQLite cannot close the file; what was acknowledged is on disk all the same.
    public func close() async throws {
        await writing?.commits.shutDown()
        try StoreError.mapping {
            try writing?.log.close()
            if let writing, !writing.commits.isFailed {
                // So that the one file is the whole database and can be copied; look-ups may still hold it open. If it
                // fails, nothing is lost: the log stays beside the file, and the next start reads it.
                _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            }
            try pool.close()
        }
        lock?.release()
    }

    private static let onlyReads = StoreError(
        .unavailable,
        "the database is only read: its disk takes no writing; make room, or mount it so that it can be written to",
        vietnamese: "Cơ sở dữ liệu chỉ đọc được: đĩa không ghi được; hãy dọn chỗ trống hoặc gắn lại đĩa để ghi được."
    )

    private static func prepareWriter(_ database: Database) throws {
        let statements = Statements(database)
        // When the log begins anew its file is cut back to 64 MiB.
        try statements.run("PRAGMA journal_size_limit = 67108864")
        // 32 MiB of pages: the index paths that a busy day touches.
        try statements.run("PRAGMA cache_size = -32768")
        try ConnectionSetup.makeDurable(database)
    }
}

import DossierEngine
import GRDB
import GRDBSQLite
import Synchronization

/// Runs a batch of changes in one transaction and commits once.
///
/// A savepoint around each change keeps its failure from the others, but copies every page that the change touches. Few
/// changes fail, so a batch is tried without them first; when one of its changes fails, all of it is undone and run
/// again, each in a savepoint, and so are the next batches, since refusals seldom come alone.
struct BatchWriter: Sendable {
    /// What became of a batch.
    struct Outcome {
        /// The answers to give, one for each change, now that the batch is on disk or lost.
        let replies: [QueuedChange.Reply]
        /// Why nothing may be written any more; nil as a rule.
        let refusal: StoreError?
        /// What the commit was like.
        let batch: CommitBatch
    }

    private let pool: DatabasePool
    private let log: WriteAheadLog
    private let logFile = LogFile()
    private let keyHolder: VaultKeyHolder
    private let archive: ArchiveAccess
    private let caution = Caution()

    init(pool: DatabasePool, log: WriteAheadLog, keyHolder: VaultKeyHolder, archive: ArchiveAccess) {
        self.pool = pool
        self.log = log
        self.keyHolder = keyHolder
        self.archive = archive
    }

    /// Runs and commits a batch, on the caller's thread.
    func commit(_ changes: [QueuedChange]) -> Outcome {
        let start = ContinuousClock.now
        var replies: [QueuedChange.Reply]
        var failure: BatchFailure?
        do {
            replies = try pool.writeWithoutTransaction { try run(changes, on: $0) }
        } catch {
            let lost = loss(by: error)
            replies = changes.map { change in { change.fail(lost.error) } }
            failure = lost
        }
        let batch = CommitBatch(
            size: changes.count,
            seconds: (ContinuousClock.now - start) / .seconds(1),
            walPages: log.pages,
            isCommitted: failure == nil
        )
        return Outcome(replies: replies, refusal: failure.flatMap { $0.isFatal ? $0.error : nil }, batch: batch)
    }

    /// Keeps the WAL from growing without end.
    ///
    /// - Returns: Why nothing may be written any more; nil as a rule.
    func boundLog() -> StoreError? { log.bound(writer: pool) }

    private func run(_ changes: [QueuedChange], on database: Database) throws -> [QueuedChange.Reply] {
        let statements = Statements(database)
        do {
            if !caution.isDue, let replies = try together(changes, on: database) { return replies }
            try statements.run("BEGIN IMMEDIATE")
            let replies = try changes.map { try reply(to: $0, on: database) }
            try expectPlace(of: database)
            try end(with: statements)
            return replies
        } catch {
            if database.isInsideTransaction {
                // It changes nothing for the callers if this fails too: all of them are told that nothing was written.
                _ = try? statements.run("ROLLBACK")
            }
            throw error
        }
    }

    /// Runs and commits changes without savepoints.
    ///
    /// - Returns: The answers; nil if one of several failed and all were undone, so that each can be run by itself.
    /// - Throws: ``BatchFailure`` if the whole transaction is lost.
    private func together(_ changes: [QueuedChange], on database: Database) throws -> [QueuedChange.Reply]? {
        let statements = Statements(database)
        try statements.run("BEGIN IMMEDIATE")
        let guarded = Statements(database, requiresTransaction: true)
        var replies: [QueuedChange.Reply] = []
        for change in changes {
            do {
                replies.append(try self.change(change, by: guarded, on: database))
            } catch {
                guard database.isInsideTransaction else { throw Self.givenUp }
                try statements.run("ROLLBACK")
                // Alone it has failed by itself, and nobody else is touched.
                if changes.count == 1 { return [{ change.fail(error) }] }
                caution.begin()
                return nil
            }
        }
        try expectPlace(of: database)
        try end(with: statements)
        return replies
    }

    private func change(
        _ change: QueuedChange,
        by guarded: Statements,
        on database: Database
    ) throws -> QueuedChange.Reply {
        let transaction = SQLiteTransaction(statements: guarded, vaultKeys: keyHolder.keys, archive: archive)
        let reply = try change.run(transaction)
        // A closure may have swallowed the error at which SQLite gave the transaction up.
        guard database.isInsideTransaction else { throw Self.givenUp }
        return reply
    }

    /// Runs one change so that its failure leaves the others untouched.
    ///
    /// - Throws: ``BatchFailure`` if the whole transaction is lost.
    private func reply(to change: QueuedChange, on database: Database) throws -> QueuedChange.Reply {
        let statements = Statements(database)
        try statements.run("SAVEPOINT change")
        do {
            let guarded = Statements(database, requiresTransaction: true)
            let reply = try self.change(change, by: guarded, on: database)
            try statements.run("RELEASE change")
            return reply
        } catch {
            guard database.isInsideTransaction else { throw Self.givenUp }
            try statements.run("ROLLBACK TO change")
            try statements.run("RELEASE change")
            return { change.fail(error) }
        }
    }

    /// Refuses to write on into a file that was moved, replaced or deleted, be it the log's: the next start would not
    /// see it.
    ///
    /// Source: sqlite.org/c3ref/c_fcntl_begin_atomic_write.html, SQLITE_FCNTL_HAS_MOVED.
    private func expectPlace(of database: Database) throws {
        var hasMoved: Int32 = 0
        let result = sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
        guard result == SQLITE_OK, hasMoved != 0 else {
            guard logFile.isInPlace(for: database) else { throw LostLog() }
            return
        }
        throw BatchFailure(
            error: StoreError(
                .unavailable,
                "the file of the database was moved, replaced or deleted while it was open; nothing more is written. "
                    + "Put the file with its -wal back, or restore a copy (motcua restore FILE --serial-gap N), and "
                    + "start again",
                vietnamese: "Tệp cơ sở dữ liệu đã bị chuyển, thay hoặc xóa khi đang dùng; không ghi thêm gì nữa. Hãy "
                    + "đặt lại tệp cùng tệp -wal, hoặc khôi phục bản sao (motcua restore TỆP --serial-gap N), rồi khởi "
                    + "động lại."
            ),
            isFatal: true
        )
    }

    /// What became of a batch that failed as a whole.
    private func loss(by error: any Error) -> BatchFailure {
        if error is LostLog { return BatchFailure(error: rescue(), isFatal: true) }
        return error as? BatchFailure
            ?? BatchFailure(error: StoreError(lost: error, "nothing was written: "), isFatal: false)
    }

    /// Brings what was committed into a log that has lost its name into the database, while this program has it open.
    ///
    /// Where another program has written into a new log by now, pages of both would be mixed: then nothing is copied.
    ///
    /// - Returns: What every caller is told from now on.
    private func rescue() -> StoreError {
        log.waitForPass()
        let isWhole: Bool
        do {
            isWhole = try logFile.isReplaced ? false : pool.writeWithoutTransaction(Self.bringIn)
        } catch {
            // It makes no difference to the callers why: they are told that it did not work.
            isWhole = false
        }
        let (what, vietnamese) = isWhole ? Self.rescued : Self.unrescued
        return StoreError(
            .unavailable,
            "the log of the database (-wal) was moved, replaced or deleted while it was open; nothing more is written. "
                + what,
            vietnamese: "Tệp nhật ký ghi trước (-wal) của cơ sở dữ liệu đã bị chuyển, thay hoặc xóa khi đang dùng; "
                + "không ghi thêm gì nữa. " + vietnamese
        )
    }

    /// Copies a log into the database; whether all of it is there then.
    private static func bringIn(_ database: Database) throws -> Bool {
        let done = try database.checkpoint(.full)
        return done.checkpointedFrameCount == done.walFrameCount
    }

    private static let rescued = (
        "What was acknowledged is in the database itself now: start again, and leave that file alone while a program "
            + "runs",
        "Những gì đã xác nhận nay nằm trong chính cơ sở dữ liệu: hãy khởi động lại, và không đụng đến tệp đó khi "
            + "chương trình đang chạy."
    )

    private static let unrescued = (
        "If it was moved, put it back before the next start; if it was deleted, what came last may be lost: run motcua "
            + "verify, and look at the last dossiers",
        "Nếu tệp bị chuyển, hãy đặt lại trước khi khởi động; nếu bị xóa, phần ghi cuối có thể đã mất: hãy chạy motcua "
            + "verify và xem lại các hồ sơ cuối cùng."
    )

    /// Commits.
    ///
    /// After an input or output error nobody knows which pages the system has dropped, and trying to sync them again
    /// would report success for pages that are gone: the store then writes nothing more until it is started anew and
    /// SQLite has read the WAL back from the disk.
    private func end(with statements: Statements) throws {
        do {
            try statements.run("COMMIT")
        } catch let error as StoreError {
            throw BatchFailure(
                error: StoreError(lost: error, "the commit failed: "),
                isFatal: statements.lastFailure.isDiskError
            )
        }
    }

    private static let givenUp = BatchFailure(
        error: StoreError(.unavailable, "SQLite gave up the transaction of the batch"),
        isFatal: false
    )
}

/// For how many batches changes are run in savepoints; only the writer's thread asks.
private final class Caution: Sendable {
    /// For how many batches after a failure.
    private static let length = 32

    private let left = Atomic(0)

    /// Whether the next batch has to be careful; counts it.
    var isDue: Bool {
        let left = left.load(ordering: .relaxed)
        guard left > 0 else { return false }
        self.left.store(left - 1, ordering: .relaxed)
        return true
    }

    func begin() { left.store(Self.length, ordering: .relaxed) }
}

/// The log has lost its name; nothing of the batch was written.
private struct LostLog: Error {}

/// The loss of a whole batch.
private struct BatchFailure: Error {
    /// What every caller is told.
    let error: StoreError
    /// Whether nothing may be written after it.
    let isFatal: Bool
}

extension StoreError {
    /// Creates what all callers of a batch are told that was lost.
    ///
    /// - Parameters:
    ///   - error: Why it was lost.
    ///   - prefix: What is said before the reason.
    fileprivate init(lost error: any Error, _ prefix: String) {
        let cause = error as? StoreError
        let reason = prefix + (cause?.reason ?? String(describing: error))
        self.init(cause?.code == .damaged ? .corrupt : .unavailable, reason)
    }
}

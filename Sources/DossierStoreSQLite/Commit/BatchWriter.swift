import DossierEngine
import GRDB
import GRDBSQLite

/// Runs a batch of changes in one transaction, each in a savepoint of its own, and commits once.
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
    private let keyHolder: VaultKeyHolder

    init(pool: DatabasePool, log: WriteAheadLog, keyHolder: VaultKeyHolder) {
        self.pool = pool
        self.log = log
        self.keyHolder = keyHolder
    }

    /// Runs and commits a batch, on the caller's thread.
    func commit(_ changes: [QueuedChange]) -> Outcome {
        let start = ContinuousClock.now
        var replies: [QueuedChange.Reply]
        var failure: BatchFailure?
        do {
            replies = try pool.writeWithoutTransaction { try run(changes, on: $0) }
        } catch {
            let lost = error as? BatchFailure ?? BatchFailure(error: StoreError(lost: error), isFatal: false)
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
    func boundLog() { log.bound(writer: pool) }

    private func run(_ changes: [QueuedChange], on database: Database) throws -> [QueuedChange.Reply] {
        let statements = Statements(database)
        do {
            try statements.run("BEGIN IMMEDIATE")
            let replies = try changes.map { try reply(to: $0, on: database) }
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

    /// Runs one change so that its failure leaves the others untouched.
    ///
    /// - Throws: ``BatchFailure`` if the whole transaction is lost.
    private func reply(to change: QueuedChange, on database: Database) throws -> QueuedChange.Reply {
        let statements = Statements(database)
        try statements.run("SAVEPOINT change")
        do {
            let guarded = Statements(database, requiresTransaction: true)
            let reply = try change.run(SQLiteTransaction(statements: guarded, vaultKeys: keyHolder.keys))
            // A closure may have swallowed the error at which SQLite gave the transaction up.
            guard database.isInsideTransaction else { throw Self.givenUp }
            try statements.run("RELEASE change")
            return reply
        } catch {
            guard database.isInsideTransaction else { throw Self.givenUp }
            try statements.run("ROLLBACK TO change")
            try statements.run("RELEASE change")
            return { change.fail(error) }
        }
    }

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
                error: StoreError(.unavailable, "the commit failed: " + error.reason),
                isFatal: statements.lastPrimaryCode == SQLITE_IOERR
            )
        }
    }

    private static let givenUp = BatchFailure(
        error: StoreError(.unavailable, "SQLite gave up the transaction of the batch"),
        isFatal: false
    )
}

/// The loss of a whole batch.
private struct BatchFailure: Error {
    /// What every caller is told.
    let error: StoreError
    /// Whether nothing may be written after it.
    let isFatal: Bool
}

extension StoreError {
    /// Creates what callers are told when their batch could not even begin.
    fileprivate init(lost error: any Error) {
        let cause = error as? StoreError
        self.init(.unavailable, "nothing was written: " + (cause?.reason ?? String(describing: error)))
    }
}

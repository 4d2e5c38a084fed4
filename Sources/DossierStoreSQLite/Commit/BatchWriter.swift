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
            let lost =
                error as? BatchFailure
                ?? BatchFailure(error: StoreError(lost: error, "nothing was written: "), isFatal: false)
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

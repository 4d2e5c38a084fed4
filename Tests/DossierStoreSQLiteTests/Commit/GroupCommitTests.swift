import Dispatch
import DossierEngine
import Synchronization
import Testing

@testable import DossierStoreSQLite

/// Changes that share commits.
struct GroupCommitTests {
    @Test("changes that come while a commit is under way share the next one", arguments: [true, false])
    func sharing(_ groups: Bool) async throws {
        let folder = try TemporaryFolder()
        let seen = CommitSizes()
        let store = try folder.store(
            SQLiteStoreOptions(batch: 8, groupsCommits: groups, observeCommit: { seen.add($0) })
        )

        try await withHeldWriter(of: store) { group in
            for _ in 1...20 { group.addImmediateTask { _ = try await store.transact { try register(in: $0) } } }
        }
        try await store.close()

        // The held change is alone; 20 more are 8, 8 and 4 where they share.
        #expect(seen.sizes == (groups ? [1, 8, 8, 4] : [Int](repeating: 1, count: 21)))
    }

    @Test("one change more than may wait is refused as busy, and the others are written")
    func fullQueue() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store(SQLiteStoreOptions(writerQueue: 3))

        try await withHeldWriter(of: store) { group in
            for _ in 1...3 { group.addImmediateTask { _ = try await store.transact { try register(in: $0) } } }
            let error = await #expect(throws: StoreError.self) { try await store.transact { try register(in: $0) } }
            #expect(error?.code == .busy)
            #expect(error?.isTransient == true)
        }

        #expect(try store.inspect { try $0.serials(after: nil, limit: 9).map(\.last) } == [3])
    }

    @Test("closing answers what was taken and refuses what comes later")
    func closing() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()

        try await withHeldWriter(of: store) { group in
            for _ in 1...5 { group.addImmediateTask { _ = try await store.transact { try register(in: $0) } } }
            group.addImmediateTask { try await store.close() }
            let error = await #expect(throws: StoreError.self) { try await store.transact { try register(in: $0) } }
            #expect(error?.code == .unavailable)
        }

        #expect(try store.inspect { try $0.serials(after: nil, limit: 9).map(\.last) } == [5])
    }

    @Test(
        "a change that fails leaves nothing and takes nothing from the others of its batch",
        arguments: [[1], [5], [2, 4]]
    )
    func failingChange(_ failing: [Int]) async throws {
        let folder = try TemporaryFolder()
        let seen = CommitSizes()
        let store = try folder.store(SQLiteStoreOptions(observeCommit: { seen.add($0) }))

        // Twice: after a failure the next batches are run with more care.
        for _ in 1...2 {
            try await withHeldWriter(of: store) { group in
                for number in 1...5 {
                    group.addImmediateTask {
                        guard failing.contains(number) else {
                            _ = try await store.transact { try register(in: $0) }
                            return
                        }
                        await #expect(throws: ExpectedFailure.self) {
                            try await store.transact { transaction -> Void in
                                _ = try register(in: transaction)
                                throw ExpectedFailure()
                            }
                        }
                    }
                }
            }
        }

        let written = 2 * (5 - failing.count)
        #expect(try store.inspect { try $0.serials(after: nil, limit: 9).map(\.last) } == [written])
        #expect(try store.inspect { try $0.eventCounts().all } == written)
        #expect(seen.sizes == [1, 5, 1, 5])
    }

    @Test("a transaction that SQLite gives up is told to every caller of the batch, and the next one is written")
    func lostTransaction() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let failures = CommitSizes()

        try await withHeldWriter(of: store) { group in
            for number in 1...5 {
                group.addImmediateTask {
                    let error = await #expect(throws: StoreError.self) {
                        try await store.transact { transaction in
                            try register(in: transaction)
                            // What SQLite does by itself when the disk is full.
                            if number == 3 {
                                try #require(transaction as? SQLiteTransaction).statements.run("ROLLBACK")
                            }
                        }
                    }
                    #expect(error?.code == .unavailable)
                    failures.add(CommitBatch(size: 1, seconds: 0, walPages: 0, isCommitted: false))
                }
            }
        }

        #expect(failures.sizes.count == 5)
        #expect(try store.inspect { try $0.eventCounts().all } == 0)
        _ = try await store.transact { try register(in: $0) }
        #expect(try store.inspect { try $0.serials(after: nil, limit: 9).map(\.last) } == [1])
    }

    @Test("nothing is written outside a transaction that was given up, even if the change goes on")
    func writingAfterLoss() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()

        await #expect(throws: StoreError.self) {
            try await store.transact { transaction in
                try #require(transaction as? SQLiteTransaction).statements.run("ROLLBACK")
                #expect(throws: StoreError.self) { try transaction.set(.mode, to: "demo") }
            }
        }
        #expect(try await store.read { try $0.setting(.mode) } == nil)
    }

    @Test("the log stays short under steady writing, because it begins anew again and again")
    func boundedLog() async throws {
        let folder = try TemporaryFolder()
        let seen = CommitSizes()
        let store = try folder.store(
            SQLiteStoreOptions(batch: 4, checkpointPages: 100, observeCommit: { seen.add($0) })
        )
        let payload = [UInt8](repeating: 0x20, count: 20_000)

        // Each change writes about ten pages, 600 of them 6,000 pages: 60 thresholds.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...600 {
                group.addTask { try await store.transact { _ = try register(in: $0, payload: payload) } }
            }
            try await group.waitForAll()
        }
        try await store.close()

        // Eight thresholds and the last commit at most; without the bound the last commits would see some 4,000.
        #expect(seen.walPages.max() ?? 0 < 900)
        #expect(seen.walPages.contains { $0 >= 100 })
    }
}

private struct ExpectedFailure: Error {}

/// What was observed of commits.
final class CommitSizes: Sendable {
    private let batches = Mutex<[CommitBatch]>([])

    func add(_ batch: CommitBatch) { batches.withLock { $0.append(batch) } }

    var sizes: [Int] { batches.withLock { $0.map(\.size) } }
    var walPages: [Int] { batches.withLock { $0.map(\.walPages) } }
}

/// Holds the store's writer inside a change while changes are queued, then lets everything run to its end.
func withHeldWriter(
    of store: SQLiteDossierStore,
    queueing: (inout ThrowingTaskGroup<Void, any Error>) async throws -> Void
) async throws {
    let held = DispatchSemaphore(value: 0)
    try await withThrowingTaskGroup(of: Void.self) { group in
        let (started, begin) = AsyncStream<Void>.makeStream()
        group.addImmediateTask {
            try await store.transact { _ in
                begin.finish()
                held.wait()
            }
        }
        for await _ in started {}
        do {
            try await queueing(&group)
        } catch {
            held.signal()
            throw error
        }
        held.signal()
        try await group.waitForAll()
    }
}

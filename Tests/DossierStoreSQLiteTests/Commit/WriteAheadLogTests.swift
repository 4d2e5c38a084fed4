import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import Synchronization
import Testing

private final class Flag: Sendable {
    let isOver = Atomic(false)
}

@Suite("The write-ahead log")
struct WriteAheadLogTests {
    /// A log of 8 pages is copied, and at 16 times as many the writer waits for readers.
    private static let threshold = 8
    private static let writes = 1_500
    private static let readers = 3

    @Test("stays short though there is never a moment without a reader")
    func overlappingReaders() async throws {
        var pages = try await longestLog()
        // On a busy machine the thread that copies the log may come to nothing for a second, in which it grows.
        for _ in 1...4 where pages >= Self.threshold * 40 { pages = try await longestLog() }
        #expect(pages < Self.threshold * 40, "\(pages) pages for \(Self.writes) commits")
    }

    /// Commits beside readers that follow each other without a gap.
    ///
    /// - Returns: How many pages the log had at its longest.
    private func longestLog() async throws -> Int {
        let folder = try TemporaryFolder()
        let options = SQLiteStoreOptions(readers: Self.readers, checkpointPages: Self.threshold)
        let store = try SQLiteDossierStore.open(path: folder.database, options: options)
        try store.migrate()
        let flag = Flag()

        try await withThrowingTaskGroup { tasks in
            for _ in 0..<Self.readers {
                tasks.addTask { [flag, store] in
                    while !flag.isOver.load(ordering: .relaxed) {
                        // Long enough that another one begins before it ends.
                        try await store.read { snapshot in for _ in 0..<100 { _ = try snapshot.setting(.mode) } }
                    }
                }
            }
            for number in 0..<Self.writes {
                try await store.transact { try $0.set(.demoClock, to: String(number)) }
            }
            flag.isOver.store(true, ordering: .relaxed)
            try await tasks.waitForAll()
        }

        // The file keeps the length that the log had at its longest; a frame is a page and 24 bytes.
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.database + "-wal")
        let pages = try #require(attributes[.size] as? Int) / 4_120
        try await store.close()
        return pages
    }

    /// The pages in the log after the last commit.
    private final class Pages: Sendable {
        let last = Atomic(0)
    }

    @Test(
        "a reader that stays keeps no change waiting, and the log is short when it has gone",
        .timeLimit(.minutes(60))
    )
    func longReader() async throws {
        let folder = try TemporaryFolder()
        let pages = Pages()
        let options = SQLiteStoreOptions(checkpointPages: Self.threshold) { [pages] batch in
            pages.last.store(batch.walPages, ordering: .relaxed)
        }
        let store = try SQLiteDossierStore.open(path: folder.database, options: options)
        try store.migrate()
        try await store.transact { try $0.set(.demoClock, to: "0") }
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(path: folder.database, configuration: configuration)
        try reader.inDatabase { database in
            try database.execute(sql: "BEGIN")
            _ = try Row.fetchAll(database, sql: "SELECT * FROM installation")
        }

        func write() async throws -> Duration {
            let start = ContinuousClock.now
            for number in 0..<Self.writes { try await store.transact { try $0.set(.demoClock, to: String(number)) } }
            return ContinuousClock.now - start
        }
        let beside = try await write()
        let held = pages.last.load(ordering: .relaxed)
        try reader.inDatabase { try $0.execute(sql: "COMMIT") }
        try reader.close()
        let alone = try await write()
        // On a busy machine the thread that copies the log may be late.
        for _ in 1...10 where pages.last.load(ordering: .relaxed) >= Self.threshold * 40 { _ = try await write() }

        // Were each attempt to begin the log anew waited for, it would take more than three minutes longer.
        #expect(beside < Duration.seconds(120) + alone * 10)
        #expect(held > Self.threshold * 100, "the reader held nothing: \(held) pages")
        #expect(pages.last.load(ordering: .relaxed) < Self.threshold * 40)
        try await store.close()
    }
}

import DossierStoreSQLite
import GRDB
import Testing

@testable import DossierEngine

/// The check of a history of several tiles, of which someone changed one thing.
@Suite("The check of a long history names the first event that differs")
struct HistoryCheckTests {
    private static let count = 1_500

    /// 1,500 events of two streams, the tree over them, and checkpoints after each 400 events.
    private static func store(in folder: TemporaryFolder) async throws -> KnownCheckpoints {
        let store = try folder.store()
        try await store.transact { transaction in
            try transaction.set(.leafKey, to: String(repeating: "03", count: 32))
            var heads = [try transaction.makeStream(), try transaction.makeStream()]
            for number in 1...count {
                let event = Array("{\"event\":\(number)}".utf8)
                heads[number % 2] = try transaction.append(event, hash: Digest.of(event), to: heads[number % 2])
            }
        }
        let tree = HistoryTree(store: store)
        while try await tree.grow().added > 0 {}
        let key = try #require(CheckpointKey(name: "motcua.local", entropy: Zeros()))
        var known = KnownCheckpoints(by: [key.verifier])
        for size in stride(from: Int64(400), through: 1_200, by: 400) {
            let root = try await store.read { snapshot in
                var nodes = snapshot.treeNodes()
                return try nodes.root(of: size)
            }
            let checkpoint = Checkpoint(origin: "motcua.local", size: size, root: root, at: nil)
            known.take(.checkpoint(try SignedCheckpoint(checkpoint, by: key)))
        }
        try await store.close()
        return known
    }

    private struct Zeros: EntropySource {
        func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    }

    private static func check(_ folder: TemporaryFolder, _ known: KnownCheckpoints?) throws -> HistoryCheck.Finding {
        try SQLiteDossierStore.inspect(path: folder.database) { inspection in
            var check = HistoryCheck(known)
            return try check.run(in: inspection, suspects: [])
        }
    }

    private static func write(_ sql: String, into folder: TemporaryFolder) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: folder.database, configuration: configuration)
        try queue.write { database in
            try database.execute(sql: "DROP TRIGGER event_never_updated; DROP TRIGGER event_never_deleted")
            try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
            try database.execute(sql: sql)
        }
        try queue.close()
    }

    @Test("an untouched history proves every checkpoint, with and without a tree in the database")
    func untouched() async throws {
        let folder = try TemporaryFolder()
        let known = try await Self.store(in: folder)
        let whole = try Self.check(folder, known)
        #expect(whole.defects == [] && whole.proved == 3 && whole.provedEvents == 1_200)
        try Self.write("DELETE FROM treeTile", into: folder)
        let bare = try Self.check(folder, known)
        #expect(bare.defects == [] && bare.proved == 3)
    }

    @Test(
        "one change is named",
        arguments: [
            ("UPDATE event SET body = CAST('{}' AS BLOB) WHERE seq = 700", "is event 700:"),
            ("UPDATE event SET body = CAST('{}' AS BLOB) WHERE seq = 1450", "is event 1450:"),
            ("DELETE FROM event WHERE seq = 512", "is event 512: it is missing"),
            ("DELETE FROM event WHERE seq > 1100", "is event 1101: it is missing"),
            ("DELETE FROM event", "is event 1: it is missing"),
            ("UPDATE installation SET value = replace(value, '3', '4') WHERE name = 'leafKey'", "is event 1:"),
            ("UPDATE treeTile SET hashes = zeroblob(8192) WHERE id = 3", "is event 769:"),
            ("DELETE FROM treeTile WHERE id = 2", "is event 513:"),
            ("UPDATE treeTile SET hashes = zeroblob(160) WHERE id > 10", "tile 0 of level 1 is not"),
            ("DELETE FROM installation", "the key of the tree's leaves is missing"),
            // With the tree gone too, the checkpoints of 400 and 800 events bound it.
            (
                "DELETE FROM treeTile; UPDATE event SET body = CAST('{}' AS BLOB) WHERE seq = 700",
                "one of the events 401 to 800"
            ),
            (
                "DELETE FROM treeTile; DELETE FROM event WHERE seq > 1100",
                "there are only 1100 events; the first that differs is one of the events 801 to 1101"
            ),
        ]
    )
    func changed(sql: String, named: String) async throws {
        let folder = try TemporaryFolder()
        let known = try await Self.store(in: folder)
        try Self.write(sql, into: folder)
        let found = try Self.check(folder, known)
        #expect(found.defects.contains { $0.contains(named) }, "\(sql): \(found.defects)")
    }

    @Test("a checkpoint whose root is false does not speak against a history that a later one proves")
    func falseCheckpoint() async throws {
        let folder = try TemporaryFolder()
        var known = try await Self.store(in: folder)
        let key = try #require(CheckpointKey(name: "motcua.local", entropy: Zeros()))
        let lie = Checkpoint(origin: "motcua.local", size: 1_100, root: .zero, at: nil)
        known.take(.checkpoint(try SignedCheckpoint(lie, by: key)))
        let found = try Self.check(folder, known)
        #expect(found.defects == ["history: the checkpoint of 1100 events is false, a later one holds"])
    }
}

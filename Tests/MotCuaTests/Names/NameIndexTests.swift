import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import motcua

/// A store in which nothing stays of what is changed.
private struct ForgetfulStore: DossierStore {
    struct Crash: Error {}

    let base: any DossierStore

    var vaultKeys: VaultKeyRing { base.vaultKeys }
    var allowsLookupOnEventLoop: Bool { base.allowsLookupOnEventLoop }

    func transact<Result: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        try await base.transact { transaction in
            _ = try change(transaction)
            throw Crash()
        }
    }

    func read<Result: Sendable>(
        _ query: @escaping @Sendable (any StoreSnapshot) throws -> Result
    ) async throws -> Result {
        try await base.read(query)
    }

    func makeStatusLookup() throws -> any StatusLookup { try base.makeStatusLookup() }
}

/// Waits no time so often, then ends.
private final class ShortPace: ServicePace {
    private let asked = Mutex<[Int64]>([])
    private let times: Int

    init(times: Int) { self.times = times }

    /// How long it was asked to wait, in milliseconds.
    var waits: [Int64] { asked.withLock { $0 } }

    func wait(milliseconds: Int64) async throws {
        let count = asked.withLock { asked in
            asked.append(milliseconds)
            return asked.count
        }
        if count == times { throw CancellationError() }
    }
}

/// The index of names is filled behind everything else, and comes to the same whatever happens meanwhile.
@Suite("The index of names")
struct NameIndexTests {
    /// The rows of the index, as token and dossier.
    private static func rows(of database: String) async throws -> [[Int64]] {
        let queue = try DatabaseQueue(path: database)
        let rows = try await queue.read { database in
            try Row.fetchAll(database, sql: "SELECT token, dossier FROM nameToken ORDER BY dossier, token")
                .map { [$0["token"], $0["dossier"]] as [Int64] }
        }
        try queue.close()
        return rows
    }

    private static func change(_ database: String, _ sql: String) async throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: database, configuration: configuration)
        try await queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    private static func run(_ command: [String], _ folder: TemporaryFolder) throws -> (code: Int32, output: String) {
        let result = try Program.run(command + ["--database", folder.database, "--config", Checkout.config])
        return (result.code, result.output + result.errors)
    }

    /// Two dossiers, in the index.
    private static func indexed(in folder: TemporaryFolder) async throws {
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            try #require(try await desk.post("/dossiers", TypedWords.intake()).status == 201)
            try await service.register("Nguyễn Thị Khuê Minh")
            try await service.indexNames()
            #expect(try await service.verification().isClean)
        }
    }

    @Test("loses and repeats nothing when the program dies in the middle of a batch, or between two")
    func crashes() async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(in: folder) { service in
            for name in ["Lê Khuê", "Lê Minh", "Lê Khuê Minh", "Lê Văn"] { try await service.register(name) }
            let store = service.server.workplace.store
            var entries = 3
            while entries == 3 {
                let before = try await Self.rows(of: folder.database)
                let crashing = NameIndexing(store: ForgetfulStore(base: store), batchSize: 3)
                do { try await crashing.runBatch() } catch is ForgetfulStore.Crash {}
                #expect(try await Self.rows(of: folder.database) == before, "half a batch stayed")
                #expect(try await service.verification().isClean, "between two batches")
                entries = try await NameIndexing(store: store, batchSize: 3).runBatch().entries
            }
            #expect(try await Self.rows(of: folder.database).count >= 3)
            #expect(try await service.found("khue") == ["0003", "0001"])
            let batch = try await NameIndexing(store: store).runBatch()
            #expect(batch == NameIndexing.Batch(entries: 0, behind: 0))
        }
    }

    @Test("is filled by a service that lets others write between full batches and rests when it has caught up")
    func service() async throws {
        try await TestServer.open { server in
            let clerk = try await server.workplace.store.read { try $0.account(named: "desk") }
            let account = try #require(clerk)
            for number in 1...3 {
                _ = try await server.workplace.dossiers.register(
                    SampleIntake(number).draft,
                    by: account,
                    idempotency: nil
                )
            }
            let pace = ShortPace(times: 4)
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            try await NameIndexer(store: server.workplace.store, batchSize: 3, pace: pace, logger: logger).run()
            // Six entries: a sheet and a PIN each.
            #expect(pace.waits == [20, 20, 1_000, 1_000])
            let batch = try await NameIndexing(store: server.workplace.store).runBatch()
            #expect(batch == NameIndexing.Batch(entries: 0, behind: 0))
        }
    }

    @Test("counts the entries that wait, and not the numbers that a restoration passed over")
    func behind() async throws {
        let folder = try TemporaryFolder()
        try await Self.indexed(in: folder)
        let copy = folder.path + "/copy.sqlite"
        #expect(try Self.run(["backup", copy], folder).code == 0)
        let restored = try Self.run(["restore", copy, "--serial-gap", "10"], folder)
        #expect(restored.code == 0, "\(restored.output)")
        try await OneStop.open(in: folder) { service in
            for name in ["Lê Khuê", "Lê Minh", "Lê Văn"] { try await service.register(name) }
            // A sheet and a PIN each; the restoration left ten million numbers out before the first.
            let indexing = NameIndexing(store: service.server.workplace.store, batchSize: 2)
            for behind in [4, 2, 0] {
                #expect(try await indexing.runBatch() == NameIndexing.Batch(entries: 2, behind: behind))
            }
            #expect(try await indexing.runBatch() == NameIndexing.Batch(entries: 0, behind: 0))
        }
    }

    @Test("is made for the dossiers of an older program, as the server runs")
    func upgraded() async throws {
        let folder = try TemporaryFolder()
        try await Self.indexed(in: folder)
        try await EarlierForm.replace(folder.database, schema: "0001-dossiers", keys: folder.keys())
        try await OneStop.open(in: folder) { service in
            #expect(try await service.found("khue").isEmpty)
            #expect(try await service.verification().isClean)
            try await service.indexNames()
            #expect(try await service.found("khue") == ["0002"])
            #expect(try await service.found("Quýnh Khê") == ["0001"])
            #expect(try await service.verification().isClean)
        }
    }

    @Test("that somebody changed by hand is a difference to verify; what was erased must be gone also without the key")
    func tampered() async throws {
        let folder = try TemporaryFolder()
        try await Self.indexed(in: folder)
        let rows = try await Self.rows(of: folder.database)
        try #require(rows.count >= 5)
        let (token, dossier) = (rows[0][0], rows[0][1])
        let free = try #require((0..<4_096).first { free in !rows.contains { $0[0] == free } })
        let changes = [
            ("DELETE FROM nameToken WHERE token = \(token) AND dossier = \(dossier)", "other words than its names"),
            ("INSERT INTO nameToken VALUES (\(free), \(dossier))", "other words than its names"),
            ("INSERT INTO nameToken VALUES (1, 1000000)", "points at a missing row of dossier"),
        ]
        for (sql, words) in changes {
            let copy = try TemporaryFolder()
            for name in ["motcua.sqlite", "motcua.key"] {
                try FileManager.default.copyItem(atPath: folder.path + "/" + name, toPath: copy.path + "/" + name)
            }
            try await Self.change(copy.database, sql)
            let verdict = try Self.run(["verify"], copy)
            #expect(verdict.code == 1 && verdict.output.contains(words), "\(sql): \(verdict.output)")
        }
    }

    @Test("forgets a dossier whose data are erased, and verify sees if it does not")
    func erased() async throws {
        let folder = try TemporaryFolder()
        try await Self.indexed(in: folder)
        try await OneStop.open(in: folder) { service in
            let code = "000.00.15.H47-220105-0001"
            let stopped = try await service.staff("leader").act("stop", on: code, #"{"reason":"Trùng"}"#)
            #expect(stopped.status == 200)
        }
        let rows = try await Self.rows(of: folder.database)
        #expect(try Self.run(["erase", "000.00.15.H47-220105-0001"], folder).code == 0)
        let left = try await Self.rows(of: folder.database)
        #expect(Set(left.map { $0[1] }).count == 1)
        try await OneStop.open(in: folder) { service in
            try await service.indexNames()
            for typed in ["Quýnh", "ngan", "Đặng Hoài Ngạn"] { #expect(try await service.found(typed).isEmpty) }
            #expect(try await service.found("khuê") == ["0002"])
            #expect(try await service.verification().isClean)
        }
        #expect(try await Self.rows(of: folder.database) == left)
        let kept = try #require(rows.first { !left.contains($0) })
        try await Self.change(folder.database, "INSERT INTO nameToken VALUES (\(kept[0]), \(kept[1]))")
        try FileManager.default.removeItem(atPath: folder.keyFile.path)
        let verdict = try Self.run(["verify"], folder)
        #expect(verdict.code == 1 && verdict.output.contains("a name that was erased"), "\(verdict.output)")
    }

    @Test("goes on after a new key of the vault and after a copy was restored")
    func rekeyedAndRestored() async throws {
        let folder = try TemporaryFolder()
        try await Self.indexed(in: folder)
        let rows = try await Self.rows(of: folder.database)
        let rekeyed = try Self.run(["rekey"], folder)
        #expect(rekeyed.code == 0, "\(rekeyed.output)")
        let copy = folder.path + "/copy.sqlite"
        #expect(try Self.run(["backup", copy], folder).code == 0)
        try await OneStop.open(in: folder) { service in
            #expect(try await service.found("khue minh") == ["0002"])
            try await service.register("Lê Khuê Minh")
            try await service.indexNames()
            #expect(try await service.found("khue minh") == ["0003", "0002"])
        }
        let restored = try Self.run(["restore", copy, "--serial-gap", "10"], folder)
        #expect(restored.code == 0, "\(restored.output)")
        #expect(try await Self.rows(of: folder.database) == rows)
        try await OneStop.open(in: folder) { service in
            #expect(try await service.found("khue minh") == ["0002"])
            try await service.register("Phan Minh Khuê")
            try await service.indexNames()
            #expect(try await service.found("khue minh") == ["0013", "0002"])
            #expect(try await service.verification().isClean)
        }
    }
}

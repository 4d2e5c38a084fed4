import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import Synchronization
import Testing

@testable import motcua

/// The vault gets a new key, whatever happens meanwhile.
@Suite("A new key of the vault")
struct RekeyTests {
    private static let small = 3

    /// Some dossiers with words and PINs, in a closed database.
    private static func database(in folder: TemporaryFolder, dossiers: Int = 4) async throws {
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            for _ in 0..<dossiers {
                let code = try #require(try await desk.register("1.001612").string("code"))
                try await desk.complete("intake", of: code, #","note":"Bà chủ quán hay đau lưng""#)
            }
        }
    }

    /// Runs `rekey` in this process.
    private static func rekey(
        _ folder: TemporaryFolder,
        watch: (Rekeying.Stage) throws -> Void = { _ in }
    ) async throws -> Rekeying.Outcome {
        let store = try SQLiteDossierStore.open(path: folder.database)
        let source = VaultKeySource(try TestServer.configuration(in: folder).settings, environment: [:])
        let rekeying = Rekeying(
            store: store,
            database: folder.database,
            source: source,
            entropy: SystemEntropy(),
            batchSize: small
        )
        do {
            let outcome = try await rekeying.run(watch: watch)
            try await store.close()
            return outcome
        } catch {
            try await store.close()
            throw error
        }
    }

    /// Copies what a power cut would leave: the database, its log and the key file.
    private static func image(of folder: TemporaryFolder) throws -> TemporaryFolder {
        let copy = try TemporaryFolder()
        for name in ["motcua.sqlite", "motcua.sqlite-wal", "motcua.key", "motcua.key.new"] {
            let path = folder.path + "/" + name
            guard FileManager.default.fileExists(atPath: path) else { continue }
            try FileManager.default.copyItem(atPath: path, toPath: copy.path + "/" + name)
        }
        return copy
    }

    private static func report(_ folder: TemporaryFolder) throws -> VerificationReport {
        let configuration = try TestServer.configuration(in: folder)
        return try SQLiteDossierStore.inspect(path: folder.database) { inspection in
            let rules = try configuration.rulesInForce(in: inspection)
            var verifier = Verifier(rules: rules, keys: try folder.keyFile.read() ?? .locked)
            return try verifier.verify(inspection) { _, _ in }
        }
    }

    @Test("seals every entry and hash key anew, drops the old key, and changes neither words nor history")
    func whole() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        let before = try await OpenedVault(in: folder)
        let old = try folder.keys().keys
        let events = try await DatabaseText(path: folder.database).text("event")

        let outcome = try await Self.rekey(folder)

        #expect(outcome == Rekeying.Outcome(key: 2, isResumed: false, sealed: before.entries.count, dropped: [1]))
        let after = try await OpenedVault(in: folder)
        #expect(after.entries.map(\.plain) == before.entries.map(\.plain))
        #expect(after.entries.allSatisfy { $0.keyID == 2 })
        let database = try await DatabaseText(path: folder.database)
        #expect(database.text("event") == events)
        #expect(database.tables["vaultKey"]?.map { $0.prefix(2) } == ["2|"])
        #expect(try folder.keys().keys.map(\.id) == [2])
        let text = try String(contentsOfFile: folder.keyFile.path, encoding: .utf8)
        #expect(!text.contains(try #require(Digest(bytes: old[0].bytes)).hexadecimal))
        let report = try Self.report(folder)
        #expect(report.isClean && report.uncheckedEntries == 0 && report.vaultEntries > 0)
        try await OneStop.open(in: folder) { service in
            let found = try await service.staff("desk").get("/dossiers/000.00.15.H47-220105-0001")
            #expect(found.at("applicant.name") != nil, "\(found.text)")
        }
    }

    @Test("survives a power cut at every stage: what is left is whole, serves, and is rekeyed to its end")
    func powerCuts() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        let count = try await OpenedVault(in: folder).entries.count
        var images: [(stage: Rekeying.Stage, folder: TemporaryFolder)] = []
        _ = try await Self.rekey(folder) { images.append(($0, try Self.image(of: folder))) }
        #expect(images.count == 3 + (count + Self.small - 1) / Self.small)

        for (stage, image) in images {
            let keys = Set(try await OpenedVault(in: image).entries.map(\.keyID))
            if case .sealed(let done) = stage { #expect(keys == (done < count ? [1, 2] : [2])) }
            #expect(try Self.report(image).isClean, "\(stage)")
            #expect(try Self.report(image).uncheckedEntries == 0, "\(stage)")
            let served = try Self.image(of: image)
            try await OneStop.open(in: served) { service in
                let found = try await service.staff("desk").get("/dossiers/000.00.15.H47-220105-0001")
                #expect(found.at("applicant.name") != nil, "\(stage): \(found.text)")
            }
            #expect(try await OpenedVault(in: served).entries.allSatisfy { $0.keyID == 2 }, "\(stage)")

            let outcome = try await Self.rekey(image)
            // After the last stage only the old key's line was left, which is no reason to resume.
            let isOver = stage == .released
            #expect(outcome.isResumed == !isOver && outcome.key == (isOver ? 3 : 2), "\(stage): \(outcome)")
            #expect(try image.keys().keys.map(\.id) == [outcome.key], "\(stage)")
            #expect(try await OpenedVault(in: image).entries.allSatisfy { $0.keyID == outcome.key }, "\(stage)")
            #expect(try Self.report(image).isClean, "\(stage)")
        }
    }

    @Test("keeps the old key as long as another database beside it is sealed with it")
    func copyBeside() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder, dossiers: 1)
        let copy = folder.path + "/of-monday.sqlite"
        try SQLiteDossierStore.copy(path: folder.database, to: copy)

        let outcome = try await Self.rekey(folder)
        #expect(outcome.dropped.isEmpty && outcome.kept.keys.sorted() == [1])
        #expect(outcome.kept[1]?.hasSuffix("of-monday.sqlite") == true)
        #expect(try folder.keys().keys.map(\.id) == [1, 2])

        try FileManager.default.removeItem(atPath: copy)
        let again = try await Self.rekey(folder)
        #expect(again.key == 3 && again.dropped == [1, 2])
    }

    @Test("keeps the old key for a database beside it of an older program, and for one that cannot be read")
    func strangers() async throws {
        for isOlder in [true, false] {
            let folder = try TemporaryFolder()
            try await Self.database(in: folder, dossiers: 1)
            let other = folder.path + "/other.sqlite"
            if isOlder {
                try FileManager.default.copyItem(atPath: folder.database, toPath: other)
                try await DatabaseQueue(path: other).write { database in
                    try database.execute(sql: "DELETE FROM grdb_migrations WHERE identifier > '0009'")
                }
            } else {
                try Data("SQLite format 3\0".utf8 + [UInt8](repeating: 7, count: 5_000)).write(to: URL(filePath: other))
            }
            let outcome = try await Self.rekey(folder)
            #expect(outcome.dropped.isEmpty && outcome.kept == [1: other], "older: \(isOlder)")
            #expect(try folder.keys().keys.map(\.id) == [1, 2])
        }
    }

    @Test("is refused where the new key cannot be written, with what it takes, and the old one is as it was")
    func unwritableKey() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder, dossiers: 1)
        let key = folder.path + "/motcua.key"
        let before = try Data(contentsOf: URL(filePath: key))
        // A folder in the way, which root cannot write over either.
        try FileManager.default.createDirectory(atPath: key + ".new", withIntermediateDirectories: false)
        let place = ["--database", folder.database, "--config", Checkout.config]
        let refused = try Program.run(["rekey"] + place)
        #expect(refused.code == 1, "\(refused.output)\(refused.errors)")
        #expect(refused.errors.contains("A key that was there is as it was"), "\(refused.errors)")
        #expect(refused.errors.contains("tài khoản này phải ghi được vào thư mục đó"), "\(refused.errors)")
        #expect(try Data(contentsOf: URL(filePath: key)) == before)
        #expect(try Program.run(["verify"] + place).code == 0)
    }

    @Test("puts the new key where a link to the file leads")
    func linked() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder, dossiers: 1)
        let (key, far) = (folder.path + "/motcua.key", folder.path + "/far/motcua.key")
        try FileManager.default.createDirectory(atPath: folder.path + "/far", withIntermediateDirectories: false)
        try FileManager.default.moveItem(atPath: key, toPath: far)
        try FileManager.default.createSymbolicLink(atPath: key, withDestinationPath: far)
        #expect(try await Self.rekey(folder).dropped == [1])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: key) == far)
        #expect(try VaultKeyFile(path: far).read()?.keys.map(\.id) == [2])
    }

    @Test("leaves a damaged entry as it is, and the key that it may need")
    func damaged() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        let store = try SQLiteDossierStore.open(path: folder.database)
        try await store.transact { transaction in
            let entry = try #require(try transaction.vaultEntry(2))
            let spoilt = VaultEntry(keyID: 1, header: entry.header, payload: Array(entry.payload.reversed()))
            try transaction.replaceVaultEntry(2, with: spoilt, sealedWith: 1)
        }
        try await store.close()

        let outcome = try await Self.rekey(folder)
        #expect(outcome.damaged == 1 && outcome.dropped.isEmpty)
        #expect(try folder.keys().keys.map(\.id) == [1, 2])
        let report = try Self.report(folder)
        #expect(report.defects == ["000.00.15.H47-220105-0001: vault entry 2 was changed"])
    }

    @Test("comes of the environment too, and is not told as the rest of work that nobody has begun")
    func fromEnvironment() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        let key = try #require(try folder.keys().keys.first)
        let old = try #require(Digest(bytes: key.bytes)).hexadecimal
        try FileManager.default.removeItem(atPath: folder.keyFile.path)
        let new = String(repeating: "5a", count: 32)
        let told = try Program.run(
            ["rekey", "--database", folder.database, "--config", Checkout.config],
            environment: [VaultKeySource.variable: "1:\(old) 2:\(new)"]
        )
        #expect(told.code == 0, "\(told.errors)")
        #expect(told.output.contains(" entries are encrypted anew; key 2 of MOTCUA_VAULT_KEY"), "\(told.output)")
        #expect(!told.output.contains("broken off"), "\(told.output)")
        #expect(told.output.contains("Nothing needs key 1 any more"), "\(told.output)")
    }

    @Test("is finished by the program after kills in the middle, and never beside a running server")
    func kills() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder, dossiers: 150)
        let plain = try await OpenedVault(in: folder).entries.map(\.plain)
        let arguments = ["rekey", "--database", folder.database, "--config", Checkout.config]
        var kills = try RandomKills(measuring: arguments)
        for _ in 0..<8 {
            try kills.strike(arguments)
            #expect(try Self.report(folder).isClean, "\(kills)")
        }
        #expect(kills.count > 0, "\(kills)")
        let last = try Program.run(arguments)
        #expect(last.code == 0, "\(last.errors)")
        #expect(last.output.contains("is in use"), "\(last.output)")
        #expect(try await OpenedVault(in: folder).entries.map(\.plain) == plain)
        #expect(try folder.keys().keys.count == 1)
        #expect(try !FileManager.default.contentsOfDirectory(atPath: folder.path).contains("motcua.key.new"))

        let server = try await RunningServer.start(database: folder.database)
        let beside = try Program.run(arguments)
        #expect(beside.code == 1 && beside.errors.contains("another running program"), "\(beside.errors)")
        #expect(server.terminate() == 0)
    }
}

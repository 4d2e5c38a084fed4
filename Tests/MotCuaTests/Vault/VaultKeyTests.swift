import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Foundation
import Testing

@testable import motcua

/// Where the keys of the vault come from, and what is said when they are not right.
@Suite("The key of the vault")
struct VaultKeyTests {
    private static func settle(_ folder: TemporaryFolder) async throws {
        try await OneStop.open(in: folder) { _ = try await $0.staff("desk").register("1.001612") }
    }

    /// Starts a server that is refused.
    private static func refusal(
        _ folder: TemporaryFolder,
        environment: [String: String] = [:]
    ) async throws -> String {
        do {
            let configuration = try TestServer.configuration(in: folder)
            let workplace = try await Workplace.open(configuration, mode: .demo, environment: environment)
            try await workplace.store.close()
            return ""
        } catch let refusal as VaultKeyRefusal {
            return refusal.description
        }
    }

    @Test("is made with the first start, readable to its owner only, and used from then on")
    func made() async throws {
        let folder = try TemporaryFolder()
        try await Self.settle(folder)
        let first = try String(contentsOfFile: folder.keyFile.path, encoding: .utf8)
        let facts = try FileManager.default.attributesOfItem(atPath: folder.keyFile.path)
        #expect(facts[.posixPermissions] as? Int == 0o600)
        try await Self.settle(folder)
        #expect(try String(contentsOfFile: folder.keyFile.path, encoding: .utf8) == first)
        #expect(try await OpenedVault(in: folder).entries.count == 4)
    }

    @Test("is not made anew for a database that is encrypted: the start is refused in both languages")
    func absent() async throws {
        let folder = try TemporaryFolder()
        try await Self.settle(folder)
        try FileManager.default.removeItem(atPath: folder.keyFile.path)

        let refusal = try await Self.refusal(folder)
        #expect(refusal.contains("is missing") && refusal.contains("không có tệp khóa"), "\(refusal)")
        #expect(!FileManager.default.fileExists(atPath: folder.keyFile.path))
        for arguments in [["serve", "--demo", "--port", "0"], ["rekey"]] {
            let result = try Program.run(arguments + ["--database", folder.database, "--config", Checkout.config])
            #expect(result.code == 1 && result.errors.contains("motcua.key"), "\(arguments): \(result.errors)")
        }
    }

    @Test("of another database is told from damage")
    func wrong() async throws {
        let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
        try await Self.settle(folder)
        try await Self.settle(other)
        let own = try folder.keys()
        try folder.keyFile.write(try other.keys())

        let refusal = try await Self.refusal(folder)
        #expect(refusal.contains("not damaged") && refusal.contains("không hỏng"), "\(refusal)")
        let second = try #require(VaultKey(id: 2, bytes: [UInt8](repeating: 1, count: 32)))
        try folder.keyFile.write(try #require(VaultKeyRing([second])))
        #expect(try await Self.refusal(folder).contains("was encrypted with key 1"))
        try folder.keyFile.write(own)
        #expect(try await Self.refusal(folder).isEmpty)
    }

    @Test("that others may read, or that is no key, is refused without a word of it")
    func unsuitable() async throws {
        let folder = try TemporaryFolder()
        try await Self.settle(folder)
        let path = folder.keyFile.path
        for mode in [0o640, 0o604, 0o620, 0o666] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            let refusal = try await Self.refusal(folder)
            #expect(refusal.contains("chmod 600") && refusal.contains("Người khác"), "\(refusal)")
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let digits = try #require(Digest(bytes: try folder.keys().keys[0].bytes)).hexadecimal
        let texts = [
            "", "# nothing\n", digits, "1:\(digits.dropLast())", "0:\(digits)", "1:\(digits)\n1:\(digits)",
            "1:\(digits)g", "x:\(digits)", "# a\n1:\(digits)\nand more",
        ]
        for text in texts {
            try Data(text.utf8).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            let refusal = try await Self.refusal(folder)
            #expect(refusal.contains("64 hexadecimal digits") && refusal.contains("dòng"), "\(text): \(refusal)")
            #expect(!refusal.contains(digits.prefix(8)))
        }
        #expect(try await Self.refusal(folder).contains("line 3"))
    }

    @Test("may come from the environment, which then beats the file")
    func environment() async throws {
        let folder = try TemporaryFolder()
        let digits = String(repeating: "5a", count: 32)
        let environment = ["MOTCUA_VAULT_KEY": "1:\(digits)"]
        #expect(try await Self.refusal(folder, environment: environment).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.keyFile.path))
        #expect(try await Self.refusal(folder).contains("is missing"))
        #expect(try await Self.refusal(folder, environment: ["MOTCUA_VAULT_KEY": "secret"]).contains("line 1"))
        let other = ["MOTCUA_VAULT_KEY": "1:\(String(repeating: "5b", count: 32))"]
        #expect(try await Self.refusal(folder, environment: other).contains("MOTCUA_VAULT_KEY is not the one"))

        let store = try SQLiteDossierStore.open(path: folder.database)
        let settings = try TestServer.configuration(in: folder).settings
        let alone = Rekeying(
            store: store,
            database: folder.database,
            source: VaultKeySource(settings, environment: environment),
            entropy: SystemEntropy()
        )
        await #expect(throws: VaultKeyRefusal.variableWithoutNewKey(next: 2)) { _ = try await alone.run() }
        let both = ["MOTCUA_VAULT_KEY": "1:\(digits), 2:\(String(repeating: "5c", count: 32))"]
        let followed = Rekeying(
            store: store,
            database: folder.database,
            source: VaultKeySource(settings, environment: both),
            entropy: SystemEntropy()
        )
        let outcome = try await followed.run()
        #expect(outcome.key == 2 && outcome.dropped == [1])
        try await store.close()
        let newest = ["MOTCUA_VAULT_KEY": "2:\(String(repeating: "5c", count: 32))"]
        #expect(try await Self.refusal(folder, environment: newest).isEmpty)
    }

    @Test("is not needed by verify, migrate and copies; verify then says what it did not check")
    func withoutKey() async throws {
        let folder = try TemporaryFolder()
        try await Self.settle(folder)
        let elsewhere = try TemporaryFolder()
        try SQLiteDossierStore.copy(path: folder.database, to: elsewhere.database)
        let common = ["--database", elsewhere.database, "--config", Checkout.config]

        let migrated = try Program.run(["migrate"] + common)
        #expect(migrated.code == 0, "\(migrated.errors)")
        let verdict = try Program.run(["verify"] + common)
        #expect(verdict.code == 0 && verdict.output.contains("2 encrypted and not checked"), "\(verdict.output)")
        #expect(verdict.errors.contains("counted and not checked"), "\(verdict.errors)")
        let whole = try Program.run(["verify", "--database", folder.database, "--config", Checkout.config])
        #expect(whole.code == 0 && whole.output.contains("2 vault entries"), "\(whole.output)")

        // Put beside the copy, the key opens it: so is a database restored on another machine.
        try FileManager.default.copyItem(atPath: folder.keyFile.path, toPath: elsewhere.keyFile.path)
        #expect(try await Self.refusal(elsewhere).isEmpty)
    }

    @Test("shows nothing of itself where a message or a log could show it")
    func messages() throws {
        let key = try #require(VaultKey(id: 1, bytes: [UInt8](repeating: 0x5A, count: 32)))
        let text = VaultKeyText.text(try #require(VaultKeyRing([key])))
        #expect(text.contains("1:" + String(repeating: "5a", count: 32)))
        #expect(try VaultKeyText.ring(text).keys.map(\.bytes) == [key.bytes])
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("#") }.count == 4)
    }
}

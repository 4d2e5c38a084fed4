import DossierEngine
import Foundation
import GRDB
import Testing

@testable import motcua

/// What `verify` finds in a database in which somebody wrote.
@Suite("verify names what differs")
struct VerifyCommandTests {
    /// Two dossiers, one of them passed on and with a new PIN; an account that was disabled, a new one, and one that
    /// was given a one-time password; a post that holds and one that was ended; a key that was rotated twice and one
    /// that was taken back.
    private static let original = Task { () throws -> TemporaryFolder in
        let folder = try TemporaryFolder()
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            _ = try await desk.register("2.000815")
            try await desk.complete("intake", of: code)
            #expect(try await desk.act("renew-pin", on: code, "{}").status == 200)
            try await Self.keepStaff(service)
        }
        return folder
    }

    private static func keepStaff(_ service: OneStop) async throws {
        let admin = try await service.staff("admin")
        func act(_ path: String, _ body: String) async throws -> Answer {
            let answer = try await admin.post(path, body)
            try #require((200...204).contains(answer.status), "\(path): \(answer.text)")
            return answer
        }
        _ = try await act("/users/officer.TP/disable", "{}")
        _ = try await act("/users/officer.THUE/reset", "{}")
        _ = try await act("/users", #"{"username":"le.chi","role":"officer","unit":"TCKH"}"#)
        let posting = #"{"kind":"secondment","unit":"TCKH","until":"2022-01-31"}"#
        _ = try await act("/users/officer.TNMT/postings", posting)
        let ended = try await act("/users/head.TNMT/postings", posting)
        let id = try #require(ended.at("id")?.integer)
        _ = try await act("/users/head.TNMT/postings/\(id)/end", "{}")
        for name in ["tckh", "tckh.cu"] {
            let key = #""scopes":["staff","read"],"role":"officer","unit":"TCKH""#
            _ = try await act("/keys", #"{"name":"\#(name)",\#(key)}"#)
        }
        for _ in 1...2 { _ = try await act("/keys/tckh/rotate", "{}") }
        _ = try await act("/keys/tckh.cu/revoke", "{}")
    }

    private static func copy() async throws -> TemporaryFolder {
        let original = try await original.value
        let folder = try TemporaryFolder()
        for name in ["motcua.sqlite", "motcua.key"] {
            try FileManager.default.copyItem(atPath: original.path + "/" + name, toPath: folder.path + "/" + name)
        }
        return folder
    }

    /// Writes what the triggers of events forbid, and leaves them as they were: who can write the file can do that.
    private static func write(_ sql: String, into path: String, leavingTriggers: Bool = true) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { database in
            guard leavingTriggers else { return try database.execute(sql: sql) }
            let triggers = try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
            try database.execute(sql: "DROP TRIGGER event_never_updated; DROP TRIGGER event_never_deleted")
            try database.execute(sql: sql)
            for trigger in triggers { try database.execute(sql: trigger) }
        }
        try queue.close()
    }

    private static func verify(_ path: String) throws -> (code: Int32, output: String, errors: String) {
        try Program.run(["verify", "--database", path, "--config", Checkout.config])
    }

    private func expect(_ tampering: DatabaseTampering, leavingTriggers: Bool = true) async throws {
        let folder = try await Self.copy()
        try Self.write(tampering.sql, into: folder.database, leavingTriggers: leavingTriggers)
        let found = try Self.verify(folder.database)
        #expect(found.code == 1, "\(found.output)\(found.errors)")
        let lines = found.output.split(separator: "\n").filter { $0.hasPrefix("DIFFERS ") }
        #expect(lines.contains { $0.contains(tampering.named) }, "\(found.output)\(found.errors)")
    }

    @Test("an untouched database is whole, also with the tables of Litestream, statistics and rows written anew")
    func untouched() async throws {
        let folder = try await Self.copy()
        for sql in [
            "SELECT 1", "ANALYZE", "UPDATE outboxMessage SET state = 'accepted', attempts = 1, sentAt = createdAt",
            "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)",
            "CREATE TABLE _litestream_lock (id INTEGER)",
        ] {
            try Self.write(sql, into: folder.database)
            let found = try Self.verify(folder.database)
            #expect(found.code == 0 && !found.output.contains("DIFFERS"), "\(sql): \(found.output)\(found.errors)")
        }
    }

    @Test("tampering with a dossier is exit code 1 and a line that names it", arguments: DatabaseTampering.dossiers)
    func dossiers(_ tampering: DatabaseTampering) async throws { try await expect(tampering) }

    @Test("so is one with accounts, postings and keys of other systems", arguments: DatabaseTampering.staff)
    func staff(_ tampering: DatabaseTampering) async throws { try await expect(tampering) }

    @Test("so is one with the vault, its keys and what persons are found by", arguments: DatabaseTampering.vault)
    func vault(_ tampering: DatabaseTampering) async throws { try await expect(tampering) }

    @Test("so is one with texts", arguments: DatabaseTampering.texts)
    func texts(_ tampering: DatabaseTampering) async throws { try await expect(tampering) }

    @Test("so is one with the tables themselves, before anything comes of it", arguments: DatabaseTampering.schema)
    func schema(_ tampering: DatabaseTampering) async throws {
        try await expect(tampering, leavingTriggers: false)
    }

    @Test("what is seen without the key is named: keys and terms that are gone, too many or moved, and texts")
    func withoutKey() async throws {
        for tampering in [
            DatabaseTampering.vault[2], DatabaseTampering.vault[7], DatabaseTampering.vault[11],
            DatabaseTampering.vault[12], DatabaseTampering.vault[13], DatabaseTampering.texts[0],
            DatabaseTampering.staff[0],
        ] {
            let folder = try await Self.copy()
            try FileManager.default.removeItem(atPath: folder.keyFile.path)
            #expect(try Self.verify(folder.database).code == 0)
            try Self.write(tampering.sql, into: folder.database)
            let found = try Self.verify(folder.database)
            #expect(found.code == 1 && found.output.contains(tampering.named), "\(tampering.sql): \(found.output)")
        }
    }

    @Test("a copy of the checkpoints in which there are none is refused, and is no proof", arguments: ["", "torn"])
    func noCheckpoints(text: String) async throws {
        let folder = try await Self.copy()
        let copy = folder.path + "/copy.checkpoints"
        try Data(text.utf8).write(to: URL(filePath: copy))
        let key = CheckpointKey(name: "motcua.local", entropy: SystemEntropy())
        let place = ["--database", folder.database, "--config", Checkout.config]
        let named = ["--checkpoints", copy, "--key", try #require(key).verifier.written]
        let refused = try Program.run(["verify"] + place + named)
        #expect(refused.code == 1 && !refused.output.contains("whole"), "\(refused.output)\(refused.errors)")
        #expect(refused.errors.contains("holds no checkpoints") && refused.errors.contains("Hãy chép lại tệp"))
    }

    @Test("a PIN in whose place there is another one is erased by rule and no defect")
    func oldPIN() async throws {
        let folder = try await Self.copy()
        let found = try Self.verify(folder.database)

        #expect(found.code == 0, "\(found.errors)")
        #expect(found.output.contains("1 erased"), "\(found.output)")
    }
}

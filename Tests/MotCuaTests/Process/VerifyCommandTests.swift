import Foundation
import GRDB
import Testing

@testable import motcua

/// What `verify` finds in a database in which somebody wrote.
@Suite("verify names what differs")
struct VerifyCommandTests {
    /// Two dossiers, one of them passed on and with a new PIN, in a closed database.
    private static func database(in folder: TemporaryFolder) async throws {
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            _ = try await desk.register("2.000815")
            try await desk.complete("intake", of: code)
            #expect(try await desk.act("renew-pin", on: code, "{}").status == 200)
        }
    }

    private static func write(_ sql: String, into path: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { database in
            // Who can write the file can drop the triggers that protect it.
            try database.execute(sql: "DROP TRIGGER event_never_updated; DROP TRIGGER event_never_deleted")
            try database.execute(sql: sql)
        }
        try queue.close()
    }

    private static func verify(_ path: String) throws -> (code: Int32, output: String, errors: String) {
        try Program.run(["verify", "--database", path, "--config", Checkout.config])
    }

    @Test(
        "each tampering is an exit code of 1 and a line that names it",
        arguments: [
            (
                "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '\"desk\"', '\"post\"') AS BLOB)",
                "220105-0001"
            ),
            ("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", "events"),
            ("UPDATE stream SET lastHash = zeroblob(32) WHERE name IS NULL", "220105-0001"),
            (
                "UPDATE dossierState SET state = CAST(replace(CAST(state AS TEXT), 'TCKH', 'THUE') AS BLOB)",
                "state differs"
            ),
            ("UPDATE dossier SET dueAt = dueAt + 60000", "dueAt differs"),
            ("UPDATE timer SET fireAt = fireAt + 1", "timer differs"),
            ("DELETE FROM timer", "timer differs"),
            ("UPDATE codeSerial SET last = last + 1", "codes for"),
            ("UPDATE vault SET payload = CAST('{}' AS BLOB)", "vault entry"),
            ("DELETE FROM vault", "is missing"),
            ("DELETE FROM activeStep", "activeStep differs"),
            (
                "UPDATE configuration SET content = replace(content, '\"hours\":8', '\"hours\":7')",
                "procedure 1.001612 version 1: its content is not the one"
            ),
            (
                "DELETE FROM configuration WHERE name = '2.000815'",
                "procedure 2.000815 version 1: it was taken into use and is missing"
            ),
            (
                "UPDATE configuration SET version = 9 WHERE kind = 'calendar'",
                "calendar vietnam version 9: no event says that it was taken into use"
            ),
            ("INSERT INTO lateDossier SELECT id FROM dossier", "lateDossier differs"),
            ("UPDATE stream SET id = id + 1000 WHERE id = (SELECT max(id) FROM stream)", "DIFFERS"),
        ]
    )
    func tampering(sql: String, named: String) async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        #expect(try Self.verify(folder.database).code == 0)

        try Self.write(sql, into: folder.database)
        let found = try Self.verify(folder.database)

        #expect(found.code == 1, "\(sql): \(found.output)")
        let lines = found.output.split(separator: "\n").filter { $0.hasPrefix("DIFFERS ") }
        #expect(lines.contains { $0.contains(named) }, "\(sql): \(found.output)")
    }

    @Test("a PIN in whose place there is another one is erased by rule and no defect")
    func oldPIN() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        let found = try Self.verify(folder.database)

        #expect(found.code == 0)
        #expect(found.output.contains("1 erased"), "\(found.output)")
    }
}

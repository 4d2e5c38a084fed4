import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import ProgramSupport
import Testing

@testable import motcua

/// The personal data of an ended dossier are erased, and everything else stays whole.
@Suite("Erased personal data")
struct ErasureTests {
    private static let code = "000.00.15.H47-220105-0001"

    /// A dossier that was stopped, and one that goes on.
    private static func database(in folder: TemporaryFolder) async throws {
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            try #require(try await desk.post("/dossiers", TypedWords.intake()).status == 201)
            _ = try await desk.register("1.001612", phone: "0912000111")
            let stopped = try await service.staff("leader").act("stop", on: code, #"{"reason":"Hồ sơ trùng"}"#)
            try #require(stopped.status == 200)
        }
    }

    private static func run(
        _ command: [String],
        _ folder: TemporaryFolder
    ) throws -> (code: Int32, output: String, errors: String) {
        try Program.run(command + ["--database", folder.database, "--config", Checkout.config])
    }

    @Test("are gone for good, are found by nobody, and leave verify clean, with the key and without")
    func erased() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        let before = try await OpenedVault(in: folder).entries
        let running = try Self.run(["erase", "000.00.15.H47-220105-0002"], folder)
        #expect(running.code == 1 && running.errors.contains("chưa kết thúc"), "\(running.errors)")
        #expect(try Self.run(["erase", "000.00.15.H47-220105-0009"], folder).code == 1)
        #expect(try await OpenedVault(in: folder).entries.count == before.count)

        let result = try Self.run(["erase", Self.code], folder)
        #expect(result.code == 0 && result.output.contains("3 entries erased"), "\(result.output)\(result.errors)")
        #expect(try Self.run(["erase", Self.code], folder).output.contains("0 entries"))

        let verdict = try Self.run(["verify"], folder)
        #expect(verdict.code == 0 && verdict.output.contains("3 erased"), "\(verdict.output)")
        let queue = try DatabaseQueue(path: folder.database)
        let sealed = try await queue.read { try Data.fetchAll($0, sql: "SELECT payload FROM vault") }
        #expect(sealed.count == before.count - 3)
        try queue.close()
        try await OneStop.open(in: folder) { service in
            let file = try await service.staff("desk").get("/dossiers/\(Self.code)")
            #expect(file.status == 200 && file.at("applicant.name") == nil, "\(file.text)")
            let found = try await service.staff("desk").get("/dossiers?q=0905123456")
            #expect(found.json["items"]?.array?.isEmpty == true, "\(found.text)")
            #expect(try await service.status(Self.code).status == 200)
        }
        try FileManager.default.removeItem(atPath: folder.keyFile.path)
        #expect(try Self.run(["verify"], folder).code == 0)
    }

    @Test("are those of every code that was typed, also where nobody reads the lines about them")
    func unheard() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        let other = "000.00.15.H47-220105-0002"
        try await OneStop.open(in: folder) { service in
            let stopped = try await service.staff("leader").act("stop", on: other, #"{"reason":"Hồ sơ trùng"}"#)
            try #require(stopped.status == 200, "\(stopped.text)")
        }
        let place = ["--database", folder.database, "--config", Checkout.config]
        let ending = try Program.runUnheard(["erase", Self.code, other] + place)
        #expect(ending == SpawnedProgram.Ending(code: 0, isExit: true))
        #expect(try Self.run(["erase", other], folder).output.contains("\(other): 0 entries"))
    }

    @Test("let the dossier be corrected no more than it was before, for the same reason")
    func corrected() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        func refusedForItsEnd() async throws {
            try await OneStop.open(in: folder) { service in
                let correction = #"{"fields":{"subject":"Đăng ký khác"},"reason":"Gõ nhầm"}"#
                let answer = try await service.staff("desk").act("correct", on: Self.code, correction)
                #expect(answer.status == 409 && answer.string("code") == "wrong-status", "\(answer.text)")
            }
        }
        try await refusedForItsEnd()
        try #require(try Self.run(["erase", Self.code], folder).code == 0)

        try await refusedForItsEnd()
    }

    @Test("leave no hash of a telephone number in their texts, nor what an older program left of it")
    func receivers() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        let queue = try DatabaseQueue(path: folder.database)
        for entries in ["3 entries", "0 entries"] {
            try await queue.write { try $0.execute(sql: "UPDATE outboxMessage SET receiver = zeroblob(32)") }
            let result = try Self.run(["erase", Self.code], folder)
            #expect(result.code == 0 && result.output.contains(entries), "\(result.output)\(result.errors)")
            let dossiers = try await queue.read { database in
                try String.fetchSet(
                    database,
                    sql: """
                        SELECT code FROM outboxMessage JOIN dossier ON dossier.id = outboxMessage.dossier
                        WHERE receiver IS NOT NULL
                        """
                )
            }
            #expect(dossiers == ["000.00.15.H47-220105-0002"])
        }
        try queue.close()
        let verdict = try Self.run(["verify"], folder)
        #expect(verdict.code == 0, "\(verdict.output)")
    }

    @Test("are told from stolen or forged ones: a row deleted by hand, or put back, is a difference")
    func tampering() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        let queue = try DatabaseQueue(path: folder.database)
        // Kept in the connection, as a thief would keep it.
        try await queue.write { try $0.execute(sql: "CREATE TEMP TABLE kept AS SELECT * FROM vault WHERE number = 1") }
        try #require(try Self.run(["erase", Self.code], folder).code == 0)

        try await queue.write { try $0.execute(sql: "INSERT INTO vault SELECT * FROM kept") }
        #expect(try Self.run(["verify"], folder).output.contains("vault entry 1 was erased and is there again"))
        try await queue.write { try $0.execute(sql: "DELETE FROM vault WHERE number IN (1, 3)") }
        #expect(try Self.run(["verify"], folder).output.contains("0002: vault entry 3 is missing"))
        try queue.close()
    }

    @Test("of two dossiers do not pass for each other's: swapped rows are a difference, also without the key")
    func swapped() async throws {
        for hasKey in [true, false] {
            let folder = try TemporaryFolder()
            try await Self.database(in: folder)
            let queue = try DatabaseQueue(path: folder.database)
            try await queue.write { database in
                try database.execute(
                    sql: """
                        UPDATE vault SET header = other.header, payload = other.payload
                        FROM (SELECT number, header, payload FROM vault) AS other
                        WHERE vault.number IN (1, 3) AND other.number = 4 - vault.number
                        """
                )
            }
            try queue.close()
            if !hasKey { try FileManager.default.removeItem(atPath: folder.keyFile.path) }
            let verdict = try Self.run(["verify"], folder)
            #expect(verdict.code == 1 && verdict.output.contains("vault entry 1 is another one"), "\(verdict.output)")
            #expect(verdict.output.contains("vault entry 3 is another one"), "\(verdict.output)")
        }
    }
}

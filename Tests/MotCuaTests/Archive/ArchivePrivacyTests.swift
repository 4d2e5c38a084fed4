import DossierEngine
import Foundation
import GRDB
import Testing

@testable import motcua

/// Personal data in the archive are no less erasable, sealed and told of than those in the database.
@Suite("Personal data in the archive")
struct ArchivePrivacyTests {
    private static func value(_ name: String, in database: String) throws -> String? {
        try DatabaseQueue(path: database).read {
            try String.fetchOne($0, sql: "SELECT value FROM installation WHERE name = ?", arguments: [name])
        }
    }

    private static func generation(of archive: String) throws -> String? {
        try DatabaseQueue(path: archive).read { try String.fetchOne($0, sql: "SELECT generation FROM archive") }
    }

    @Test("an erasure whose power failed before the archive had it is done there by the next opening")
    func erasureBrokenOff() async throws {
        let site = try await ArchiveSite.make()
        try site.moveOld()
        let former = site.archive + ".former"
        try FileManager.default.copyItem(atPath: site.archive, toPath: former)
        let generation = try #require(try Self.value("archiveGeneration", in: site.database))
        func numbers() throws -> Set<Int64> {
            try DatabaseQueue(path: site.archive).read { try Int64.fetchSet($0, sql: "SELECT number FROM vault") }
        }
        let before = try numbers()
        try #require(try site.run("erase", ArchiveSite.stopped).code == 0)
        let erased = before.subtracting(try numbers())
        try #require(!erased.isEmpty)
        #expect(try Self.value("archiveErasing", in: site.database) == nil)
        // As it is where the database has committed and the archive has not.
        try FileManager.default.removeItem(atPath: site.archive)
        try FileManager.default.moveItem(atPath: former, toPath: site.archive)
        let list = erased.map(String.init).joined(separator: ",")
        try await DatabaseQueue(path: site.database).write { database in
            try database.execute(
                sql: "INSERT INTO installation VALUES ('archiveErasing', ?)",
                arguments: [list]
            )
            try database.execute(
                sql: "UPDATE installation SET value = ? WHERE name = 'archiveGeneration'",
                arguments: [generation]
            )
        }
        #expect(try site.verdict().code != 0)
        #expect(try site.run("migrate").code == 0)
        let verdict = try site.verdict()
        #expect(verdict.code == 0, "\(verdict.text)")
        #expect(try numbers() == before.subtracting(erased))
        #expect(try Self.value("archiveErasing", in: site.database) == nil)
        #expect(try Self.value("archiveGeneration", in: site.database) == Self.generation(of: site.archive))
    }

    /// How many texts have the hash of the number they went to, in the archive and in the database.
    private static func receivers(of site: ArchiveSite) async throws -> [Int64] {
        let sql = "SELECT COUNT(receiver) FROM outboxMessage"
        return try await column(sql, of: site.archive) + column(sql, of: site.database)
    }

    @Test("the hash of a number goes from both files with what is erased, and no other")
    func receivers() async throws {
        let site = try await ArchiveSite.make()
        let queue = try DatabaseQueue(path: site.database)
        try await queue.write { try $0.execute(sql: "UPDATE outboxMessage SET receiver = zeroblob(32)") }
        try queue.close()
        try site.moveOld()
        let before = try await Self.receivers(of: site)
        try #require(before[0] > 1 && before[1] > 0)
        let own = "SELECT COUNT(receiver) FROM outboxMessage WHERE dossier = (SELECT MAX(id) FROM dossier)"
        let owned = try await Self.column(own, of: site.archive)
        try #require(owned[0] > 0)

        try #require(try site.run("erase", ArchiveSite.stopped).code == 0)
        #expect(try await Self.receivers(of: site) == [before[0] - owned[0], before[1]])
        #expect(try await Self.column(own, of: site.archive) == [0])
        #expect(try Self.value("archiveGeneration", in: site.database) == Self.generation(of: site.archive))
        let verdict = try site.verdict()
        #expect(verdict.code == 0, "\(verdict.text)")
    }

    @Test("what was erased before a code that is refused is gone all the same, and no older archive is taken again")
    func refusedLater() async throws {
        let site = try await ArchiveSite.make()
        try site.moveOld()
        let older = site.archive + ".older"
        try FileManager.default.copyItem(atPath: site.archive, toPath: older)
        let refused = try site.run("erase", ArchiveSite.stopped, ArchiveSite.open)
        #expect(refused.code == 1 && refused.errors.contains("has not come to its end"), "\(refused.errors)")
        #expect(try Self.value("archiveGeneration", in: site.database) == Self.generation(of: site.archive))
        try FileManager.default.removeItem(atPath: site.archive)
        try FileManager.default.moveItem(atPath: older, toPath: site.archive)
        let outdated = try site.run("verify")
        #expect(outdated.code != 0 && outdated.errors.contains("older copy"), "\(outdated.output)\(outdated.errors)")
    }

    @Test("an archive that copies share is not written to")
    func shared() async throws {
        let site = try await ArchiveSite.make()
        try site.moveOld()
        try #require(link(site.archive, site.archive + ".copy") == 0)
        let before = FileManager.default.contents(atPath: site.archive)
        for command in [["erase", ArchiveSite.stopped], ["rekey"]] {
            let refused = try Program.run(command + ["--database", site.database, "--config", Checkout.config])
            #expect(refused.code == 1 && refused.errors.contains("several names"), "\(command): \(refused.errors)")
        }
        #expect(FileManager.default.contents(atPath: site.archive) == before)
        #expect(try site.verdict().code == 0)
    }

    private static func column(_ sql: String, of archive: String) async throws -> [Int64] {
        let queue = try DatabaseQueue(path: archive)
        let numbers = try await queue.read { try Int64.fetchAll($0, sql: sql) }
        try queue.close()
        return numbers
    }

    @Test("are erased for good, are found by nobody, and verify knows it")
    func erased() async throws {
        let site = try await ArchiveSite.make()
        try site.moveOld()
        let number = "SELECT number FROM vault WHERE stream = (SELECT MAX(id) FROM dossier) ORDER BY number"
        let entries = try await Self.column(number, of: site.archive)
        let queue = try DatabaseQueue(path: site.archive)
        let payloads = try await queue.read { database in
            try Data.fetchAll(database, sql: "SELECT payload FROM vault WHERE stream = (SELECT MAX(id) FROM dossier)")
        }
        try queue.close()
        let held = try Data(contentsOf: URL(filePath: site.archive))
        try #require(entries.count == 3 && payloads.allSatisfy { held.range(of: $0) != nil })

        let erased = try site.run("erase", ArchiveSite.stopped)
        #expect(erased.code == 0 && erased.output.contains("3 entries erased"), "\(erased.output)\(erased.errors)")
        #expect(try site.run("erase", ArchiveSite.stopped).output.contains("0 entries"))
        #expect(try await Self.column(number, of: site.archive).isEmpty)
        let bytes = try Data(contentsOf: URL(filePath: site.archive))
        for payload in payloads { #expect(bytes.range(of: payload) == nil, "what is erased is overwritten") }
        let verdict = try site.verdict()
        #expect(verdict.code == 0 && verdict.text.contains("3 erased"), "\(verdict.text)")
        try await OneStop.open(in: site.folder) { service in
            let file = try await service.staff("desk").get("/dossiers/\(ArchiveSite.stopped)")
            #expect(file.status == 200 && file.at("applicant.name") == nil, "\(file.text)")
            let found = try await service.staff("desk").get("/dossiers?q=0905123457")
            #expect(found.json["items"]?.array?.isEmpty == true, "\(found.text)")
            let other = try await service.staff("desk").get("/dossiers/\(ArchiveSite.collected)")
            #expect(other.string("applicant.name") == "Nguyễn Văn An", "\(other.text)")
        }
    }

    @Test("are erased by rule when their years are over, as those in the database are")
    func retention() async throws {
        let site = try await ArchiveSite.make()
        try site.moveOld()
        try await site.setClock("2034-01-05T08:00:00+07:00")
        let told = try site.run("retention", "--dry-run")
        #expect(told.output.contains("data of 2 dossiers would be erased."), "\(told.output)\(told.errors)")
        let done = try site.run("retention")
        #expect(done.code == 0 && done.output.contains("data of 2 dossiers are erased"), "\(done.output)\(done.errors)")
        #expect(try await Self.column("SELECT number FROM vault", of: site.archive).isEmpty)
        #expect(try site.run("retention").output.contains("data of 0 dossiers are erased"))
        let verdict = try site.verdict()
        #expect(verdict.code == 0, "\(verdict.text)")
    }

    @Test("are sealed anew with a new key, and read as before")
    func rekeyed() async throws {
        let site = try await ArchiveSite.make()
        try site.moveOld()
        _ = try await site.answers()
        let before = try await site.answers()
        let keys = "SELECT DISTINCT keyId FROM vault"
        #expect(try await Self.column(keys, of: site.archive) == [1])

        let rekeyed = try site.run("rekey")
        #expect(rekeyed.code == 0 && rekeyed.output.contains("Key 1 is dropped"), "\(rekeyed.output)\(rekeyed.errors)")
        #expect(try await Self.column(keys, of: site.archive) == [2])
        let verdict = try site.verdict()
        #expect(verdict.code == 0 && !verdict.text.contains("not checked"), "\(verdict.text)")
        let after = try await site.answers()
        for (question, answer) in before { #expect(after[question] == answer, "\(question)") }
    }

    @Test("are written out for the person whose they are")
    func exported() async throws {
        let site = try await ArchiveSite.make()
        try site.moveOld()
        let file = site.folder.path + "/person.json"
        let told = try site.run("export-person", "--code", ArchiveSite.collected, "--output", file)
        #expect(told.code == 0 && told.output.contains("3 dossiers"), "\(told.output)\(told.errors)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("33A8012345") && text.contains("Nguyễn Văn An"), "\(text)")
        let verdict = try site.verdict()
        #expect(verdict.code == 0, "\(verdict.text)")
    }
}

import DossierEngine
import Foundation
import GRDB
import Testing

@testable import motcua

/// Personal data in the archive are no less erasable, sealed and told of than those in the database.
@Suite("Personal data in the archive")
struct ArchivePrivacyTests {
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

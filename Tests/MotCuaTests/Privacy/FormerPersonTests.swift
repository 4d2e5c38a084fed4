import DossierEngine
import GRDB
import Testing

@testable import motcua

/// Whoever a correction took off a dossier's sheet is told that it is kept, and nothing of anybody else.
@Suite("The export of the data of a person whom a correction took off a sheet")
struct FormerPersonTests {
    private static let code = PersonExportTests.code
    private static let standIn = "Hồ Thị Lạ"
    private static let standInNumber = "049071009917"
    private static let standInPhone = "0938111222"

    /// The story's dossier, in which what was mistyped of its applicant is mended, and somebody else stands in for him
    /// from 2022-01-05 at 14:00 on; a note and a reading come after that.
    private static func database(in folder: TemporaryFolder) async throws {
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            try #require(try await desk.post("/dossiers", TypedWords.intake()).status == 201)
            _ = try await service.texts()
            try await service.clock(to: "2022-01-05T14:00:00+07:00")
            try #require(try await desk.act("correct", on: code, TypedWords.corrections).status == 200)
            try await correctSubmitter(
                #"{"name":"\#(standIn)","identityNumber":"\#(standInNumber)","phone":"\#(standInPhone)"}"#,
                by: desk
            )
            try await service.clock(to: "2022-01-05T15:00:00+07:00")
            try await desk.complete("intake", of: code, #","note":"\#(TypedWords.note)""#)
            _ = try await service.staff("officer.TCKH").get("/dossiers/\(code)")
        }
    }

    private static func correctSubmitter(_ json: String, by desk: Staff) async throws {
        let body = #"{"fields":{"submitter":\#(json)},"reason":"Ghi nhầm người nộp thay"}"#
        let answer = try await desk.act("correct", on: code, body)
        try #require(answer.status == 200, "\(answer.text)")
    }

    /// The one dossier in the export of whoever has a number.
    private static func dossier(
        of number: String,
        _ folder: TemporaryFolder
    ) throws -> (text: String, json: JSONValue) {
        let export = try PersonExportTests.document([], folder, input: number + "\n")
        try #require(export.json["dossiers"]?.array?.count == 1, "\(export.text)")
        return (export.text, try #require(export.json["dossiers"]?.array?.first))
    }

    /// The officers who read a dossier.
    private static func readers(of dossier: JSONValue) -> [String] {
        let names = dossier["readings"]?.array?.compactMap { $0["by"]?["username"]?.string } ?? []
        return names.filter { $0.hasPrefix("officer") }
    }

    /// How many terms of numbers there are.
    private static func termCount(_ folder: TemporaryFolder) async throws -> Int? {
        let queue = try DatabaseQueue(path: folder.database)
        let count = try await queue.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM vaultTerm") }
        try queue.close()
        return count
    }

    private static func change(_ folder: TemporaryFolder, _ sql: String) async throws {
        let queue = try DatabaseQueue(path: folder.database)
        try await queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Leaves the one dossier as an older program did and migration 0019 finds it: its newest sheet alone has terms.
    private static func forgetFormerTerms(_ folder: TemporaryFolder) async throws {
        try await change(
            folder,
            """
            DELETE FROM vaultTerm WHERE entry <> (SELECT MAX(entry) FROM vaultTerm);
            UPDATE installation SET value = 'newest' WHERE name = 'personsIndexed'
            """
        )
    }

    private static func command(_ words: String..., in folder: TemporaryFolder) throws -> (code: Int32, text: String) {
        let result = try Program.run(words + ["--database", folder.database, "--config", Checkout.config])
        return (result.code, result.output + result.errors)
    }

    @Test("finds whoever stood in for the applicant until somebody else did, with his own data and until when")
    func submitter() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        for number in [TypedWords.submitterNumber, TypedWords.submitterPhone] {
            let (text, dossier) = try Self.dossier(of: number, folder)
            #expect(dossier["capacity"]?.string == "formerSubmitter")
            #expect(dossier["until"]?.string == "2022-01-05T14:00:00+07:00")
            // Before the applicant was mended, and after it.
            let sheets = try #require(dossier["earlierSheets"]?.array)
            #expect(sheets.count == 2 && sheets.last?["until"] == dossier["until"])
            for sheet in sheets {
                #expect(sheet["submitter"]?["name"]?.string == TypedWords.submitter)
                #expect(sheet["submitter"]?["identityNumber"]?.string == TypedWords.submitterNumber)
                #expect(sheet["submitter"]?["phone"]?.string == TypedWords.submitterPhone)
            }
            for word in [
                TypedWords.name, TypedWords.wrongName, TypedWords.identityNumber, TypedWords.wrongIdentityNumber,
                TypedWords.address, TypedWords.wrongAddress, TypedWords.subject, TypedWords.wrongSubject,
                TypedWords.paper, TypedWords.note, Self.standIn, Self.standInNumber, Self.standInPhone,
            ] { #expect(!text.contains(word), "\(word)") }
        }
        let present = try Self.dossier(of: Self.standInNumber, folder).json
        #expect(present["capacity"]?.string == "submitter" && present["until"] == .null)
        #expect(present["earlierSheets"]?.array == [])
    }

    @Test("finds him too where nobody stands in for the applicant any more")
    func removed() async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            try #require(try await desk.post("/dossiers", TypedWords.intake()).status == 201)
            try await Self.correctSubmitter("null", by: desk)
        }
        let (text, dossier) = try Self.dossier(of: TypedWords.submitterNumber, folder)
        #expect(dossier["capacity"]?.string == "formerSubmitter" && text.contains(TypedWords.submitter))
        #expect(!text.contains(TypedWords.wrongName))
    }

    @Test("tells whose number was mistyped that it stood there, and nothing of whom it was mistyped for")
    func mistyped() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        let (text, dossier) = try Self.dossier(of: TypedWords.wrongIdentityNumber, folder)
        #expect(dossier["capacity"]?.string == "formerApplicant" && dossier["lookupPIN"] == .null)
        #expect(dossier["until"]?.string == "2022-01-05T14:00:00+07:00")
        let sheets = try #require(dossier["earlierSheets"]?.array)
        #expect(sheets.count == 1)
        #expect(sheets[0]["applicant"]?["identityNumber"]?.string == TypedWords.wrongIdentityNumber)
        // Why it was corrected is part of the history.
        let told = [TypedWords.wrongIdentityNumber, TypedWords.correction]
        for word in TypedWords.others + TypedWords.phones where !told.contains(word) {
            #expect(!text.contains(word), "\(word)")
        }
    }

    @Test("tells the right applicant nothing of whom the desk had taken for him")
    func anotherApplicant() async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            try #require(try await desk.post("/dossiers", TypedWords.intake()).status == 201)
            let body = """
                {"fields":{"name":"\(Self.standIn)","identityNumber":"\(Self.standInNumber)",
                 "phone":"\(Self.standInPhone)","email":"\(TypedWords.email)","address":"\(TypedWords.address)"},
                 "reason":"Ghi nhầm sang hồ sơ của người khác"}
                """
            let answer = try await desk.act("correct", on: Self.code, body)
            try #require(answer.status == 200, "\(answer.text)")
        }
        let (text, dossier) = try Self.dossier(of: Self.standInNumber, folder)
        #expect(dossier["capacity"]?.string == "applicant" && text.contains(Self.standIn))
        #expect(dossier["earlierSheets"]?.array?.count == 1)
        for word in [
            TypedWords.wrongName, TypedWords.wrongIdentityNumber, TypedWords.wrongPhone, TypedWords.wrongEmail,
            TypedWords.wrongAddress,
        ] { #expect(!text.contains(word), "\(word)") }
    }

    @Test("tells of the dossier what it was up to the correction, and of nothing that came later")
    func earlier() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        let dossier = try Self.dossier(of: TypedWords.wrongPhone, folder).json
        let types = try #require(dossier["history"]?.array).compactMap { $0["type"]?.string }
        #expect(types.first == "registered" && types.last == "corrected", "\(types)")
        #expect(types.count { $0 == "corrected" } == 1, "\(types)")
        #expect(dossier["dossier"]?["version"]?.integer == Int64(types.count - 1))
        #expect(dossier["dossier"]?["masked"] == .bool(true))
        #expect(dossier["messages"]?.array?.isEmpty == false)
        #expect(Self.readers(of: dossier).isEmpty)
        let present = try Self.dossier(of: TypedWords.identityNumber, folder).json
        #expect(present["capacity"]?.string == "applicant" && present["earlierSheets"]?.array?.count == 2)
        #expect(Self.readers(of: present) == ["officer.TCKH"])
        let latest = try Self.dossier(of: TypedWords.submitterNumber, folder).json
        #expect(latest["history"]?.array?.count == types.count + 1)
    }

    @Test("is no search: by a former number nobody on duty finds the dossier")
    func searches() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            for number in [TypedWords.submitterNumber, TypedWords.wrongIdentityNumber, TypedWords.wrongPhone] {
                let found = try await desk.get("/dossiers?q=\(number)")
                #expect(found.json["items"]?.array == [], "\(found.text)")
            }
            let found = try await desk.get("/dossiers?q=\(TypedWords.identityNumber)")
            #expect(found.json["items"]?.array?.count == 1, "\(found.text)")
        }
    }

    @Test("finds what an older program corrected, and verify agrees before and after")
    func olderProgram() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        let count = try await Self.termCount(folder)
        try await Self.forgetFormerTerms(folder)
        #expect(try await Self.termCount(folder) == 4)
        let before = try Self.command("verify", in: folder)
        #expect(before.code == 0, "\(before.text)")
        let dossier = try Self.dossier(of: TypedWords.submitterNumber, folder).json
        #expect(dossier["capacity"]?.string == "formerSubmitter")
        #expect(try await Self.termCount(folder) == count)
        let after = try Self.command("verify", in: folder)
        #expect(after.code == 0, "\(after.text)")
    }

    @Test("finds what an older program corrected and moved to the archive, and loses it by its erasure")
    func archived() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        try await OneStop.open(in: folder) { service in
            let stops = try await service.staff("leader").act("stop", on: Self.code, #"{"reason":"Hồ sơ trùng"}"#)
            try #require(stops.status == 200, "\(stops.text)")
            _ = try await service.texts()
            try await service.indexNames()
            try await service.server.checkpoint()
        }
        let site = ArchiveSite(folder: folder, pins: [:])
        try await site.setClock("2024-02-01T08:00:00+07:00")
        let moved = try Self.command("archive", "--before", "2024-01-01", in: folder)
        try #require(moved.code == 0 && moved.text.contains("1 dossier"), "\(moved.text)")
        try await Self.forgetFormerTerms(folder)

        let (text, dossier) = try Self.dossier(of: TypedWords.submitterNumber, folder)
        #expect(dossier["capacity"]?.string == "formerSubmitter" && text.contains(TypedWords.submitter))
        #expect(try await Self.termCount(folder) == 12)
        let verdict = try Self.command("verify", in: folder)
        #expect(verdict.code == 0, "\(verdict.text)")
        let erased = try Self.command("erase", Self.code, in: folder)
        #expect(erased.code == 0, "\(erased.text)")
        #expect(try await Self.termCount(folder) == 0)
    }

    @Test("goes on after a new key, and finds nobody any more once the dossier's data are erased")
    func erased() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        try await OneStop.open(in: folder) { service in
            let stops = try await service.staff("leader").act("stop", on: Self.code, #"{"reason":"Hồ sơ trùng"}"#)
            try #require(stops.status == 200, "\(stops.text)")
        }
        let rekeyed = try Self.command("rekey", in: folder)
        #expect(rekeyed.code == 0, "\(rekeyed.text)")
        #expect(try Self.dossier(of: TypedWords.submitterNumber, folder).json["capacity"]?.string == "formerSubmitter")

        let erased = try Self.command("erase", Self.code, in: folder)
        #expect(erased.code == 0, "\(erased.text)")
        #expect(try await Self.termCount(folder) == 0)
        let file = folder.path + "/export.json"
        let refused = try PersonExportTests.run(["--output", file], folder, input: TypedWords.submitterNumber + "\n")
        #expect(refused.code == 1 && refused.errors.contains("Nothing is kept"), "\(refused.errors)")
        let verdict = try Self.command("verify", in: folder)
        #expect(verdict.code == 0, "\(verdict.text)")
    }

    @Test("rests on terms that verify holds against the sheets of before corrections")
    func tampering() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        try await Self.change(folder, "DELETE FROM vaultTerm WHERE entry = (SELECT MIN(entry) FROM vaultTerm)")
        let verdict = try Self.command("verify", in: folder)
        #expect(verdict.code == 1, "\(verdict.text)")
        #expect(
            verdict.text.contains("before a correction: it is found by other numbers than its persons'"),
            "\(verdict.text)"
        )
    }
}

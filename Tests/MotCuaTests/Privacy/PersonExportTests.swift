import DossierEngine
import Foundation
import HTTPTypes
import ProgramSupport
import Testing

@testable import motcua

/// All that is kept on one person comes in one file, and nothing of anybody else.
@Suite("The export of a person's data")
struct PersonExportTests {
    /// The story's words in a database: a dossier by ``TypedWords`` that was corrected and read, and somebody else's.
    private static func database(in folder: TemporaryFolder) async throws {
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            try #require(try await desk.post("/dossiers", TypedWords.intake()).status == 201)
            try #require(try await desk.act("correct", on: code, TypedWords.corrections).status == 200)
            // What changes nothing of the sheet makes no earlier one of it.
            for wanted in [false, true] {
                let wish = #"{"fields":{"notifyBySMS":\#(wanted)},"reason":"Theo ý người dân"}"#
                try #require(try await desk.act("correct", on: code, wish).status == 200)
            }
            try await desk.complete("intake", of: code, #","note":"\#(TypedWords.note)""#)
            _ = try await service.staff("officer.TCKH").get("/dossiers/\(code)")
            let other = Forms.intake("1.001612", name: "Hồ Thị Lạ", phone: "0912000111")
                .replacing("049085001234", with: "049085009999")
            try #require(try await desk.post("/dossiers", other).status == 201)
            // Texts go out, and half of the step's time passes.
            _ = try await service.texts()
            try await service.clock(to: "2022-01-06T08:00:00+07:00")
        }
    }

    static let code = "000.00.15.H47-220105-0001"

    static func run(
        _ arguments: [String],
        _ folder: TemporaryFolder,
        input: String? = nil
    ) throws -> (code: Int32, output: String, errors: String) {
        let common = ["--database", folder.database, "--config", Checkout.config]
        return try Program.run(["export-person"] + arguments + common, input: input)
    }

    /// The document of a run that is expected to succeed.
    static func document(
        _ arguments: [String],
        _ folder: TemporaryFolder,
        input: String? = nil
    ) throws -> (text: String, json: JSONValue) {
        let file = folder.path + "/export-\(UUID().uuidString).json"
        let result = try run(arguments + ["--output", file], folder, input: input)
        try #require(result.code == 0, "\(result.output)\(result.errors)")
        let rights = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(rights == 0o600)
        let bytes = try Data(contentsOf: URL(filePath: file))
        #expect(try PersonSchema.errors(of: file) == [])
        return (String(decoding: bytes, as: UTF8.self), try JSONParser.parse(Array(bytes)))
    }

    @Test("holds every word that was typed of the applicant, the texts he got, who read it, and the earlier sheet")
    func applicant() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        for input in ["\(TypedWords.identityNumber)\n", "0912847365\n", "+84 912 847 365\n"] {
            let export = try Self.document(["--reason", "Theo đơn của công dân"], folder, input: input)
            for word in [
                TypedWords.name, TypedWords.wrongName, TypedWords.identityNumber, TypedWords.address, TypedWords.email,
                TypedWords.subject, TypedWords.paper, TypedWords.note, TypedWords.correction,
            ] { #expect(export.text.contains(word), "\(word)") }
            let dossier = try #require(export.json["dossiers"]?.array?.first)
            #expect(export.json["dossiers"]?.array?.count == 1)
            #expect(dossier["capacity"]?.string == "applicant" && dossier["lookupPIN"]?.string?.count == 4)
            #expect(dossier["earlierSheets"]?.array?.count == 1)
            #expect(dossier["messages"]?.array?.first?["text"]?.string?.contains(Self.code) == true, "\(export.text)")
            #expect(dossier["notices"]?.array?.isEmpty == false)
            let readers = dossier["readings"]?.array?.compactMap { $0["by"]?["username"]?.string }
            #expect(readers?.contains("officer.TCKH") == true)
            // Whoever stood in for him is another person.
            for word in [TypedWords.submitter, TypedWords.submitterNumber, TypedWords.submitterPhone, "Hồ Thị Lạ"] {
                #expect(!export.text.contains(word), "\(word)")
            }
        }
        try await OneStop.open(in: folder) { service in
            let list = try await service.staff("desk").get("/dossiers/\(Self.code)/readings")
            let exports = try #require(list.json["items"]?.array).filter { $0["part"]?.string == "export" }
            #expect(exports.count == 3 && exports[0]["reason"]?.string == "Theo đơn của công dân", "\(list.text)")
            #expect(exports[0]["capacity"]?.string == "program")
            #expect(try await service.verification().isClean)
        }
    }

    @Test("of whoever stood in for somebody holds his own data and masks the applicant")
    func submitter() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        let export = try Self.document([], folder, input: TypedWords.submitterNumber + "\n")
        let dossier = try #require(export.json["dossiers"]?.array?.first)
        #expect(dossier["capacity"]?.string == "submitter" && dossier["lookupPIN"] == .null)
        #expect(export.text.contains(TypedWords.submitter) && export.text.contains(TypedWords.submitterPhone))
        #expect(dossier["until"] == .null && dossier["earlierSheets"]?.array?.count == 1)
        for word in [
            TypedWords.name, TypedWords.wrongName, TypedWords.identityNumber, TypedWords.address, TypedWords.subject,
            TypedWords.paper, "0912847365",
        ] { #expect(!export.text.contains(word), "\(word)") }
    }

    @Test("is found by a dossier's code, and by his identity number leads to his other dossiers")
    func byCode() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        try await OneStop.open(in: folder) { service in
            let body = Forms.intake("1.001612", name: TypedWords.name, phone: "0987654321")
                .replacing("049085001234", with: TypedWords.identityNumber)
            try #require(try await service.staff("desk").post("/dossiers", body).status == 201)
        }
        let export = try Self.document(["--code", Self.code], folder)
        #expect(export.json["dossiers"]?.array?.count == 2, "\(export.text)")
    }

    @Test("is refused for whom nothing is kept, for half a number, and over a file that is there")
    func refused() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        let file = folder.path + "/export.json"
        for (arguments, input, words) in [
            ([], "0912000222\n", "Nothing is kept"), ([], "0912000\n", "neither a whole identity number"),
            (["--code", "000.00.15.H47-220105-0999"], nil, "no such dossier"),
            (["--code", "x"], nil, "no dossier code"),
            ([], nil, "standard input"),
        ] as [([String], String?, String)] {
            let result = try Self.run(arguments + ["--output", file], folder, input: input)
            #expect(result.code == 1 && result.errors.contains(words), "\(result.errors)")
            #expect(!FileManager.default.fileExists(atPath: file))
        }
        try "mine".write(toFile: file, atomically: true, encoding: .utf8)
        let over = try Self.run(["--output", file], folder, input: "0912000111\n")
        #expect(over.code == 1 && over.errors.contains("not overwritten"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
    }
}

/// `Schema/export/person.schema.json` as Python's jsonschema library reads it (Debian's python3-jsonschema).
enum PersonSchema {
    /// The paths of what a document breaks.
    static func errors(of file: String) throws -> [String] {
        let script = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1], encoding="utf-8"))
            jsonschema.Draft202012Validator.check_schema(schema)
            found = jsonschema.Draft202012Validator(schema).iter_errors(json.load(open(sys.argv[2], encoding="utf-8")))
            print(json.dumps(sorted(error.json_path + " " + error.message[:200] for error in found)))
            """
        let arguments = ["-c", script, Checkout.path + "/Schema/export/person.schema.json", file]
        let judge = try SpawnedProgram.run("/usr/bin/python3", arguments)
        try #require(judge.code == 0, "python3 with jsonschema is needed: \(judge.errors)")
        return try JSONDecoder().decode([String].self, from: Data(judge.output.utf8))
    }
}

import Foundation
import ProgramSupport
import SchemaFiles
import Testing

@testable import DossierConfig

/// The two readers of the schemas: our own validator, and Python's jsonschema library as a second opinion.
///
/// The library comes with Debian's python3-jsonschema and python3-yaml. Both have to agree on what is valid, on the
/// shipped files and on broken ones.
@Suite("The schemas")
struct SchemaAgreementTests {
    private struct Request: Encodable {
        let schema: String
        let text: String
    }

    private static let shipped: [(schema: String, folder: String)] = [
        ("gateway", "gateways"), ("webhook", "webhooks"), ("signon", "signon"),
        ("organisation", "organisation"),
        ("calendar", "calendars"), ("regime", "regimes"),
        ("procedure", "procedures"),
    ]

    /// Asks the library for the paths of the errors of each text.
    private func libraryErrors(_ requests: [Request]) throws -> [[String]] {
        let file = FileManager.default.temporaryDirectory.appending(path: "motcua-schema-\(UUID().uuidString).json")
        try JSONEncoder().encode(requests).write(to: file)
        // A file that stays behind in the temporary directory harms no other test.
        defer { try? FileManager.default.removeItem(at: file) }
        let script = ConfigSandbox.package.appending(path: "Tests/Fixtures/validate_config.py").path
        let library = try SpawnedProgram.run("/usr/bin/python3", [script, file.path])
        try #require(library.code == 0, "python3 with jsonschema and yaml is needed: \(library.errors)")
        return try JSONDecoder().decode([[String]].self, from: Data(library.output.utf8))
    }

    private func request(_ schema: String, _ text: String) -> Request {
        let path = ConfigSandbox.package.appending(path: "Schema/config/\(schema).schema.json").path
        return Request(schema: path, text: text)
    }

    private func isValid(_ schema: String, _ text: String) throws -> Bool {
        let root = ConfigCursor(root: try YAMLReading.node(of: text, file: "x.yaml"), file: "x.yaml")
        return SchemaValidation.defects(of: root, against: try JSONSchema(named: schema)).isEmpty
    }

    @Test("are met by every shipped file, in both readers' judgement")
    func shippedFiles() throws {
        let sandbox = try ConfigSandbox()
        var files = [
            ("motcua", "motcua.yaml"), ("sms", "messages/sms.yaml"), ("answers", "messages/answers.yaml"),
            ("problems", "messages/problems.yaml"), ("deadline", "messages/deadline.yaml"),
            ("passwords", "passwords.yaml"), ("retention", "retention.yaml"),
        ]
        for (schema, folder) in Self.shipped {
            let names = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.appending(path: folder).path)
            files += names.map { (schema, folder + "/" + $0) }
        }
        #expect(files.count == 7 + 1 + 1 + 2 + 13 + 8 + 1 + 1)
        let texts = try files.map { ($0.0, try sandbox.text($0.1)) }

        let library = try libraryErrors(texts.map(request))

        for (file, errors) in zip(files, library) { #expect(errors == [], "\(file.1)") }
        for (schema, text) in texts { #expect(try isValid(schema, text)) }
    }

    @Test("are broken by the same mistakes in both readers' judgement")
    func brokenFiles() throws {
        let sandbox = try ConfigSandbox()
        let procedure = "procedures/1.001612.yaml"
        let organisation = "organisation/thang-binh-2022.yaml"
        // Each with the first path of the library's errors, in the library's writing.
        let mistakes: [(schema: String, file: String, old: String, new: String, path: String)] = [
            ("procedure", procedure, "version: 1", "version: 0", "$.version"),
            ("procedure", procedure, "version: 1", "version: 1.5", "$.version"),
            ("procedure", procedure, "supplementMode", "mode", "$"),
            ("procedure", procedure, "level: \"huyện\"", "level: \"quận\"", "$.level"),
            ("procedure", procedure, "hours: 8", "hours: \"8\"", "$.steps[1].hours"),
            ("procedure", procedure, "hours: 8", "hours: 0.3", "$.steps[1].hours"),
            ("procedure", procedure, "unit: TCKH", "unit: TCKH\n    performer: citizen", "$.steps[1]"),
            ("procedure", procedure, "next: sign", "next: []", "$.steps[2].next"),
            ("procedure", procedure, "next: sign", "next: {}", "$.steps[2].next"),
            ("procedure", procedure, "  workingDays: 3", "  workingDays: 3\n  calendarDays: 3", "$.limit"),
            ("procedure", procedure, "quantity: 1", "quantity: 0", "$.documents[0].quantity"),
            ("procedure", procedure, "name: \"Tiếp nhận, thu lệ phí\"", "name: \"  \"", "$.steps[0].name"),
            (
                "organisation", organisation, "identifierCode: \"000.00.15.H47\"", "identifierCode: \"H4\"",
                "$.agencies[1].identifierCode"
            ),
            ("organisation", organisation, "\"07:30-11:30\"", "\"7:30-11:30\"", "$.hours.office.monday[0]"),
            ("organisation", organisation, "kind: thị trấn", "kind: thị xã", "$.communes[0].kind"),
            (
                "calendar", "calendars/vietnam.yaml", "fromYear: 2026", "fromYear: \"2026\"",
                "$.fixedHolidays[4].fromYear"
            ),
            (
                "calendar", "calendars/vietnam.yaml", "halfDays: []",
                "halfDays: [{date: \"2022-01-28\", open: \"00:00-12:00\", source: x}, "
                    + "{date: \"2022-01-28\", open: \"00:00-12:00\", source: x}]", "$.halfDays"
            ),
            ("regime", "regimes/2018.yaml", "serialDigits: 4", "serialDigits: 8", "$.codePattern.serialDigits"),
            ("regime", "regimes/2018.yaml", "Sáng nay có {count}", "Sáng nay có {count", "$.ladder.digest.text"),
            (
                "sms", "messages/sms.yaml", "code: {fixed: 28}", "code: {fixed: 28, clipped: {maximum: 2, minimum: 1}}",
                "$.placeholders.code"
            ),
            ("problems", "messages/problems.yaml", "      en: \"Not allowed\"\n", "", "$.problems.forbidden.title"),
            ("deadline", "messages/deadline.yaml", "    en: \"weekly rest\"\n", "", "$.sentences.weekly"),
            ("motcua", "motcua.yaml", "port: 8080", "port: 65536", "$.server.port"),
            ("signon", "signon/example.yaml", "clientID: motcua", "clientID: mot cua", "$.clientID"),
            ("signon", "signon/example.yaml", "[RS256, ES256]", "[RS256, HS256]", "$.algorithms[1]"),
            ("signon", "signon/example.yaml", "secret: SIGNON_EXAMPLE_SECRET", "secret: bi-mat", "$.secret"),
            ("passwords", "passwords.yaml", "- motcua\n", "- Một cửa\n", "$.contextWords[0]"),
            ("retention", "retention.yaml", "years: 10", "years: 0", "$.years"),
            ("retention", "retention.yaml", "    years: 2\n", "", "$.procedures[0]"),
        ]
        let texts = try mistakes.map { mistake in
            let text = try sandbox.text(mistake.file)
            let range = try #require(text.range(of: mistake.old), "\(mistake.old)")
            return text.replacingCharacters(in: range, with: mistake.new)
        }

        let library = try libraryErrors(zip(mistakes, texts).map { request($0.schema, $1) })

        for ((mistake, text), paths) in zip(zip(mistakes, texts), library) {
            // The library writes keys that are no plain names in brackets or with points; the end is what counts.
            #expect(paths.first == mistake.path, "\(mistake.new)")
            #expect(try !isValid(mistake.schema, text), "\(mistake.new)")
        }
    }

    @Test("stand in the program's own files, all of them")
    func names() throws {
        let names = try SchemaFiles.names(in: "config")
        #expect(
            names
                == [
                    "answers", "calendar", "deadline", "gateway", "motcua", "organisation", "passwords", "problems",
                    "procedure",
                    "regime", "retention", "signon", "sms", "webhook",
                ].map { $0 + ".schema.json" }
        )
        #expect(throws: SchemaFileMissing(path: "config/none.json")) { try SchemaFiles.text("config/none.json") }
        #expect(throws: SchemaFileMissing(path: "none")) { try SchemaFiles.names(in: "none") }
    }
}

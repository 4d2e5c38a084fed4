import Foundation
import ProgramSupport
import Testing

/// The examples of `Schema/openapi.yaml`, judged by Python's jsonschema library (Debian's python3-jsonschema).
@Suite("The examples of the document")
struct ExampleTests {
    /// One example and what its schema does not allow in it.
    private struct Judgement: Decodable {
        let place: String
        let errors: [String]
    }

    /// Judges the examples of a document.
    private func judge(_ document: String) throws -> [Judgement] {
        let arguments = ["\(Self.package)/Tests/Fixtures/validate_examples.py", document]
        let judge = try SpawnedProgram.run("/usr/bin/python3", arguments)
        try #require(judge.code == 0, "python3 with jsonschema and yaml is needed: \(judge.errors)")
        return try JSONDecoder().decode([Judgement].self, from: Data(judge.output.utf8))
    }

    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    @Test("are each what their schema says: bodies, answers, problems, parameters and headers")
    func shipped() throws {
        let judgements = try judge(Self.package + "/Schema/openapi.yaml")
        for judgement in judgements { #expect(judgement.errors == [], "\(judgement.place)") }
        // 38 operations with several examples each, some of them shared.
        #expect(judgements.count > 250)
        let places = judgements.map(\.place)
        for part in ["requestBody", "responses", "parameters", "headers"] {
            #expect(places.contains { $0.contains("/\(part)/") }, "\(part)")
        }
    }

    @Test("would be found wrong if one were")
    func broken() throws {
        let text = try String(contentsOfFile: Self.package + "/Schema/openapi.yaml", encoding: .utf8)
        let file = FileManager.default.temporaryDirectory.appending(path: "motcua-\(UUID().uuidString).yaml")
        // A file that stays behind in the temporary directory harms no other test.
        defer { try? FileManager.default.removeItem(at: file) }
        let mistakes = [
            ("{username: desk, password: desk}", "{username: desk}"),
            ("{advance: PT4H}", "{advance: 4 hours}"),
            ("expiresAt: '20", "expiresAt: 'in 20"),
        ]
        for (old, new) in mistakes {
            let range = try #require(text.range(of: old), "\(old)")
            try text.replacingCharacters(in: range, with: new).write(to: file, atomically: true, encoding: .utf8)
            #expect(try judge(file.path).contains { !$0.errors.isEmpty }, "\(new)")
        }
    }
}

import Foundation
import SchemaFiles
import Testing
import Yams

/// What the examples of `Schema/openapi.yaml` say of problems, against `Config/messages/problems.yaml`.
@Suite("The sentences of the document's examples")
struct ExampleTextTests {
    /// A problem of an example, or one wrong field of it.
    private struct Told {
        let place: String
        let code: String
        /// Nil for a field.
        let title: String?
        let detail: String
    }

    private let document: Any
    private let texts: [String: Any]

    init() throws {
        document = try #require(try Yams.load(yaml: SchemaFiles.text("openapi.yaml")))
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = package.appending(path: "Config/messages/problems.yaml")
        texts = try #require(try Yams.load(yaml: String(contentsOf: file, encoding: .utf8)) as? [String: Any])
    }

    @Test("are those that the program says, in Vietnamese or in English")
    func sentences() throws {
        let told = collected(document, at: "")
        // Some seventy problem codes, each with an example.
        #expect(told.count > 70)
        #expect(told.contains { $0.title == nil })
        for sentence in told {
            let isKnown = ["vi", "en"].contains { isSaid(sentence, in: $0) }
            #expect(isKnown, "\(sentence.place): \(sentence.title ?? "") \(sentence.detail)")
        }
    }

    @Test("would be found wrong if one were")
    func broken() {
        let place = "here"
        let told = Told(place: place, code: "blank", title: nil, detail: "Mục này trống.")
        #expect(!isSaid(told, in: "vi"))
        let mixed = Told(place: place, code: "wrong-status", title: "Wrong status", detail: "Trạng thái.")
        #expect(!isSaid(mixed, in: "vi") && !isSaid(mixed, in: "en"))
    }

    /// Whatever has a code and a detail, with its place in the document.
    private func collected(_ node: Any, at place: String) -> [Told] {
        if let list = node as? [Any] {
            return list.enumerated().flatMap { collected($1, at: "\(place)/\($0)") }
        }
        guard let table = node as? [String: Any] else { return [] }
        let inside = table.flatMap { collected($1, at: "\(place)/\($0)") }
        guard let code = table["code"] as? String, let detail = table["detail"] as? String else { return inside }
        return [Told(place: place, code: code, title: table["title"] as? String, detail: detail)] + inside
    }

    /// Whether a sentence is that of its code in a language, with anything in the places of words in braces.
    private func isSaid(_ told: Told, in language: String) -> Bool {
        guard let title = told.title else { return fits(told.detail, text(["fields", told.code, language])) }
        let path = ["problems", told.code]
        return title == text(path + ["title", language]) && fits(told.detail, text(path + ["detail", language]))
    }

    private func text(_ path: [String]) -> String? {
        var node: Any? = texts
        for key in path { node = (node as? [String: Any])?[key] }
        return node as? String
    }

    private func fits(_ detail: String, _ template: String?) -> Bool {
        guard let template else { return false }
        let pieces = template.split(separator: /\{[A-Za-z]+\}/, omittingEmptySubsequences: false)
        let pattern = pieces.map { NSRegularExpression.escapedPattern(for: String($0)) }.joined(separator: ".+")
        return detail.range(of: "^\(pattern)$", options: .regularExpression) != nil
    }
}

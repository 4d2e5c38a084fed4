import DossierConfig
import Foundation
import Testing

/// A procedure with one flaw, kept in `Tests/Fixtures/broken-procedures`; its head says what is to be found where.
private struct BrokenProcedure {
    /// The file's text.
    let text: String
    /// The path of the key to be named.
    let path: String
    /// What the message has to say, in either language.
    let says: [String]

    static var folder: URL { ConfigSandbox.package.appending(path: "Tests/Fixtures/broken-procedures") }

    static var names: [String] {
        // A missing folder is no list of files; the test of their number then fails.
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    init(_ name: String) throws {
        text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        let lines = text.split(separator: "\n").map(String.init)
        func marked(_ mark: String) -> [String] {
            lines.filter { $0.hasPrefix("# \(mark): ") }.map { String($0.dropFirst(mark.count + 4)) }
        }
        path = try #require(marked("Expected at").first, "\(name) does not say where the flaw is")
        says = marked("Expected")
        try #require(!says.isEmpty, "\(name) does not say what the flaw is")
    }
}

@Suite("A broken procedure")
struct BrokenProcedureTests {
    @Test("is refused with its flaw and no other", arguments: BrokenProcedure.names)
    func isRefused(name: String) throws {
        let broken = try BrokenProcedure(name)
        let sandbox = try ConfigSandbox()
        try sandbox.write(broken.text, to: "procedures/9.000001.yaml")

        let defects = try sandbox.defects()

        #expect(defects.count == 1, "\(name): \(defects.map(\.description))")
        let defect = try #require(defects.first)
        #expect(defect.file == "procedures/9.000001.yaml")
        #expect(defect.path == broken.path)
        for says in broken.says {
            #expect(defect.description.contains(says), "\(name): \(defect.description)")
        }
    }

    @Test("of each kind is at hand")
    func count() {
        #expect(BrokenProcedure.names.count >= 10)
    }
}

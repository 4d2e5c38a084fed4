import Foundation

/// The files of the project this test was built from.
enum Checkout {
    /// The folder with `Package.swift`: three levels above this file's folder.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// All Swift files of `Sources`, `Schema` and `Tests`, read once.
    static let swift: [SwiftSource] = ["Schema", "Sources", "Tests"]
        .flatMap { files(in: $0, ending: ".swift") }
        .map { SwiftSource(path: $0.path, text: $0.text) }

    /// The Swift files that are compiled into the program.
    static var program: [SwiftSource] { swift.filter { !$0.path.hasPrefix("Tests/") } }

    /// The Swift files of the tests and of what supports them.
    static var tests: [SwiftSource] { swift.filter { $0.path.hasPrefix("Tests/") } }

    /// The SQL migrations with their paths.
    static let migrations = files(in: "Schema/migrations", ending: ".sql")
    /// The tables of the archive.
    static let archive = files(in: "Schema/archive", ending: ".sql")

    /// Returns the files below a folder whose names end so, by path.
    static func files(in folder: String, ending: String) -> [(path: String, text: String)] {
        let base = root.appendingPathComponent(folder)
        guard let names = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return
            names
            .compactMap { $0 as? String }
            .filter { $0.hasSuffix(ending) }
            .sorted()
            .compactMap { name in
                let path = base.appendingPathComponent(name).path
                return FileManager.default.contents(atPath: path)
                    .map { (folder + "/" + name, String(decoding: $0, as: UTF8.self)) }
            }
    }

    /// What the README says.
    static func readme() throws -> String { try text(of: "README.md") }

    /// The text of a file.
    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Returns the names at the top of the checkout.
    static func topLevel() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
    }
}

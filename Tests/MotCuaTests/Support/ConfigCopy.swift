import Foundation
import Testing

/// A copy of the shipped configuration, in which a test changes what it is about.
struct ConfigCopy {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let shipped = URL(filePath: Checkout.config).deletingLastPathComponent().path
        try FileManager.default.copyItem(atPath: shipped, toPath: folder.path + "/Config")
    }

    /// The path of the settings' file.
    var file: String { folder.path + "/Config/motcua.yaml" }

    /// Replaces the first occurrence of a text, which has to be there.
    func replace(_ old: String, with new: String, in file: String) throws {
        let path = folder.path + "/Config/" + file
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let range = try #require(text.range(of: old), "\(file) has no \(old)")
        try text.replacingCharacters(in: range, with: new).write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// Takes a file away.
    func remove(_ file: String) throws {
        try FileManager.default.removeItem(atPath: folder.path + "/Config/" + file)
    }

    /// Writes a file, new or in the place of one that is there.
    func write(_ text: String, to file: String) throws {
        try text.write(toFile: folder.path + "/Config/" + file, atomically: true, encoding: .utf8)
    }

    /// Replaces every occurrence of texts in a file that is there, and writes the result as another one.
    func derive(_ new: String, from file: String, _ changes: [(old: String, new: String)]) throws {
        var text = try String(contentsOfFile: folder.path + "/Config/" + file, encoding: .utf8)
        for (old, new) in changes {
            try #require(text.contains(old), "\(file) has no \(old)")
            text = text.replacing(old, with: new)
        }
        try text.write(toFile: folder.path + "/Config/" + new, atomically: true, encoding: .utf8)
    }
}

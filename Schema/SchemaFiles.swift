import Foundation

/// The files of `Schema/` (lược đồ) that travel with the program: SQL migrations, the API document, JSON schemas.
public enum SchemaFiles {
    /// Reads the text of a file, read anew each time.
    ///
    /// - Parameter path: The path inside `Schema/`, for example `config/procedure.schema.json`.
    /// - Returns: The whole text.
    /// - Throws: ``SchemaFileMissing`` if there is no such file or it is not UTF-8.
    public static func text(_ path: String) throws(SchemaFileMissing) -> String {
        do {
            return try String(contentsOf: place(of: path), encoding: .utf8)
        } catch {
            throw SchemaFileMissing(path: path)
        }
    }

    /// Lists the files of a folder, in the order of their text, hidden ones left out.
    ///
    /// - Parameter folder: The folder inside `Schema/`, for example `migrations`.
    /// - Returns: The names, without the folder.
    /// - Throws: ``SchemaFileMissing`` if there is no such folder.
    public static func names(in folder: String) throws(SchemaFileMissing) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: place(of: folder).path)
                .filter { !$0.hasPrefix(".") }
                .sorted()
        } catch {
            throw SchemaFileMissing(path: folder)
        }
    }

    private static func place(of path: String) -> URL {
        Bundle.module.bundleURL.appendingPathComponent(path)
    }
}

/// A file or folder of `Schema/` that is not installed beside the program.
public struct SchemaFileMissing: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path inside `Schema/`.
    public let path: String

    /// Creates the error for a path inside `Schema/`.
    public init(path: String) {
        self.path = path
    }

    /// One English sentence that names the path.
    public var description: String {
        "Schema/\(path) is missing from the program's resources, or is no UTF-8 text."
    }
}

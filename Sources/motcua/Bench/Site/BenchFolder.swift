import Foundation
import Glibc

/// The folder in which a run keeps its databases (thư mục đo), gone with the run unless it is to be kept.
struct BenchFolder: Sendable {
    /// Up to what size a database is copied anew for each measurement, in bytes; larger ones grow from one to the next.
    private static let freshCopyLimit: Int64 = 512 << 20

    /// The path of the folder.
    let path: String
    private let isKept: Bool

    /// Makes a folder of its own.
    ///
    /// - Throws: If it cannot be made.
    init(isKept: Bool) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "motcua-bench-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
        self.isKept = isKept
    }

    /// The path of a file in it.
    func file(_ name: String) -> String { path + "/" + name }

    /// A copy of a closed database to measure on, on disk when this returns, so that writing it back disturbs nothing.
    ///
    /// - Parameters:
    ///   - database: The database.
    ///   - name: The name of the copy; a large one that is there already is used on.
    ///   - alwaysFresh: Whether a copy that is there already is thrown away, however large.
    /// - Returns: The path of the copy.
    /// - Throws: If it cannot be written.
    func copy(of database: String, named name: String, alwaysFresh: Bool = false) throws -> String {
        let copy = file(name)
        let manager = FileManager.default
        if manager.fileExists(atPath: copy) {
            guard alwaysFresh || DiskFile.length(database) <= Self.freshCopyLimit else { return copy }
            remove(copy)
        }
        try manager.copyItem(atPath: database, toPath: copy)
        sync()
        return copy
    }

    /// Takes a database away, what SQLite keeps beside it, and the checkpoints, which a newer copy does not hold.
    func remove(_ database: String) {
        for ending in ["", "-wal", "-shm", ".lock"] { unlink(database + ending) }
        let stem = URL(filePath: database).deletingPathExtension().path
        for ending in [".checkpoints", ".checkpoint-key"] { unlink(stem + ending) }
    }

    /// Takes the folder away.
    func clear() {
        guard !isKept else { return Console.complain("kept: \(path)") }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            Console.complain("cannot remove \(path): \(error)")
        }
    }
}

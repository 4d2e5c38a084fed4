import DossierEngine
import Foundation

/// The file of a database, made readable to its owner only before SQLite sees it.
enum DatabaseFile {
    /// Owner reads and writes; SQLite gives `-wal` and `-shm` the same mode.
    private static let mode: mode_t = 0o600

    /// Makes an empty file unless there is one.
    ///
    /// - Throws: ``StoreError`` if it cannot be made.
    static func makeIfMissing(_ path: String) throws {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, mode)
        guard descriptor < 0 else {
            close(descriptor)
            return
        }
        let failure = errno
        guard failure == EEXIST else {
            throw StoreError(.unavailable, "cannot make \(path): " + String(cString: strerror(failure)))
        }
    }
}

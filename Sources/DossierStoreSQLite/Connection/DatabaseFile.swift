import DossierEngine
import Foundation

/// The file of a database, made readable to its owner only before SQLite sees it.
enum DatabaseFile {
    /// Owner reads and writes; SQLite gives `-wal` and `-shm` the same mode.
    private static let mode: mode_t = 0o600

    /// Refuses a name under which there is nothing, of which SQLite says no more than that it cannot open it.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/unavailable``.
    static func expectThere(_ path: String) throws(StoreError) {
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.missing(path) }
    }

    /// Refuses what is no file: a pipe would be waited for without end.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/unsuitable``.
    static func expectOrdinary(_ path: String) throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
        throw StoreError(
            .unsuitable,
            "\(path) is no ordinary file; name the database with --database."
                + "\n\(path) không phải là tệp thường; hãy chỉ rõ cơ sở dữ liệu bằng --database."
        )
    }

    /// Refuses what is no file, and a file that has another name too.
    ///
    /// Log and lock go by name: programs that use the same file under two names write past each other, and what they
    /// acknowledged is lost. Only a restoration that was broken off leaves the file a second name, under its marker.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/unsuitable``.
    static func expectOneName(_ path: String) throws(StoreError) {
        try expectOrdinary(path)
        let names = linkCount(path)
        let marker = SQLiteDossierStore.restorationMarker(of: path)
        guard names > (FileManager.default.fileExists(atPath: marker) ? 2 : 1) else { return }
        throw StoreError(
            .unsuitable,
            "the file \(path) has \(names) names (hard links): under each it would have a log of its own, and what is "
                + "written under one is lost under the other. Find them with `find / -xdev -samefile \(path)`, stop "
                + "all programs and remove all names but one; a copy is made by motcua backup.\nTệp \(path) có "
                + "\(names) tên (liên kết cứng): hãy tìm bằng lệnh find nói trên, dừng mọi chương trình và chỉ giữ lại "
                + "một tên; muốn có bản sao, hãy dùng motcua backup."
        )
    }

    /// How many names a file has; 0 if there is none.
    static func linkCount(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_nlink) : 0
    }

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

    /// Puts the name of a file on disk, with its folder; disks that know no such thing are left as they are.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/unavailable`` if the disk fails.
    static func syncFolder(of path: String) throws(StoreError) {
        let folder = open(URL(filePath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        defer { close(folder) }
        guard fsync(folder) != 0, ![EINVAL, EOPNOTSUPP, ENOSYS].contains(errno) else { return }
        throw StoreError(.unavailable, "the folder of \(path) cannot be synced: " + String(cString: strerror(errno)))
    }
}

import DossierEngine
import Foundation

/// How a database is read where nothing can be written (đọc trên ổ đĩa không ghi được).
///
/// SQLite reads a database that has a log by the log's index, the `-shm`, and makes one where there is none. Where it
/// cannot make one:
///
/// | the log (`-wal`) | its index (`-shm`) | how it is opened |
/// |---|---|---|
/// | missing or empty | – | `immutable=1`: the one file is the whole database |
/// | holds something | there | `readonly_shm=1`: SQLite reads the log through and keeps an index in memory |
/// | holds something | missing | not at all: the newest changes stand in the log alone |
enum ReadingSource {
    /// What SQLite opens to read a database, on a disk that may be read-only.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/unavailable`` if it cannot be read where it lies.
    static func of(_ path: String) throws(StoreError) -> String {
        isOnReadOnlyDisk(path) ? try withoutWriting(path) : path
    }

    /// What SQLite opens to read a database without writing anything, while nobody else writes to it.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/unavailable`` if its log cannot be read so.
    static func withoutWriting(_ path: String) throws(StoreError) -> String {
        let place = URL(filePath: path).resolvingSymlinksInPath().path
        guard let name = place.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) else {
            throw StoreError(.unavailable, "the name \(path) cannot be opened for reading only")
        }
        guard length(of: place + "-wal") > 0 else { return "file:" + name + "?immutable=1" }
        guard access(place + "-shm", R_OK) == 0 else {
            throw StoreError(
                .unavailable,
                "the newest changes stand in \(path)-wal, and without \(path)-shm it cannot be read on a disk that "
                    + "takes no writing: copy both the database and its -wal to another disk, or make this one writable"
            )
        }
        return "file:" + name + "?readonly_shm=1"
    }

    /// Whether the disk of a file that is there was mounted for reading only; asked without writing anything.
    static func isOnReadOnlyDisk(_ path: String) -> Bool { access(path, W_OK) != 0 && errno == EROFS }

    private static func length(of path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}

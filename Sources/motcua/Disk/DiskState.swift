import DossierStoreSQLite
import Foundation
import Glibc

/// Whether the disk of a database can be written (tình trạng ổ đĩa), tried for real.
enum DiskState: Hashable {
    /// What keeps a disk from being written, and passes once somebody looks after it.
    enum Illness: String {
        case readOnly = "read-only"
        case full
    }

    case writable
    case ill(Illness)
    /// Something else is wrong, as the system calls it.
    case failing(String)

    /// How much is written: what SQLite's index of a log takes at least, twice.
    private static let trial = 64 << 10
    /// How much room a disk that was full has to have before the service begins anew, so that it does not end at once.
    static let room: Int64 = 64 << 20

    /// Writes a file beside a database, brings it to the disk and removes it.
    static func of(database path: String) -> DiskState {
        if SQLiteDossierStore.isOnReadOnlyDisk(path: path) { return .ill(.readOnly) }
        let trial = path + ".trial"
        unlink(trial)
        let file = open(trial, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return DiskState(errno) }
        defer {
            close(file)
            unlink(trial)
        }
        let bytes = [UInt8](repeating: 0, count: Self.trial)
        let count = write(file, bytes, bytes.count)
        // A disk that takes a part is full.
        guard count == bytes.count else { return count < 0 ? DiskState(errno) : .ill(.full) }
        return fsync(file) == 0 ? .writable : DiskState(errno)
    }

    private init(_ error: Int32) {
        self =
            switch error {
            case EROFS: .ill(.readOnly)
            case ENOSPC, EDQUOT: .ill(.full)
            default: .failing(String(cString: strerror(error)))
            }
    }
}

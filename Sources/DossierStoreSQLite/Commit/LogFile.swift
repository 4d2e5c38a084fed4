import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// The file of the write-ahead log (tệp nhật ký ghi trước), watched by its name.
///
/// SQLite tells whether the file of the database was moved, and not whether its log was. Into a log that somebody
/// removed it goes on committing: all is acknowledged, no other program finds it, and it is gone with this one unless
/// that ends in order.
final class LogFile: Sendable {
    /// What a file is known by while it is open.
    private struct Identity: Hashable {
        let device: dev_t
        let number: ino_t
    }

    /// Where a log lies, and which file it was when it was first looked at.
    private struct Known {
        let path: String
        let identity: Identity
    }

    /// Nil until the first look.
    private let known = Mutex<Known?>(nil)

    /// Whether the file into which a connection commits still has its name; true where that cannot be told.
    ///
    /// - Parameter database: The writer's connection, in a transaction: by then its log is there.
    /// - Returns: Whether what is committed now will be found by the next start.
    func isInPlace(for database: Database) -> Bool {
        known.withLock { known in
            guard let path = known?.path ?? Self.path(of: database) else { return true }
            guard let identity = Self.identity(of: path) else { return errno != ENOENT }
            guard let first = known?.identity else {
                known = Known(path: path, identity: identity)
                return true
            }
            return identity == first
        }
    }

    /// Whether a file has its name now into which another program has written.
    var isReplaced: Bool {
        var status = stat()
        guard let path = known.withLock({ $0?.path }), stat(path, &status) == 0 else { return false }
        return status.st_size > 0
    }

    private static func identity(of path: String) -> Identity? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Identity(device: status.st_dev, number: status.st_ino)
    }

    /// Where SQLite keeps the log of a connection; nil for one without a file.
    private static func path(of database: Database) -> String? {
        guard let name = sqlite3_db_filename(database.sqliteConnection, "main"),
            let log = sqlite3_filename_wal(name)
        else { return nil }
        let path = String(cString: log)
        return path.isEmpty ? nil : path
    }
}

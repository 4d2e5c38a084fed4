import DossierEngine
import GRDB
import GRDBSQLite

extension StoreError {
    /// Creates the error that a connection reported last.
    init(connection: OpaquePointer?) {
        self.init(
            sqlite: sqlite3_extended_errcode(connection),
            message: sqlite3_errmsg(connection).map { String(cString: $0) }
        )
    }

    /// Creates the error of a SQLite result code.
    ///
    /// - Parameters:
    ///   - result: The result code, extended or not.
    ///   - message: What SQLite says of it.
    init(sqlite result: Int32, message: String?) {
        // A failure of another connection than the one that is asked, as in a backup, leaves that one without an error.
        let isSilent = message == nil || message == sqlite3_errstr(SQLITE_OK).map { String(cString: $0) }
        let known = isSilent ? sqlite3_errstr(result).map { String(cString: $0) } : message
        let reason = (known ?? "no message") + " (SQLite \(result))"
        // The low byte is the primary code, the rest narrows it down.
        switch result & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED:
            self.init(
                .unavailable,
                "another process holds the database; stop it, or try again later: " + reason,
                vietnamese: "Tiến trình khác đang giữ cơ sở dữ liệu; hãy dừng tiến trình đó, hoặc thử lại sau."
            )
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_FORMAT, SQLITE_TOOBIG:
            self.init(.damaged, reason)
        case SQLITE_ERROR, SQLITE_SCHEMA:
            self.init(.unsuitable, reason)
        default:
            self.init(.unavailable, reason)
        }
    }

    /// The failure of a database that is not there.
    static func missing(_ path: String) -> StoreError {
        StoreError(
            .unavailable,
            "there is no database \(path); name it with --database",
            vietnamese: "Không có cơ sở dữ liệu \(path); hãy chỉ ra bằng --database."
        )
    }

    /// Runs a piece of work and turns GRDB's errors into the store's own; others pass.
    static func mapping<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as DatabaseError {
            throw StoreError(sqlite: error.extendedResultCode.rawValue, message: error.message)
        }
    }
}

/// What SQLite answers when a call fails (mã lỗi của SQLite).
struct SQLiteFailure: Hashable, Sendable {
    /// The extended result code.
    let code: Int32

    /// Whether the disk may have dropped pages that it had taken.
    ///
    /// The index of the log (`-shm`) holds nothing that is kept: that it cannot grow means a full disk.
    var isDiskError: Bool { code & 0xFF == SQLITE_IOERR && code != Self.indexOfLogTooSmall }

    /// `SQLITE_IOERR_SHMSIZE`, which is a macro with an operator and so not imported.
    private static let indexOfLogTooSmall = SQLITE_IOERR | 19 << 8
}

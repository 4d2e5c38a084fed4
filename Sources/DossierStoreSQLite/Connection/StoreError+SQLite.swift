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
        let reason = (message ?? "no message") + " (SQLite \(result))"
        // The low byte is the primary code, the rest narrows it down.
        switch result & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED:
            self.init(.unavailable, "another process holds the database: " + reason)
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_FORMAT, SQLITE_TOOBIG:
            self.init(.damaged, reason)
        case SQLITE_ERROR, SQLITE_SCHEMA:
            self.init(.unsuitable, reason)
        default:
            self.init(.unavailable, reason)
        }
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

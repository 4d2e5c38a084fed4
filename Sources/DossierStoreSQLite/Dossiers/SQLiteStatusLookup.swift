import DossierEngine
import GRDBSQLite
import WorkingCalendar

/// The look-up of public statuses: a connection of its own that only reads, with one statement kept.
///
/// Each look-up is a snapshot of its own, so it sees whatever was acknowledged before it began.
final class SQLiteStatusLookup: StatusLookup {
    /// The one query; its plan is an index path to the code and one row.
    static let sql: StaticString = "SELECT publicStatus, dueAt, frozenAt FROM dossier WHERE code = ?"

    /// Locks met here are those of recovery after a crash; an event loop is not kept longer, in milliseconds.
    private static let busyMilliseconds: Int32 = 100
    /// SQLite's page cache for this connection: the upper pages of the index.
    private static let setup = "PRAGMA cache_size = -8192; PRAGMA trusted_schema = OFF; PRAGMA query_only = ON"

    private let connection: OpaquePointer
    private let statement: OpaquePointer

    init(path: String) throws {
        var opened: OpaquePointer?
        let result = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        guard result == SQLITE_OK, let connection = opened else {
            let error = StoreError(connection: opened)
            sqlite3_close(opened)
            throw error
        }
        sqlite3_busy_timeout(connection, Self.busyMilliseconds)
        var prepared: OpaquePointer?
        guard sqlite3_exec(connection, Self.setup, nil, nil, nil) == SQLITE_OK,
            sqlite3_prepare_v3(
                connection,
                Self.sql.description,
                -1,
                UInt32(SQLITE_PREPARE_PERSISTENT),
                &prepared,
                nil
            ) == SQLITE_OK,
            let statement = prepared
        else {
            let error = StoreError(connection: connection)
            sqlite3_close(connection)
            throw error
        }
        self.connection = connection
        self.statement = statement
    }

    deinit {
        sqlite3_finalize(statement)
        sqlite3_close(connection)
    }

    func status(of code: String) throws -> StoredStatus? {
        var code = code
        return try code.withUTF8 { bytes in
            try bytes.withMemoryRebound(to: CChar.self) { try status(ofCode: $0) }
        }
    }

    /// Binds the code where it lies: the statement is reset before the bytes go away.
    private func status(ofCode code: UnsafeBufferPointer<CChar>) throws -> StoredStatus? {
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        guard sqlite3_bind_text(statement, 1, code.baseAddress, Int32(code.count), nil) == SQLITE_OK else {
            throw StoreError(connection: connection)
        }
        switch sqlite3_step(statement) {
        case SQLITE_ROW:
            return StoredStatus(SQLRow(statement))
        case SQLITE_DONE:
            return nil
        default:
            throw StoreError(connection: connection)
        }
    }
}

extension StoredStatus {
    /// Reads the columns of ``SQLiteStatusLookup/sql``.
    init(_ row: SQLRow) {
        self.init(body: row.blob(0), dueAt: row.optionalInstant(1), frozenAt: row.optionalInstant(2))
    }
}

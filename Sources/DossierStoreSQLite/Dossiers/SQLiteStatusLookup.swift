import DossierEngine
import GRDBSQLite
import WorkingCalendar

/// The look-up of public statuses: a connection of its own that only reads, with its statements kept.
///
/// Each look-up is a snapshot of its own, so it sees whatever was acknowledged before it began. In a view the statement
/// that ran last stays where it is until the next one has begun, or the view ends: as long as one of them is active
/// SQLite keeps the snapshot, and taking and giving back the lock of it costs as much as reading a page or two.
///
/// A look-up that finds nothing gives the snapshot back; the next one of the view takes a newer one.
///
/// Source: https://sqlite.org/lang_transaction.html, on implicit transactions.
final class SQLiteStatusLookup: StatusLookup {
    /// The one query; its plan is an index path to the code and one row.
    static let sql: StaticString = "SELECT publicStatus, dueAt, frozenAt FROM main.dossier WHERE code = ?"
    /// The same for a dossier that is archived, which the first one shows by an empty body.
    static let archivedSQL: StaticString = """
        SELECT kept.publicStatus, dossier.dueAt, dossier.frozenAt
        FROM main.dossier JOIN archive.dossier AS kept ON kept.id = dossier.id
        WHERE dossier.code = ? AND dossier.archivedAt IS NOT NULL
        """

    /// Locks met here are those of recovery after a crash; an event loop is not kept longer, in milliseconds.
    private static let busyMilliseconds: Int32 = 100
    /// SQLite's page cache for this connection, of which each event loop has one: the index of half a million codes, or
    /// the dossiers of a year.
    private static let setup = "PRAGMA cache_size = -24576; PRAGMA trusted_schema = OFF; PRAGMA query_only = ON"

    private let connection: OpaquePointer
    /// Two of the same, which take turns in a view.
    private var statement: OpaquePointer
    private var otherStatement: OpaquePointer
    private var hasView = false
    /// The look-up in the archive; nil if there is none.
    private let archivedStatement: OpaquePointer?

    /// Opens the connection.
    ///
    /// - Parameters:
    ///   - path: The database.
    ///   - archive: Its archive, which was found to be the right one; nil if it has none.
    /// - Throws: ``StoreError`` if one of them cannot be read.
    init(path: String, archive: String?) throws {
        var opened: OpaquePointer?
        let result = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        guard result == SQLITE_OK, let connection = opened else {
            let error = StoreError(connection: opened)
            sqlite3_close(opened)
            throw error
        }
        sqlite3_busy_timeout(connection, Self.busyMilliseconds)
        guard sqlite3_exec(connection, Self.setup, nil, nil, nil) == SQLITE_OK,
            let statement = Self.prepare(Self.sql, on: connection),
            let otherStatement = Self.prepare(Self.sql, on: connection)
        else {
            throw Self.failure(closing: connection)
        }
        var archived: OpaquePointer?
        if let archive {
            archived = Self.attach(archive, to: connection) ? Self.prepare(Self.archivedSQL, on: connection) : nil
            guard archived != nil else { throw Self.failure(closing: connection) }
        }
        self.connection = connection
        self.statement = statement
        self.otherStatement = otherStatement
        archivedStatement = archived
    }

    /// Closes a connection that cannot be used, once what was prepared on it is gone, and tells why.
    private static func failure(closing connection: OpaquePointer) -> StoreError {
        let error = StoreError(connection: connection)
        while let statement = sqlite3_next_stmt(connection, nil) { sqlite3_finalize(statement) }
        sqlite3_close(connection)
        return error
    }

    private static func prepare(_ sql: StaticString, on connection: OpaquePointer) -> OpaquePointer? {
        var prepared: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        let result = sqlite3_prepare_v3(connection, sql.description, -1, flags, &prepared, nil)
        return result == SQLITE_OK ? prepared : nil
    }

    /// Attaches the archive; it can only be read, as the connection itself.
    private static func attach(_ archive: String, to connection: OpaquePointer) -> Bool {
        guard let statement = prepare("ATTACH ? AS archive", on: connection) else { return false }
        defer { sqlite3_finalize(statement) }
        // The path lives until the statement has run.
        return archive.withCString { path in
            sqlite3_bind_text(statement, 1, path, -1, nil) == SQLITE_OK && sqlite3_step(statement) == SQLITE_DONE
        }
    }

    deinit {
        sqlite3_finalize(statement)
        sqlite3_finalize(otherStatement)
        sqlite3_finalize(archivedStatement)
        sqlite3_close(connection)
    }

    func openView() { hasView = true }

    func closeView() {
        hasView = false
        sqlite3_reset(statement)
        sqlite3_reset(otherStatement)
    }

    func status(of code: String) throws -> StoredStatus? {
        swap(&statement, &otherStatement)
        defer { sqlite3_reset(hasView ? otherStatement : statement) }
        var code = code
        return try code.withUTF8 { bytes in
            try bytes.withMemoryRebound(to: CChar.self) { code in
                guard let found = try status(ofCode: code, by: statement) else { return nil }
                guard found.body.isEmpty, let archivedStatement else { return found }
                defer { sqlite3_reset(archivedStatement) }
                return try status(ofCode: code, by: archivedStatement)
            }
        }
    }

    /// Runs a statement to its row and leaves it there.
    ///
    /// The code is bound where it lies and unbound before its bytes go away; nothing reads it after the row is found.
    private func status(
        ofCode code: UnsafeBufferPointer<CChar>,
        by statement: OpaquePointer
    ) throws -> StoredStatus? {
        defer { sqlite3_clear_bindings(statement) }
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

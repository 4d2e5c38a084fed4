import DossierEngine
import GRDBSQLite

/// A SQLite connection as a C program would use it (kết nối SQLite thô), to measure the store against.
///
/// Settings are SQLite's own but for what the store promises as well: WAL, FULL and foreign keys.
final class PlainConnection {
    private let handle: OpaquePointer
    private var statements: [String: PlainStatement] = [:]

    /// Opens a database.
    ///
    /// - Throws: `StoreError`.
    init(path: String) throws {
        var opened: OpaquePointer?
        let result = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        guard result == SQLITE_OK, let handle = opened else {
            sqlite3_close(opened)
            throw StoreError(.unavailable, "cannot open \(path) (SQLite \(result))")
        }
        self.handle = handle
        try run("PRAGMA journal_mode = WAL")
        try run("PRAGMA synchronous = FULL")
        try run("PRAGMA foreign_keys = ON")
        // As large as the store's own, so that the peer is not slowed by the cache.
        try run("PRAGMA cache_size = -32768")
    }

    deinit {
        statements = [:]
        sqlite3_close_v2(handle)
    }

    /// Runs SQL without values and drops its rows.
    ///
    /// - Throws: `StoreError`.
    func run(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure(in: sql) }
    }

    /// A statement, prepared once and kept.
    ///
    /// - Throws: `StoreError`.
    func statement(_ sql: String) throws -> PlainStatement {
        if let known = statements[sql] { return known }
        var prepared: OpaquePointer?
        let result = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard result == SQLITE_OK, let prepared else { throw failure(in: sql) }
        let statement = PlainStatement(prepared)
        statements[sql] = statement
        return statement
    }

    /// All rows of a query.
    ///
    /// - Throws: `StoreError`.
    func rows(_ sql: String, _ values: PlainValue...) throws -> [[PlainValue]] {
        let statement = try statement(sql)
        for (column, value) in values.enumerated() { statement.bind(value, at: column) }
        var rows: [[PlainValue]] = []
        while try statement.step() { rows.append(statement.row) }
        statement.reset()
        return rows
    }

    /// The first value of a query's first row as a number; nil if there is none.
    ///
    /// - Throws: `StoreError`.
    func integer(_ sql: String) throws -> Int64? { try rows(sql).first?.first?.number }

    /// How many bytes the pages in use have, with those that are still in the log.
    ///
    /// - Throws: `StoreError`.
    var bytesUsed: Double {
        get throws {
            let pages = try integer("PRAGMA page_count") ?? 0
            let free = try integer("PRAGMA freelist_count") ?? 0
            return Double((pages - free) * (try integer("PRAGMA page_size") ?? 0))
        }
    }

    private func failure(in sql: String) -> StoreError {
        StoreError(.unavailable, String(cString: sqlite3_errmsg(handle)) + " in " + sql)
    }
}

/// A prepared statement of a ``PlainConnection``.
final class PlainStatement {
    private let handle: OpaquePointer

    fileprivate init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { sqlite3_finalize(handle) }

    /// Binds a value, which must outlive the next step.
    func bind(_ value: PlainValue, at column: Int) {
        let place = Int32(column + 1)
        switch value {
        case .null: sqlite3_bind_null(handle, place)
        case .integer(let number): sqlite3_bind_int64(handle, place, number)
        case .text(let bytes): sqlite3_bind_text(handle, place, bytes.characters, bytes.count, nil)
        case .blob(let bytes): sqlite3_bind_blob(handle, place, bytes.start, bytes.count, nil)
        }
    }

    /// Goes to the next row.
    ///
    /// - Returns: Whether there is one.
    /// - Throws: `StoreError`.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let result: throw StoreError(.unavailable, "SQLite \(result): " + String(cString: sqlite3_sql(handle)))
        }
    }

    /// Makes the statement ready to run again.
    func reset() { sqlite3_reset(handle) }

    /// Runs a statement that gives no rows, with the values bound.
    ///
    /// - Throws: `StoreError`.
    func run() throws {
        _ = try step()
        reset()
    }

    /// The row the statement stands on.
    var row: [PlainValue] { (0..<sqlite3_column_count(handle)).map(value) }

    private func value(at column: Int32) -> PlainValue {
        let count = sqlite3_column_bytes(handle, column)
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_TEXT: return .text(PlainBytes(sqlite3_column_blob(handle, column), count: count))
        case SQLITE_BLOB: return .blob(PlainBytes(sqlite3_column_blob(handle, column), count: count))
        default: return .null
        }
    }
}

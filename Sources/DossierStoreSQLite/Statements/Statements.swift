import DossierEngine
import GRDB
import GRDBSQLite

/// Runs prepared statements on one connection; each literal is compiled once per connection.
///
/// Only literals are taken, so that no text from outside can become SQL. Statements are kept by GRDB and stepped
/// directly: GRDB's own rows and arguments cost more than the queries themselves.
struct Statements {
    private let database: Database
    private let requiresTransaction: Bool
    private let shelf = Shelf()

    /// Statements at hand, by where their literal lies: GRDB finds them by their whole text, which costs more than some
    /// of them do.
    private final class Shelf {
        var statements: [UnsafePointer<UInt8>: Statement] = [:]
    }

    /// Creates a runner.
    ///
    /// - Parameters:
    ///   - database: The connection.
    ///   - requiresTransaction: Whether every statement is refused once SQLite has given up the transaction, so that
    ///     none of them can commit by itself.
    init(_ database: Database, requiresTransaction: Bool = false) {
        self.database = database
        self.requiresTransaction = requiresTransaction
    }

    /// Runs a statement for its effect.
    ///
    /// - Returns: How many rows it changed.
    @discardableResult
    func run(_ sql: StaticString, _ values: SQLValue...) throws -> Int {
        try stepping(prepared(sql), values) { statement, connection in
            while try step(statement, connection) {}
            return Int(sqlite3_changes(connection))
        }
    }

    /// Reads the first row; nil if there is none.
    func first<Value>(
        _ sql: StaticString,
        _ values: SQLValue...,
        read: (SQLRow) throws -> Value
    ) throws -> Value? {
        try first(sql, values: values, read: read)
    }

    /// Reads the first row; nil if there is none.
    func first<Value>(_ sql: StaticString, values: [SQLValue], read: (SQLRow) throws -> Value) throws -> Value? {
        try stepping(prepared(sql), values) { statement, connection in
            guard try step(statement, connection) else { return nil }
            let value = try read(SQLRow(statement))
            // A statement that changes rows and returns them has done its work only when it is run to its end.
            while try step(statement, connection) {}
            return value
        }
    }

    /// Reads every row.
    func all<Value>(
        _ sql: StaticString,
        _ values: SQLValue...,
        read: (SQLRow) throws -> Value
    ) throws -> [Value] {
        try every(prepared(sql), values, read)
    }

    /// Reads every row.
    func all<Value>(_ sql: StaticString, values: [SQLValue], read: (SQLRow) throws -> Value) throws -> [Value] {
        try every(prepared(sql), values, read)
    }

    /// Reads every row of a statement that was put together from literals.
    func all<Value>(_ sql: SQLText, _ values: [SQLValue], read: (SQLRow) throws -> Value) throws -> [Value] {
        try every(prepared(sql.text), values, read)
    }

    private func every<Value>(
        _ prepared: Statement,
        _ values: [SQLValue],
        _ read: (SQLRow) throws -> Value
    ) throws -> [Value] {
        try stepping(prepared, values) { statement, connection in
            var found: [Value] = []
            while try step(statement, connection) { found.append(try read(SQLRow(statement))) }
            return found
        }
    }

    /// The number SQLite gave to the row inserted last.
    var lastRowNumber: Int64 { database.lastInsertedRowID }

    /// SQLite's result of the last call that failed.
    var lastFailure: SQLiteFailure { SQLiteFailure(code: sqlite3_extended_errcode(database.sqliteConnection)) }

    private func prepared(_ sql: StaticString) throws -> Statement {
        if let known = shelf.statements[sql.utf8Start] { return known }
        let made = try prepared(sql.description)
        shelf.statements[sql.utf8Start] = made
        return made
    }

    private func prepared(_ sql: String) throws -> Statement {
        // A closed connection has no statements.
        guard database.sqliteConnection != nil else { throw StoreError(.unavailable, "the store is closed") }
        return try StoreError.mapping { try database.cachedStatement(sql: sql) }
    }

    private func stepping<Value>(
        _ kept: Statement,
        _ values: [SQLValue],
        _ body: (OpaquePointer, OpaquePointer) throws -> Value
    ) throws -> Value {
        guard let connection = database.sqliteConnection else { throw StoreError(.unavailable, "the store is closed") }
        if requiresTransaction, sqlite3_get_autocommit(connection) != 0 {
            throw StoreError(.unavailable, "the transaction was given up")
        }
        return try withExtendedLifetime(kept) {
            let statement = kept.sqliteStatement
            return try SQLBinding(statement: statement, connection: connection).running(with: values) {
                try body(statement, connection)
            }
        }
    }

    private func step(_ statement: OpaquePointer, _ connection: OpaquePointer) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        default: throw StoreError(connection: connection)
        }
    }
}

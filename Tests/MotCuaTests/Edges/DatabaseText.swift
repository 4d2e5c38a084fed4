import Foundation
import GRDB

/// Everything that stands in a database, as text by table.
struct DatabaseText {
    /// The rows of each table, one a line.
    let tables: [String: [String]]

    init(path: String) async throws {
        let database = try DatabaseQueue(path: path)
        tables = try await database.read { database in
            let names = try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
            var tables: [String: [String]] = [:]
            for name in names {
                tables[name] = try Row.fetchAll(database, sql: "SELECT * FROM \"\(name)\"").map { row in
                    row.map { _, value in Self.text(of: value) }.joined(separator: "|")
                }
            }
            return tables
        }
        try database.close()
    }

    /// How many rows a table has; nil if there is no such table.
    func count(_ table: String) -> Int? { tables[table]?.count }

    /// All of a table.
    func text(_ table: String) -> String { (tables[table] ?? []).joined(separator: "\n") }

    private static func text(of value: DatabaseValue) -> String {
        switch value.storage {
        case .string(let text): text
        case .blob(let data): String(decoding: data, as: UTF8.self)
        case .int64(let number): String(number)
        case .double(let number): String(number)
        case .null: ""
        }
    }
}

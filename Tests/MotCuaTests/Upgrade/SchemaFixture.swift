import Foundation
import GRDB
import SchemaFiles
import Testing

/// A database of one of the schemas, kept in `Tests/Fixtures/schemas/<name of the migration>/`.
struct SchemaFixture: Hashable, CustomTestStringConvertible {
    /// The name of the newest migration it has, without `.sql`.
    let schema: String

    /// The files of a fixture and what they are called beside a database: kept under names that are not ignored as
    /// those of real installations are.
    static let files = [
        (kept: "vault-keys.txt", used: "motcua.key"), (kept: "checkpoints.txt", used: "motcua.checkpoints"),
        (kept: "checkpoint-key.txt", used: "motcua.checkpoint-key"),
    ]
    /// The dump.
    static let dump = "database.sql"
    private static let root = Checkout.path + "/Tests/Fixtures/schemas"

    /// The names of all migrations of this program, oldest first.
    static var schemas: [String] {
        get throws {
            try SchemaFiles.names(in: "migrations").filter { $0.hasSuffix(".sql") }.map { String($0.dropLast(4)) }
        }
    }

    /// One of every schema before this program's.
    static var earlier: [SchemaFixture] {
        get throws { try schemas.dropLast().map(SchemaFixture.init) }
    }

    var testDescription: String { schema }
    /// The number of the migration.
    var number: Int { Int(schema.prefix(4)) ?? 0 }
    /// Where it is kept.
    var path: String { Self.root + "/" + schema }
    /// Whether it is there.
    var isKept: Bool { FileManager.default.fileExists(atPath: path + "/" + Self.dump) }

    /// Makes the database and what lies beside it in a folder, as it lay there before the upgrade.
    func unpack(into folder: TemporaryFolder) throws {
        let sql = try String(contentsOfFile: path + "/" + Self.dump, encoding: .utf8)
        let queue = try DatabaseQueue(path: folder.database, configuration: Self.unchecked)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
        for file in Self.files where FileManager.default.fileExists(atPath: path + "/" + file.kept) {
            let place = folder.path + "/" + file.used
            try FileManager.default.copyItem(atPath: path + "/" + file.kept, toPath: place)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: place)
        }
    }

    /// Keeps the closed database of a folder; its keys and checkpoints go along where its schema knew them.
    func keep(_ folder: TemporaryFolder) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let text = try DatabaseDump.text(of: folder.database)
        try text.write(toFile: path + "/" + Self.dump, atomically: true, encoding: .utf8)
        for file in Self.files {
            let (source, place) = (folder.path + "/" + file.used, path + "/" + file.kept)
            guard FileManager.default.fileExists(atPath: source) else { continue }
            try Data(contentsOf: URL(filePath: source)).write(to: URL(filePath: place))
        }
    }

    /// Rows come table by table, in whatever order.
    static var unchecked: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        return configuration
    }
}

/// A database as SQL that makes it anew: its tables as they stand in it, not as migrations would make them.
enum DatabaseDump {
    private static let heading = """
        -- A whole database of invented persons, made by the tests; see README.md beside.

        """

    /// Writes down a closed database.
    static func text(of database: String) throws -> String {
        let queue = try DatabaseQueue(path: database)
        let text = try queue.read { database in
            var parts = [heading]
            let made = try Row.fetchAll(
                database,
                sql: "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
            )
            let kinds = Dictionary(grouping: made.filter { !isOfSQLite($0["name"]) }) { $0["type"] as String }
            for table in kinds["table"] ?? [] {
                parts.append("\(table["sql"] as String);\n")
                parts += try rows(of: table["name"], in: database)
            }
            parts.append("DELETE FROM sqlite_sequence;\n")
            parts += try rows(of: "sqlite_sequence", in: database)
            // After the rows, so that no trigger fires.
            for kind in ["index", "trigger", "view"] {
                parts += (kinds[kind] ?? []).map { "\($0["sql"] as String);\n" }
            }
            return parts.joined()
        }
        try queue.close()
        return text
    }

    private static func isOfSQLite(_ name: String) -> Bool { name.hasPrefix("sqlite_") }

    private static func rows(of table: String, in database: Database) throws -> [String] {
        try Row.fetchAll(database, sql: "SELECT * FROM \"\(table)\"").map { row in
            let values = row.map { _, value in literal(value) }.joined(separator: ", ")
            return "INSERT INTO \(table) VALUES (\(values));\n"
        }
    }

    /// Bytes that are readable stay so.
    private static func literal(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .null: "NULL"
        case .int64(let number): String(number)
        case .double(let number): String(number)
        case .string(let text): quoted(text)
        case .blob(let data):
            if let text = String(bytes: data, encoding: .utf8), !text.isEmpty, !text.contains("\0"),
                data.allSatisfy({ $0 >= 0x20 })
            {
                "CAST(\(quoted(text)) AS BLOB)"
            } else {
                "X'" + data.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "'"
            }
        }
    }

    private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}

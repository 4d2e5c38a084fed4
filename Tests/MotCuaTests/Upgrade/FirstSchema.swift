import DossierEngine
import Foundation
import GRDB

/// Turns a database into one as a program of the first schema left it: its tables, with the rows that they can hold.
enum FirstSchema {
    /// Replaces a closed database by the earlier one with the same data, in clear.
    static func replace(_ database: String, keys: VaultKeyRing) throws {
        let sql = try String(contentsOfFile: Checkout.path + "/Schema/migrations/0001-dossiers.sql", encoding: .utf8)
        let earlier = database + ".earlier"
        var configuration = Configuration()
        // The rows come table by table, in whatever order.
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: earlier, configuration: configuration)
        try queue.writeWithoutTransaction { queue in
            try queue.execute(sql: sql)
            try queue.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            try queue.execute(sql: "INSERT INTO grdb_migrations VALUES ('0001-dossiers')")
            try queue.execute(sql: "ATTACH DATABASE ? AS written", arguments: [database])
            for table in try tables(of: queue) where !sealed.contains(table) { try copy(table, in: queue) }
            try copyVault(in: queue, keys: keys)
            let later = "'calendarInForce', 'organisationInForce', 'personsIndexed'"
            try queue.execute(sql: "DELETE FROM installation WHERE name IN (\(later))")
            try queue.execute(sql: "DETACH DATABASE written")
        }
        try queue.close()
        for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: database + ending) {
            try FileManager.default.removeItem(atPath: database + ending)
        }
        try FileManager.default.moveItem(atPath: earlier, toPath: database)
    }

    /// What stands there for every key of a hash.
    static let hashKey = "hash-key-in-clear-of-32-bytes-xx"

    private static let sealed: Set<String> = ["vault", "hashKey"]

    private static func tables(of database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT name FROM main.sqlite_master
                WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'grdb_migrations'
                """
        )
    }

    /// Copies entries as they were before they were sealed; keys of hashes that are made anew do for what is tested.
    private static func copyVault(in database: Database, keys: VaultKeyRing) throws {
        let rows = try Row.fetchAll(database, sql: "SELECT * FROM written.vault")
        for row in rows {
            let (header, payload): (Data, Data) = (row["header"], row["payload"])
            let entry = VaultEntry(keyID: row["keyId"], header: Array(header), payload: Array(payload))
            let plain = try entry.opened(with: keys)
            try database.execute(
                sql: "INSERT INTO main.vault (number, stream, keyId, salt, payload) VALUES (?, ?, 0, ?, ?)",
                arguments: [row["number"] as Int64, row["stream"] as Int64, Data(plain.header), Data(plain.payload)]
            )
        }
        try database.execute(
            sql: "INSERT INTO main.hashKey (purpose, key) SELECT purpose, CAST(? AS BLOB) FROM written.hashKey",
            arguments: [hashKey]
        )
    }

    /// Copies what both have; a notice without a dossier is of a later kind.
    private static func copy(_ table: String, in database: Database) throws {
        let columns = try database.columns(in: table).map(\.name).joined(separator: ", ")
        let condition = table == "notice" ? " WHERE dossier IS NOT NULL" : ""
        try database.execute(
            sql: "INSERT INTO main.\(table) (\(columns)) SELECT \(columns) FROM written.\(table)" + condition
        )
    }
}

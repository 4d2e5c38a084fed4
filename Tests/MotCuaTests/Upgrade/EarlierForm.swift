import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import SchemaFiles

/// Turns a database into one as a program of an earlier schema left it.
///
/// It has the tables of then, with the rows that they can hold, in the form in which they were kept.
enum EarlierForm {
    /// From which schema on personal data and keys of hashes are sealed.
    private static let sealing = 7
    /// From which schema on sheets that were replaced have terms.
    private static let formerTerms = 19
    /// From which schema on something is kept that is not a table.
    private static let firstSchemas = [
        "calendarInForce": 3, "organisationInForce": 4, "phone": 4, "person": 7, "personsIndexed": 7, "leafKey": 9,
        "identity": 11, "name": 14, "namesIndexed": 14,
    ]

    /// Replaces a closed database by one of a schema with the same data; what that schema did not know is left out, and
    /// before 0007 everything stands in clear.
    ///
    /// - Parameters:
    ///   - database: The database; the file of it is replaced.
    ///   - schema: The name of a migration.
    ///   - keys: The keys of its vault.
    /// - Throws: Whatever the store or the file system says.
    static func replace(_ database: String, schema: String, keys: VaultKeyRing) async throws {
        guard try schema != SchemaFixture.schemas.last else { return }
        try build(schema, from: database, keys: keys, hashKeys: try await hashKeys(of: database, keys: keys))
    }

    private static func build(
        _ schema: String,
        from database: String,
        keys: VaultKeyRing,
        hashKeys: [HashPurpose: [UInt8]]
    ) throws {
        let earlier = database + ".earlier"
        let queue = try DatabaseQueue(path: earlier, configuration: SchemaFixture.unchecked)
        try migrate(queue, to: schema)
        let number = SchemaFixture(schema: schema).number
        try queue.writeWithoutTransaction { queue in
            try queue.execute(sql: "ATTACH DATABASE ? AS written", arguments: [database])
            let isSealed = number >= sealing
            for table in try tables(of: queue) where isSealed || table != "hashKey" { try copy(table, in: queue) }
            try copyNumbers(in: queue)
            if !isSealed {
                try openVault(in: queue, keys: keys)
                try insert(hashKeys, in: queue)
            }
            try leaveOut(laterThan: number, in: queue)
            try queue.execute(sql: "DETACH DATABASE written")
        }
        try queue.close()
        for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: database + ending) {
            try FileManager.default.removeItem(atPath: database + ending)
        }
        try FileManager.default.moveItem(atPath: earlier, toPath: database)
    }

    /// The keys of the hashes of a closed database, in clear.
    static func hashKeys(of database: String, keys: VaultKeyRing) async throws -> [HashPurpose: [UInt8]] {
        let store = try SQLiteDossierStore.open(path: database)
        store.unlock(with: keys)
        let hashKeys = try await store.read { snapshot in
            var keys: [HashPurpose: [UInt8]] = [:]
            for purpose in HashPurpose.allCases { keys[purpose] = try snapshot.hashKey(purpose) }
            return keys
        }
        try await store.close()
        return hashKeys
    }

    /// Applies the migrations up to one, as the program does.
    private static func migrate(_ queue: DatabaseQueue, to schema: String) throws {
        var migrator = DatabaseMigrator()
        for name in try SchemaFixture.schemas where name <= schema {
            let sql = try SchemaFiles.text("migrations/\(name).sql")
            migrator.registerMigration(name) { try $0.execute(sql: sql) }
        }
        try migrator.migrate(queue)
        // Migrations switch the checking on again.
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA foreign_keys = OFF") }
    }

    private static func tables(of database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT name FROM main.sqlite_master
                WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT IN ('grdb_migrations', 'vaultKey')
                """
        )
    }

    /// Copies the columns that both have.
    ///
    /// What is the header of a vault's entry now was its salt once; a notice without a dossier is of a later kind.
    private static func copy(_ table: String, in database: Database) throws {
        let now = Set(try database.columns(in: table, in: "written").map(\.name))
        let then = try database.columns(in: table, in: "main")
        let columns = then.map(\.name).filter { now.contains($0) || $0 == "salt" }
        let sources = columns.map { now.contains($0) ? $0 : "header" }.joined(separator: ", ")
        let isBound = then.contains { $0.name == "dossier" && $0.isNotNull }
        let condition = table == "notice" && isBound ? " WHERE dossier IS NOT NULL" : ""
        try database.execute(
            sql: """
                INSERT INTO main.\(table) (\(columns.joined(separator: ", ")))
                SELECT \(sources) FROM written.\(table)
                """ + condition
        )
    }

    /// Lets numbers go on where they stood; a table of keys that were sealed with goes along where there is one.
    private static func copyNumbers(in database: Database) throws {
        try database.execute(
            sql: """
                UPDATE main.sqlite_sequence SET seq = (
                    SELECT written.seq FROM written.sqlite_sequence AS written
                    WHERE written.name = main.sqlite_sequence.name
                )
                """
        )
        guard try database.tableExists("vaultKey", in: "main") else { return }
        try database.execute(sql: "INSERT OR REPLACE INTO main.vaultKey SELECT * FROM written.vaultKey")
    }

    private static func leaveOut(laterThan number: Int, in database: Database) throws {
        for (name, first) in firstSchemas where first > number {
            try database.execute(sql: "DELETE FROM main.installation WHERE name = ?", arguments: [name])
            try database.execute(sql: "DELETE FROM main.hashKey WHERE purpose = ?", arguments: [name])
        }
        if (sealing..<formerTerms).contains(number) { try leaveOutFormerTerms(in: database) }
    }

    private static func leaveOutFormerTerms(in database: Database) throws {
        try database.execute(
            sql: """
                DELETE FROM main.vaultTerm WHERE entry IN (
                    SELECT vault.number
                    FROM written.vault JOIN written.dossierState ON dossierState.dossier = vault.stream
                    WHERE vault.number <> json_extract(CAST(state AS TEXT), '$.applicant[0]')
                )
                """
        )
    }

    private static func openVault(in database: Database, keys: VaultKeyRing) throws {
        for row in try Row.fetchAll(database, sql: "SELECT * FROM written.vault") {
            let (header, payload): (Data, Data) = (row["header"], row["payload"])
            let entry = VaultEntry(keyID: row["keyId"], header: Array(header), payload: Array(payload))
            let plain = try entry.opened(with: keys)
            try database.execute(
                sql: "UPDATE main.vault SET keyId = 0, salt = ?, payload = ? WHERE number = ?",
                arguments: [Data(plain.header), Data(plain.payload), row["number"] as Int64]
            )
        }
    }

    private static func insert(_ keys: [HashPurpose: [UInt8]], in database: Database) throws {
        for (purpose, key) in keys {
            try database.execute(
                sql: "INSERT INTO main.hashKey (purpose, key) VALUES (?, ?)",
                arguments: [purpose.rawValue, Data(key)]
            )
        }
    }
}

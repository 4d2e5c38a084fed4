public import DossierEngine
import GRDB

/// What the database knows of the vault's keys, and the keys of hashes that they wrap (khóa).
extension SQLiteReading {
    func vaultKeyRecords() throws -> [VaultKeyRecord] {
        try statements.all("SELECT id, checkValue FROM vaultKey ORDER BY id") { row in
            VaultKeyRecord(id: row.integer(0), checkValue: try row.digest(1))
        }
    }

    func storedHashKey(_ purpose: HashPurpose) throws -> StoredHashKey? {
        try statements.first("SELECT keyId, key FROM hashKey WHERE purpose = ?", .text(purpose.rawValue)) { row in
            StoredHashKey(keyID: row.integer(0), bytes: row.blob(1))
        }
    }
}

extension SQLiteDossierStore {
    /// The keys that a database knows, also one of an older or a newer program.
    ///
    /// - Parameter path: The database, or any file of SQLite.
    /// - Returns: The records; none if it has no such table.
    /// - Throws: ``StoreError`` with ``StoreError/Code/unavailable`` or ``StoreError/Code/damaged`` if it cannot be
    ///   read.
    public static func vaultKeyRecords(of path: String) throws -> [VaultKeyRecord] {
        try look(into: path, label: "keys") { database in
            guard try database.tableExists("vaultKey") else { return [] }
            return try SQLiteInspection(statements: Statements(database)).vaultKeyRecords()
        }
    }
}

extension SQLiteTransaction {
    func insert(_ record: VaultKeyRecord) throws {
        try statements.run(
            "INSERT INTO vaultKey (id, checkValue) VALUES (?, ?)",
            .integer(record.id),
            .digest(record.checkValue)
        )
    }

    func deleteVaultKeyRecord(_ id: Int64) throws {
        try statements.run("DELETE FROM vaultKey WHERE id = ?", .integer(id))
    }

    func setHashKey(_ key: StoredHashKey, for purpose: HashPurpose) throws {
        try statements.run(
            "INSERT INTO hashKey (purpose, keyId, key) VALUES (?, ?, ?)",
            .text(purpose.rawValue),
            .integer(key.keyID),
            .blob(key.bytes)
        )
    }

    func rewrapHashKey(_ key: StoredHashKey, for purpose: HashPurpose) throws {
        try statements.run(
            "UPDATE hashKey SET keyId = ?, key = ? WHERE purpose = ?",
            .integer(key.keyID),
            .blob(key.bytes),
            .text(purpose.rawValue)
        )
    }
}

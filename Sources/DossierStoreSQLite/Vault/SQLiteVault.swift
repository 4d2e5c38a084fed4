import DossierEngine

/// Personal data (kho dữ liệu cá nhân) in the table `vault`.
extension SQLiteReading {
    func vaultEntry(_ number: Int64) throws -> VaultEntry? {
        try statements.first("SELECT keyId, salt, payload FROM vault WHERE number = ?", .integer(number)) { row in
            VaultEntry(keyID: row.integer(0), salt: row.blob(1), payload: row.blob(2))
        }
    }
}

extension SQLiteTransaction {
    func putVaultEntry(_ entry: VaultEntry, of stream: StreamID) throws -> Int64 {
        try statements.run(
            "INSERT INTO vault (stream, keyId, salt, payload) VALUES (?, ?, ?, ?)",
            .integer(stream.number),
            .integer(entry.keyID),
            .blob(entry.salt),
            .blob(entry.payload)
        )
        return statements.lastRowNumber
    }

    func eraseVaultEntry(_ number: Int64) throws {
        try statements.run("DELETE FROM vault WHERE number = ?", .integer(number))
    }
}

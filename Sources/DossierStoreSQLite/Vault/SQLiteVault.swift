import DossierEngine

/// Personal data (kho dữ liệu cá nhân) in the table `vault`, sealed by the engine before they get here.
extension SQLiteReading {
    func vaultEntry(_ number: Int64) throws -> VaultEntry? {
        try statements.first("SELECT keyId, header, payload FROM vault WHERE number = ?", .integer(number)) { row in
            VaultEntry(keyID: row.integer(0), header: row.blob(1), payload: row.blob(2))
        }
    }

    func vaultStream(of number: Int64) throws -> StreamID? {
        try statements.first("SELECT stream FROM vault WHERE number = ?", .integer(number)) { row in
            StreamID(number: row.integer(0))
        }
    }

    func vaultEntries(
        sealedOtherwiseThan keyID: Int64,
        after number: Int64,
        limit: Int
    ) throws -> [NumberedVaultEntry] {
        try statements.all(
            "SELECT number, keyId, header, payload FROM vault WHERE number > ? AND keyId <> ? ORDER BY number LIMIT ?",
            .integer(number),
            .integer(keyID),
            .limit(limit)
        ) { row in
            let entry = VaultEntry(keyID: row.integer(1), header: row.blob(2), payload: row.blob(3))
            return NumberedVaultEntry(number: row.integer(0), entry: entry)
        }
    }
}

extension SQLiteTransaction {
    func putVaultEntry(_ entry: VaultEntry, of stream: StreamID) throws -> Int64 {
        try statements.run(
            "INSERT INTO vault (stream, keyId, header, payload) VALUES (?, ?, ?, ?)",
            .integer(stream.number),
            .integer(entry.keyID),
            .blob(entry.header),
            .blob(entry.payload)
        )
        return statements.lastRowNumber
    }

    func replaceVaultEntry(_ number: Int64, with entry: VaultEntry, sealedWith keyID: Int64) throws {
        try statements.run(
            "UPDATE vault SET keyId = ?, header = ?, payload = ? WHERE number = ? AND keyId = ?",
            .integer(entry.keyID),
            .blob(entry.header),
            .blob(entry.payload),
            .integer(number),
            .integer(keyID)
        )
    }

    func putVaultTerms(_ terms: [Int64], of number: Int64) throws {
        for term in terms {
            try statements.run(
                "INSERT INTO vaultTerm (entry, term) VALUES (?, ?) ON CONFLICT (entry, term) DO NOTHING",
                .integer(number),
                .integer(term)
            )
        }
    }

    func eraseVaultTerms(of number: Int64) throws {
        try statements.run("DELETE FROM vaultTerm WHERE entry = ?", .integer(number))
    }

    func eraseVaultEntry(_ number: Int64) throws {
        try statements.run("DELETE FROM vault WHERE number = ?", .integer(number))
    }
}

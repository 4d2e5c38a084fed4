import DossierEngine

/// The index of names (chỉ mục tên) in the table `nameToken`; the tokens are made by the engine.
extension SQLiteReading {
    func vaultEntries(after number: Int64, limit: Int) throws -> [OwnedVaultEntry] {
        try statements.all(
            "SELECT number, stream, keyId, header, payload FROM vault WHERE number > ? ORDER BY number LIMIT ?",
            .integer(number),
            .limit(limit)
        ) { row in
            OwnedVaultEntry(
                number: row.integer(0),
                stream: StreamID(number: row.integer(1)),
                entry: VaultEntry(keyID: row.integer(2), header: row.blob(3), payload: row.blob(4))
            )
        }
    }

    func vaultEntryCount(after number: Int64, limit: Int) throws -> Int {
        try statements.first(
            "SELECT COUNT(*) FROM (SELECT 1 FROM vault WHERE number > ? LIMIT ?)",
            .integer(number),
            .limit(limit)
        ) { $0.count(0) } ?? 0
    }

    func nameTokens(of dossier: StreamID) throws -> [Int64] {
        try statements.all(
            "SELECT token FROM nameToken WHERE dossier = ? ORDER BY token",
            .integer(dossier.number)
        ) { $0.integer(0) }
    }
}

extension SQLiteTransaction {
    func putNameTokens(_ rows: [NameTokenRow]) throws {
        for row in rows {
            try statements.run(
                """
                INSERT INTO nameToken (token, dossier) SELECT ?1, dossier.id FROM dossier WHERE dossier.id = ?2
                ON CONFLICT (token, dossier) DO NOTHING
                """,
                .integer(row.token),
                .integer(row.dossier.number)
            )
        }
    }

    func eraseNameTokens(of dossier: StreamID) throws {
        try statements.run("DELETE FROM nameToken WHERE dossier = ?", .integer(dossier.number))
    }
}

import DossierEngine

/// The index of names (chỉ mục tên) in the table `nameToken`; the tokens are made by the engine.
extension SQLiteReading {
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

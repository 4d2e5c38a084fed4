import DossierDomain
import DossierEngine

/// Dossiers that are late while their clock runs (hồ sơ đang quá hạn) in the table `lateDossier`.
extension SQLiteReading {
    func lateDossiers(after dossier: StreamID?, limit: Int) throws -> [LateDossier] {
        try statements.all(
            """
            SELECT late.dossier, dossier.code
            FROM lateDossier AS late
            JOIN dossier ON dossier.id = late.dossier
            WHERE late.dossier > ?
            ORDER BY late.dossier
            LIMIT ?
            """,
            .integer(dossier?.number ?? .min),
            .limit(limit)
        ) { (StreamID(number: $0.integer(0)), try DossierCode(stored: $0.text(1))) }
        .map { id, code in LateDossier(dossier: id, code: code, places: try steps(of: id).map(\.place)) }
    }

    func lateDossierCount() throws -> Int {
        try statements.first("SELECT COUNT(*) FROM lateDossier") { $0.count(0) } ?? 0
    }

    /// Whether a dossier stands among them.
    func isLate(_ dossier: StreamID) throws -> Bool {
        try statements.first("SELECT 1 FROM lateDossier WHERE dossier = ?", .integer(dossier.number)) { _ in true }
            ?? false
    }
}

extension SQLiteTransaction {
    /// Enters a dossier among them or takes it out; may be called twice.
    func setLate(_ isLate: Bool, _ dossier: StreamID) throws {
        if isLate {
            try statements.run(
                "INSERT INTO lateDossier (dossier) VALUES (?) ON CONFLICT (dossier) DO NOTHING",
                .integer(dossier.number)
            )
        } else {
            try statements.run("DELETE FROM lateDossier WHERE dossier = ?", .integer(dossier.number))
        }
    }
}

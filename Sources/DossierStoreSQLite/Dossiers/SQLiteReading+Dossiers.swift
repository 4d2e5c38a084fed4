import DossierDomain
import DossierEngine

/// Single dossiers (hồ sơ) by code or stream.
extension SQLiteReading {
    func dossier(_ code: DossierCode) throws -> StoredDossier? {
        try first(
            """
            SELECT state.dossier, state.state
            FROM dossier
            JOIN dossierState AS state ON state.dossier = dossier.id
            WHERE dossier.code = ?
            """,
            orArchived: """
                SELECT kept.id, kept.state
                FROM main.dossier
                JOIN archive.dossier AS kept ON kept.id = dossier.id
                WHERE dossier.code = ? AND dossier.archivedAt IS NOT NULL
                """,
            .text(code.text),
            read: StoredDossier.init
        )
    }

    func dossier(_ id: StreamID) throws -> StoredDossier? {
        try first(
            "SELECT dossier, state FROM dossierState WHERE dossier = ?",
            orArchived: """
                SELECT kept.id, kept.state
                FROM main.dossier
                JOIN archive.dossier AS kept ON kept.id = dossier.id
                WHERE dossier.id = ? AND dossier.archivedAt IS NOT NULL
                """,
            .integer(id.number),
            read: StoredDossier.init
        )
    }

    func publicStatus(of code: String) throws -> StoredStatus? {
        let found = try statements.first(SQLiteStatusLookup.sql, .text(code), read: StoredStatus.init)
        guard hasArchive, let found, found.body.isEmpty else { return found }
        return try statements.first(SQLiteStatusLookup.archivedSQL, .text(code), read: StoredStatus.init)
    }

    func watchedDossiers(after dossier: StreamID?, limit: Int) throws -> [StoredDossier] {
        // By the steps in the inboxes, of which every such dossier has one and no ended one has any.
        try statements.all(
            """
            SELECT active.dossier, state.state
            FROM activeStep AS active
            CROSS JOIN dossier ON dossier.id = active.dossier
            CROSS JOIN dossierState AS state ON state.dossier = active.dossier
            WHERE active.dossier > ?
              AND active.step = (SELECT MIN(other.step) FROM activeStep AS other WHERE other.dossier = active.dossier)
              AND dossier.status IN (1, 2, 4)
            ORDER BY active.dossier
            LIMIT ?
            """,
            .integer(dossier?.number ?? .min),
            .limit(limit),
            read: StoredDossier.init
        )
    }

    func inbox(of place: UnitPlace, after cursor: InboxCursor?, limit: Int) throws -> [InboxRow] {
        // Before every line: an urgency no step has, since steps have due moments of their own century.
        let start = cursor ?? InboxCursor(urgency: .min, dossier: StreamID(number: 0), step: "")
        return try statements.all(
            """
            SELECT state.dossier, state.state, active.step, active.urgency
            FROM activeStep AS active
            JOIN dossierState AS state ON state.dossier = active.dossier
            WHERE active.place = ? AND (active.urgency, active.dossier, active.step) > (?, ?, ?)
            ORDER BY active.urgency, active.dossier, active.step
            LIMIT ?
            """,
            .text(place.description),
            .integer(start.urgency),
            .integer(start.dossier.number),
            .text(start.step.rawValue),
            .limit(limit)
        ) { row in
            let step = StepID(rawValue: row.text(2))
            let dossier = StoredDossier(row)
            let cursor = InboxCursor(urgency: row.integer(3), dossier: dossier.id, step: step)
            return InboxRow(dossier: dossier, step: step, cursor: cursor)
        }
    }
}

extension StoredDossier {
    /// Reads stream and state from the first two columns.
    init(_ row: SQLRow) {
        self.init(id: StreamID(number: row.integer(0)), state: row.blob(1))
    }
}

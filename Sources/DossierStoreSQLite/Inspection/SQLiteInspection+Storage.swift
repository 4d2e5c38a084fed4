import DossierEngine

/// What SQLite itself finds wrong (kiểm tra tệp dữ liệu).
extension SQLiteInspection {
    func storageDefects(limit: Int) throws -> [String] {
        try statements.all(
            "SELECT integrity_check FROM pragma_integrity_check(?) WHERE integrity_check <> 'ok'",
            .limit(limit)
        ) { $0.text(0) }
    }

    func danglingReferences(limit: Int) throws -> [String] {
        // What foreign keys say, and what they cannot say: that a dossier has both its halves and its stream no name.
        try statements.all(
            """
            SELECT 'row ' || COALESCE(CAST(fault.rowid AS TEXT), 'without number') || ' of ' || fault."table"
                || ' points at a missing row of ' || fault.parent
            FROM pragma_foreign_key_check AS fault
            UNION ALL
            SELECT 'dossier ' || dossier.code || ' has no state'
            FROM dossier
            WHERE NOT EXISTS (SELECT 1 FROM dossierState WHERE dossierState.dossier = dossier.id)
            UNION ALL
            SELECT 'stream ' || stream.id || ' belongs to no dossier and has no name'
            FROM stream
            WHERE stream.name IS NULL AND NOT EXISTS (SELECT 1 FROM dossier WHERE dossier.id = stream.id)
            UNION ALL
            SELECT 'event ' || event.seq || ' lies behind the head of stream ' || event.stream
            FROM stream
            JOIN event ON event.stream = stream.id AND event.position > stream.eventCount
            LIMIT ?
            """,
            .limit(limit)
        ) { $0.text(0) }
    }

    func eventCounts() throws -> (all: Int, orphaned: Int) {
        try statements.first(
            """
            SELECT COUNT(*),
                COALESCE(SUM(NOT EXISTS (SELECT 1 FROM stream WHERE stream.id = event.stream)), 0)
            FROM event
            """
        ) { (all: $0.count(0), orphaned: $0.count(1)) } ?? (all: 0, orphaned: 0)
    }
}

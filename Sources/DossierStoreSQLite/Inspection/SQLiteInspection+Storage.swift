import DossierEngine

/// What SQLite itself finds wrong (kiểm tra tệp dữ liệu).
extension SQLiteInspection {
    func storageDefects(limit: Int) throws -> [String] {
        try statements.all(
            "SELECT integrity_check FROM pragma_integrity_check(?) WHERE integrity_check <> 'ok'",
            .limit(limit)
        ) { $0.text(0).oneLine }
    }

    func danglingReferences(limit: Int) throws -> [String] {
        let here = try danglingReferencesHere(limit: limit)
        return here + (try danglingReferencesToArchive(limit: max(0, limit - here.count)))
    }

    /// What database and archive say of each other.
    private func danglingReferencesToArchive(limit: Int) throws -> [String] {
        guard hasArchive else {
            return try statements.all(
                "SELECT code FROM dossier WHERE archivedAt IS NOT NULL ORDER BY id LIMIT ?",
                .limit(limit)
            ) { "dossier \($0.text(0)) is archived, and the database has no archive" }
        }
        return try statements.all(
            """
            SELECT 'dossier ' || given.code || ' is archived, and is missing from the archive'
            FROM main.dossier AS given
            WHERE given.archivedAt IS NOT NULL AND NOT EXISTS (SELECT 1 FROM archive.dossier WHERE id = given.id)
            UNION ALL
            SELECT 'dossier ' || given.code || ' is archived, and parts of it lie in the database still'
            FROM main.dossier AS given
            WHERE given.archivedAt IS NOT NULL
              AND (EXISTS (SELECT 1 FROM main.dossierState AS state WHERE state.dossier = given.id)
                OR EXISTS (SELECT 1 FROM main.event WHERE event.stream = given.id))
            UNION ALL
            SELECT 'the archive holds dossier number ' || kept.id || ', of which the database knows nothing'
            FROM archive.dossier AS kept
            WHERE NOT EXISTS (SELECT 1 FROM main.dossier WHERE dossier.id = kept.id)
            UNION ALL
            SELECT 'event ' || kept.seq || ' of the archive belongs to no dossier of it'
            FROM archive.event AS kept
            WHERE NOT EXISTS (SELECT 1 FROM archive.dossier WHERE dossier.id = kept.stream)
            UNION ALL
            SELECT 'event ' || kept.seq || ' of the archive lies behind the head of stream ' || kept.stream
            FROM main.dossier AS given
            CROSS JOIN main.stream AS head ON head.id = given.id
            CROSS JOIN archive.event AS kept ON kept.stream = given.id AND kept.position > head.eventCount
            WHERE given.archivedAt IS NOT NULL
            UNION ALL
            SELECT 'vault entry ' || kept.number || ' of the archive belongs to no dossier of it'
            FROM archive.vault AS kept
            WHERE NOT EXISTS (SELECT 1 FROM archive.dossier WHERE dossier.id = kept.stream)
            LIMIT ?
            """,
            .limit(limit)
        ) { $0.text(0) }
    }

    private func danglingReferencesHere(limit: Int) throws -> [String] {
        // What foreign keys say, and what they cannot say: that a dossier has both its halves and its stream no name.
        try statements.all(
            """
            SELECT 'row ' || COALESCE(CAST(fault.rowid AS TEXT), 'without number') || ' of ' || fault."table"
                || ' points at a missing row of ' || fault.parent
            FROM pragma_foreign_key_check AS fault
            UNION ALL
            SELECT 'dossier ' || dossier.code || ' has no state'
            FROM dossier
            WHERE dossier.archivedAt IS NULL
              AND NOT EXISTS (SELECT 1 FROM dossierState WHERE dossierState.dossier = dossier.id)
            UNION ALL
            SELECT 'stream ' || stream.id || ' belongs to no dossier and has no name'
            FROM stream
            WHERE stream.name IS NULL AND NOT EXISTS (SELECT 1 FROM dossier WHERE dossier.id = stream.id)
            UNION ALL
            SELECT 'event ' || event.seq || ' lies behind the head of stream ' || event.stream
            FROM stream
            JOIN event ON event.stream = stream.id AND event.position > stream.eventCount
            UNION ALL
            SELECT 'serials ' || gap.first || ' to ' || gap.last || ' of ' || gap.agency || ', day ' || gap.day
                || ', are passed over and were never reached'
            FROM codeGap AS gap
            WHERE NOT EXISTS (
                SELECT 1 FROM codeSerial
                WHERE codeSerial.agency = gap.agency AND codeSerial.day = gap.day AND codeSerial.last >= gap.last
            )
            UNION ALL
            SELECT 'account ' || id || ' has a number that is never given' FROM account WHERE id < 1
            UNION ALL
            SELECT 'API key ' || id || ' has a number that is never given' FROM apiKey WHERE id < 1
            UNION ALL
            SELECT 'posting ' || id || ' has a number that is never given'
            FROM posting WHERE id NOT BETWEEN 1 AND 9223372036854775806
            LIMIT ?
            """,
            .limit(limit)
        ) { $0.text(0) }
    }

    func eventCounts() throws -> (all: Int, orphaned: Int) {
        let here =
            try statements.first(
                """
                SELECT COUNT(*),
                    COALESCE(SUM(NOT EXISTS (SELECT 1 FROM stream WHERE stream.id = event.stream)), 0)
                FROM main.event
                """
            ) { (all: $0.count(0), orphaned: $0.count(1)) } ?? (all: 0, orphaned: 0)
        guard hasArchive else { return here }
        let archived = try statements.first(
            """
            SELECT COUNT(*)
            FROM archive.event AS kept CROSS JOIN main.dossier ON dossier.id = kept.stream
            WHERE dossier.archivedAt IS NOT NULL
            """
        ) { $0.count(0) }
        return (all: here.all + (archived ?? 0), orphaned: here.orphaned)
    }
}

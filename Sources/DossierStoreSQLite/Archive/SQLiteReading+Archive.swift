import DossierDomain
import DossierEngine

/// What lies in the archive (kho lưu trữ) is read there, where it is not found here.
///
/// Which dossiers are archived the database alone says: a copy in the archive of one that is not is never read.
extension SQLiteReading {
    /// The first row of a query, or else of the same query of the archive.
    ///
    /// - Parameters:
    ///   - here: The query.
    ///   - archived: The query of tables named `archive.`, which takes archived dossiers alone.
    ///   - values: The values of both.
    ///   - read: Reads a row of either.
    /// - Returns: What was read; nil if neither has a row.
    /// - Throws: ``StoreError``; whatever the closure throws.
    func first<Value>(
        _ here: StaticString,
        orArchived archived: StaticString,
        _ values: SQLValue...,
        read: (SQLRow) throws -> Value
    ) throws -> Value? {
        if let found = try statements.first(here, values: values, read: read) { return found }
        guard hasArchive else { return nil }
        return try statements.first(archived, values: values, read: read)
    }

    /// All rows of a query, or else of the same query of the archive; see ``first(_:orArchived:_:read:)``.
    func all<Value>(
        _ here: StaticString,
        orArchived archived: StaticString,
        _ values: SQLValue...,
        read: (SQLRow) throws -> Value
    ) throws -> [Value] {
        let found = try statements.all(here, values: values, read: read)
        guard hasArchive, found.isEmpty else { return found }
        return try statements.all(archived, values: values, read: read)
    }

    func isArchived(_ dossier: StreamID) throws -> Bool {
        try statements.first(
            "SELECT archivedAt IS NOT NULL FROM dossier WHERE id = ?",
            .integer(dossier.number)
        ) { $0.integer(0) == 1 } ?? false
    }

    func endedDossiers(after dossier: StreamID?, limit: Int) throws -> [StoredDossier] {
        try statements.all(
            """
            SELECT state.dossier, state.state
            FROM dossier CROSS JOIN dossierState AS state ON state.dossier = dossier.id
            WHERE dossier.id > ? AND +dossier.status IN (3, 8, 10) AND dossier.archivedAt IS NULL
            ORDER BY dossier.id
            LIMIT ?
            """,
            .integer(dossier?.number ?? .min),
            .limit(limit),
            read: StoredDossier.init
        )
    }

    func isAwaited(_ dossier: StreamID) throws -> Bool {
        // With the call by which a system said that it wants none any more, that would be forgotten.
        try statements.first(
            """
            SELECT EXISTS (
                    SELECT 1 FROM outboxMessage AS message WHERE message.dossier = ?1 AND (
                        message.state IN ('queued', 'sending')
                        OR (message.state = 'accepted' AND message.confirmBy IS NOT NULL)))
                OR EXISTS (
                    SELECT 1 FROM webhookCursor AS cursor CROSS JOIN webhookDelivery AS call
                        ON call.subscription = cursor.subscription AND call.dossier = ?1 AND call.state = 'queued')
                OR EXISTS (
                    SELECT 1 FROM webhookCursor AS cursor CROSS JOIN webhookDelivery AS call
                        ON call.subscription = cursor.subscription
                    WHERE call.state = 'dead' AND call.reason = ?2 AND +call.dossier = ?1)
                OR EXISTS (
                    SELECT 1 FROM webhookCursor AS cursor
                    WHERE cursor.message < (SELECT MAX(number) FROM outboxMessage WHERE dossier = ?1))
                OR EXISTS (
                    SELECT 1 FROM notice
                    WHERE number > (SELECT MIN(cursor.notice) FROM webhookCursor AS cursor) AND dossier = ?1)
                OR EXISTS (SELECT 1 FROM timer WHERE dossier = ?1)
                OR EXISTS (SELECT 1 FROM activeStep WHERE dossier = ?1)
                OR EXISTS (SELECT 1 FROM lateDossier WHERE dossier = ?1)
            """,
            .integer(dossier.number),
            .text(WebhookOutcome.gone)
        ) { $0.integer(0) == 1 } ?? false
    }
}

import DossierDomain
import DossierEngine

/// What can be told without reading every row: how many there are, and which keys they need (kiểm đếm).
extension SQLiteInspection {
    func vaultNumbers(after number: Int64, limit: Int) throws -> [(number: Int64, stream: StreamID)] {
        let sql: StaticString =
            hasArchive
            ? """
            SELECT number, stream FROM main.vault WHERE number > ?1
            UNION ALL
            SELECT kept.number, kept.stream FROM archive.vault AS kept
            WHERE kept.number > ?1 AND EXISTS (
                SELECT 1 FROM main.dossier WHERE dossier.id = kept.stream AND dossier.archivedAt IS NOT NULL)
            ORDER BY number LIMIT ?2
            """
            : "SELECT number, stream FROM vault WHERE number > ? ORDER BY number LIMIT ?"
        return try statements.all(sql, .integer(number), .limit(limit)) {
            (number: $0.integer(0), stream: StreamID(number: $0.integer(1)))
        }
    }

    func awaitedReceivers(after text: Int64, limit: Int) throws -> [(text: Int64, entry: Int64)] {
        try statements.all(
            """
            SELECT number, receiverNumber FROM incomingText
            WHERE number > ? AND receiverNumber IS NOT NULL ORDER BY number LIMIT ?
            """,
            .integer(text),
            .limit(limit)
        ) { (text: $0.integer(0), entry: $0.integer(1)) }
    }

    func vaultTerms(of number: Int64) throws -> [InspectedTerm] {
        try statements.all("SELECT term, dossier FROM vaultTerm WHERE entry = ? ORDER BY term", .integer(number)) {
            InspectedTerm(term: $0.integer(0), dossier: StreamID(number: $0.integer(1)))
        }
    }

    func vaultTermCount() throws -> Int {
        try statements.first("SELECT COUNT(*) FROM vaultTerm") { $0.count(0) } ?? 0
    }

    func repeatedTextCount() throws -> Int {
        let here = try statements.first("SELECT COUNT(*) FROM main.outboxMessage WHERE resend > 0") { $0.count(0) } ?? 0
        guard hasArchive else { return here }
        let archived = try statements.first(
            """
            SELECT COUNT(*) FROM archive.outboxMessage AS kept JOIN main.dossier ON dossier.id = kept.dossier
            WHERE kept.resend > 0 AND dossier.archivedAt IS NOT NULL
            """
        ) { $0.count(0) }
        return here + (archived ?? 0)
    }

    func identityCount(of account: AccountID) throws -> Int {
        try statements.first("SELECT COUNT(*) FROM identity WHERE account = ?", .integer(account.number)) {
            $0.count(0)
        } ?? 0
    }

    func hashPurposesInUse() throws -> Set<HashPurpose> {
        // The first start of every program made the first two; the others came later, and are needed once used.
        let purposes = try statements.all(
            """
            SELECT purpose FROM (
                SELECT 'idempotency' AS purpose, EXISTS (SELECT 1 FROM installation WHERE name = 'mode') AS isUsed
                UNION ALL
                SELECT 'importRow', EXISTS (SELECT 1 FROM installation WHERE name = 'mode')
                UNION ALL
                SELECT 'phone', EXISTS (SELECT 1 FROM outboxMessage WHERE receiver IS NOT NULL)
                    OR EXISTS (SELECT 1 FROM optedOut) OR EXISTS (SELECT 1 FROM incomingText)
                UNION ALL
                SELECT 'person', EXISTS (SELECT 1 FROM vaultTerm)
                    OR EXISTS (SELECT 1 FROM installation WHERE name = 'personsIndexed')
                UNION ALL
                SELECT 'identity', EXISTS (SELECT 1 FROM identity)
                UNION ALL
                SELECT 'name', EXISTS (SELECT 1 FROM nameToken)
                    OR EXISTS (SELECT 1 FROM installation WHERE name = 'namesIndexed')
            )
            WHERE isUsed
            """
        ) { try $0.named(0, HashPurpose.self) }
        return Set(purposes)
    }
}

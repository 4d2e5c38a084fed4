import DossierDomain
import DossierEngine
import WorkingCalendar

/// Texts that wait or were sent (tin nhắn), read.
extension SQLiteReading {
    func sendableMessages(at machineNow: Instant, limit: Int) throws -> [OutboxMessage] {
        // Those never tried have the retry instant 0 and come by number; then the others by their instants.
        try statements.all(
            """
            SELECT number, dossier, position, kind, dueAt, quotesNumber, quotesCommitment, createdAt, state, attempts,
                sentAt, amountInDong
            FROM outboxMessage AS message
            WHERE state = 'queued' AND nextAttemptAt <= ?
              AND NOT EXISTS (
                  SELECT 1 FROM outboxMessage AS earlier
                  WHERE earlier.dossier = message.dossier AND earlier.number < message.number
                    AND earlier.state IN ('queued', 'sending'))
            ORDER BY nextAttemptAt, number
            LIMIT ?
            """,
            .instant(machineNow),
            .limit(limit),
            read: OutboxMessage.init
        )
    }

    func nextMessageAttempt() throws -> Instant? {
        try statements.first("SELECT MIN(nextAttemptAt) FROM outboxMessage WHERE state = 'queued'") {
            $0.optionalInstant(0)
        } ?? nil
    }

    func acceptedMessages(after number: Int64, limit: Int) throws -> [OutboxMessage] {
        try statements.all(
            """
            SELECT number, dossier, position, kind, dueAt, quotesNumber, quotesCommitment, createdAt, state, attempts,
                sentAt, amountInDong
            FROM outboxMessage
            WHERE number > ? AND state = 'accepted'
            ORDER BY number
            LIMIT ?
            """,
            .integer(number),
            .limit(limit),
            read: OutboxMessage.init
        )
    }

    func oldestWaitingMessage() throws -> Instant? {
        try statements.first(
            "SELECT createdAt FROM outboxMessage WHERE state IN ('queued', 'sending') ORDER BY number LIMIT 1"
        ) { $0.instant(0) }
    }
}

extension OutboxMessage {
    /// Reads the columns in the order of the queries above.
    fileprivate init(_ row: SQLRow) throws {
        let quotes = row.optionalInteger(5).map { VaultReference(number: $0, commitment: row.text(6)) }
        let draft = OutboxDraft(
            dossier: StreamID(number: row.integer(1)),
            position: row.count(2),
            kind: try row.named(3, NotificationKind.self),
            dueAt: row.optionalInstant(4),
            amountInDong: row.optionalInteger(11),
            quotes: quotes,
            createdAt: row.instant(7)
        )
        self.init(
            number: row.integer(0),
            draft: draft,
            state: try row.named(8, MessageState.self),
            attempts: row.count(9),
            sentAt: row.optionalInstant(10)
        )
    }
}

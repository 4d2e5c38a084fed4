import DossierDomain
import DossierEngine
import WorkingCalendar

/// Texts that wait or were sent (tin nhắn), read.
extension SQLiteReading {
    func sendableMessages(at machineNow: Instant, limit: Int) throws -> [OutboxMessage] {
        // Those never tried have the retry instant 0 and come by number; then the others by their instants.
        try statements.all(
            """
            SELECT * FROM outboxText AS message
            WHERE state = 'queued' AND heldUntil = 0 AND nextAttemptAt <= ?
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
        try statements.first("SELECT MIN(nextAttemptAt) FROM outboxMessage WHERE state = 'queued' AND heldUntil = 0") {
            $0.optionalInstant(0)
        } ?? nil
    }

    func nextRelease(after now: Instant) throws -> Instant? {
        try statements.first(
            "SELECT MIN(heldUntil) FROM outboxMessage WHERE state = 'queued' AND heldUntil > 0 AND heldUntil > ?",
            .instant(now)
        ) { $0.optionalInstant(0) } ?? nil
    }

    func acceptedMessages(after number: Int64, limit: Int) throws -> [OutboxMessage] {
        try statements.all(
            """
            SELECT * FROM outboxText
            WHERE number > ? AND sentAt IS NOT NULL
            ORDER BY number
            LIMIT ?
            """,
            .integer(number),
            .limit(limit),
            read: OutboxMessage.init
        )
    }

    func lastMessageNumber() throws -> Int64 {
        try statements.first("SELECT COALESCE(MAX(number), 0) FROM outboxMessage") { $0.integer(0) } ?? 0
    }

    func messages(after number: Int64, limit: Int) throws -> [OutboxMessage] {
        try statements.all(
            """
            SELECT * FROM outboxText
            WHERE number > ?
            ORDER BY number
            LIMIT ?
            """,
            .integer(number),
            .limit(limit),
            read: OutboxMessage.init
        )
    }

    func message(_ number: Int64) throws -> OutboxMessage? {
        try first(
            """
            SELECT * FROM outboxText
            WHERE number = ?
            """,
            orArchived: """
                SELECT kept.* FROM archive.outboxText AS kept JOIN main.dossier ON dossier.id = kept.dossier
                WHERE kept.number = ? AND dossier.archivedAt IS NOT NULL
                """,
            .integer(number),
            read: OutboxMessage.init
        )
    }

    func message(of gateway: String, reference: String) throws -> OutboxMessage? {
        try statements.first(
            """
            SELECT * FROM outboxText
            WHERE providerReference = ? AND gateway = ?
            ORDER BY number DESC LIMIT 1
            """,
            .text(reference),
            .text(gateway),
            read: OutboxMessage.init
        )
    }

    func message(of gateway: String, reference: String, to receiver: Digest) throws -> OutboxMessage? {
        // The plus keeps the index of receivers out: a number may have had thousands of texts.
        try statements.first(
            """
            SELECT * FROM outboxText
            WHERE number = (
                SELECT number FROM outboxMessage
                WHERE providerReference = ? AND gateway = ? AND +receiver = ?
                ORDER BY number DESC LIMIT 1)
            """,
            .text(reference),
            .text(gateway),
            .digest(receiver),
            read: OutboxMessage.init
        )
    }

    func messages(
        _ filter: MessageFilter,
        before number: Int64?,
        limit: Int,
        examining rows: Int
    ) throws -> MessagePage {
        let end = try windowEnd(of: filter, before: number, rows: rows)
        let found = try messages(filter, before: number, from: end ?? .min, limit: limit)
        return MessagePage(messages: found, reached: found.count >= limit ? found.last?.number : end)
    }

    /// Where so many texts end before a number that are looked at for one gateway's; nil if there are fewer, and for
    /// lists all of which are taken.
    private func windowEnd(of filter: MessageFilter, before number: Int64?, rows: Int) throws -> Int64? {
        guard filter.gateway != nil, filter.dossier == nil, rows < .max else { return nil }
        let last = SQLValue.integer(number ?? .max)
        if let state = filter.state {
            return try statements.first(
                """
                SELECT number FROM outboxMessage
                WHERE lower(state) = ? AND number < ?
                ORDER BY number DESC LIMIT 1 OFFSET ?
                """,
                .text(state.rawValue),
                last,
                .limit(rows - 1)
            ) { $0.integer(0) }
        }
        // Numbers are dense but for those of archived years, so that a window has so many at most.
        let newest = try statements.first("SELECT COALESCE(MAX(number), 0) FROM outboxMessage WHERE number < ?", last) {
            $0.integer(0)
        }
        guard let newest, newest > Int64(rows) else { return nil }
        return newest - Int64(rows) + 1
    }

    /// Texts that a filter takes, newest first, before a number and not before another; at most `limit`.
    private func messages(
        _ filter: MessageFilter,
        before number: Int64?,
        from first: Int64,
        limit: Int
    ) throws -> [OutboxMessage] {
        if let dossier = filter.dossier { return try messages(of: dossier, filter, before: number, limit: limit) }
        let last = SQLValue.integer(number ?? .max)
        let gateway = SQLValue.optional(filter.gateway)
        if let state = filter.state {
            return try statements.all(
                """
                SELECT * FROM outboxText
                WHERE lower(state) = ?1 AND number < ?2 AND number >= ?3 AND (?4 IS NULL OR gateway = ?4)
                ORDER BY number DESC
                LIMIT ?5
                """,
                .text(state.rawValue),
                last,
                .integer(first),
                gateway,
                .limit(limit),
                read: OutboxMessage.init
            )
        }
        return try statements.all(
            """
            SELECT * FROM outboxText
            WHERE number < ?1 AND number >= ?2 AND (?3 IS NULL OR gateway = ?3)
            ORDER BY number DESC
            LIMIT ?4
            """,
            last,
            .integer(first),
            gateway,
            .limit(limit),
            read: OutboxMessage.init
        )
    }

    private func messages(
        of dossier: StreamID,
        _ filter: MessageFilter,
        before number: Int64?,
        limit: Int
    ) throws -> [OutboxMessage] {
        try all(
            """
            SELECT * FROM outboxText
            WHERE dossier = ?1 AND number < ?2 AND (?3 IS NULL OR state = ?3) AND (?4 IS NULL OR gateway = ?4)
            ORDER BY number DESC
            LIMIT ?5
            """,
            orArchived: """
                SELECT * FROM archive.outboxText AS kept
                WHERE kept.dossier = ?1 AND kept.number < ?2 AND (?3 IS NULL OR kept.state = ?3)
                    AND (?4 IS NULL OR kept.gateway = ?4) AND EXISTS (
                        SELECT 1 FROM main.dossier WHERE dossier.id = ?1 AND dossier.archivedAt IS NOT NULL)
                ORDER BY kept.number DESC
                LIMIT ?5
                """,
            .integer(dossier.number),
            .integer(number ?? .max),
            .optional(filter.state?.rawValue),
            .optional(filter.gateway),
            .limit(limit),
            read: OutboxMessage.init
        )
    }

    func earlyReport(of gateway: String, reference: String) throws -> DeliveryReport.State? {
        try statements.first(
            "SELECT state FROM earlyReport WHERE gateway = ? AND providerReference = ?",
            .text(gateway),
            .text(reference)
        ) { try $0.named(0, DeliveryReport.State.self) }
    }

    func queuedCount() throws -> Int {
        // Each of the two has an index of its own.
        try statements.first(
            """
            SELECT (SELECT COUNT(*) FROM outboxMessage WHERE state = 'queued' AND heldUntil = 0)
                + (SELECT COUNT(*) FROM outboxMessage WHERE state = 'queued' AND heldUntil > 0)
            """
        ) { $0.count(0) } ?? 0
    }

    func textsTaken(for receiver: Digest, during period: Range<Instant>) throws -> Int {
        try statements.first(
            "SELECT COUNT(*) FROM outboxMessage WHERE receiver = ? AND sentAt >= ? AND sentAt < ?",
            .digest(receiver),
            .instant(period.lowerBound),
            .instant(period.upperBound)
        ) { $0.count(0) } ?? 0
    }

    func wasSent(_ number: Int64, to receiver: Digest) throws -> Bool {
        // The plus keeps the index of receivers out: a number may have had thousands of texts.
        try statements.first(
            "SELECT 1 FROM outboxMessage WHERE number = ? AND +receiver = ?",
            .integer(number),
            .digest(receiver)
        ) { _ in true } ?? false
    }

    func hasOptedOut(_ receiver: Digest) throws -> Bool {
        try statements.first("SELECT 1 FROM optedOut WHERE receiver = ?", .digest(receiver)) { _ in true } ?? false
    }

    func oldestWaitingMessage(at now: Instant) throws -> Instant? {
        try statements.first(
            """
            SELECT createdAt FROM outboxMessage AS message
            WHERE state IN ('queued', 'sending') AND heldUntil <= ?1
              AND NOT EXISTS (
                  SELECT 1 FROM outboxMessage AS earlier
                  WHERE earlier.dossier = message.dossier AND earlier.number < message.number
                    AND earlier.state = 'queued' AND earlier.heldUntil > ?1)
            ORDER BY number LIMIT 1
            """,
            .instant(now)
        ) { $0.instant(0) }
    }
}

extension OutboxMessage {
    /// Reads the columns in the order of the view.
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
            resend: row.count(12),
            state: try row.named(8, MessageState.self),
            reason: row.optionalText(13),
            attempts: row.count(9),
            gateway: row.optionalText(14),
            providerReference: row.optionalText(15),
            sentAt: row.optionalInstant(10),
            reportedAt: row.optionalInstant(16)
        )
    }
}

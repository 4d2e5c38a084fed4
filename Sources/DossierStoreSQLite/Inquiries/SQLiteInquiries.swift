import DossierDomain
import DossierEngine
import WorkingCalendar

/// Citizens' texts (tin nhắn đến) in the table `incomingText`.
extension SQLiteReading {
    func hasInquiry(of gateway: String, providerID: String) throws -> Bool {
        try statements.first(
            "SELECT 1 FROM incomingText WHERE gateway = ? AND providerID = ?",
            .text(gateway),
            .text(providerID)
        ) { _ in true } ?? false
    }

    func answeredCount(from sender: Digest, during period: ClosedRange<Instant>, limit: Int) throws -> Int {
        try statements.first(
            """
            SELECT COUNT(*) FROM (
                SELECT 1 FROM incomingText
                WHERE sender = ? AND receivedAt >= ? AND receivedAt <= ? AND answer IS NOT NULL
                LIMIT ?)
            """,
            .digest(sender),
            .instant(period.lowerBound),
            .instant(period.upperBound),
            .limit(limit)
        ) { $0.count(0) } ?? 0
    }

    func inquiries(from sender: Digest, after number: Int64, limit: Int) throws -> [WaitingInquiry] {
        try statements.all(
            "SELECT * FROM incomingText WHERE number > ? AND sender = ? ORDER BY number LIMIT ?",
            .integer(number),
            .digest(sender),
            .limit(limit),
            read: Self.inquiry
        )
    }

    func answerableInquiries(
        at machineNow: Instant,
        besides gateways: [String],
        limit: Int
    ) throws -> [WaitingInquiry] {
        var names = JSONWriter()
        names.array(of: gateways) { $0.value($1) }
        return try statements.all(
            """
            SELECT * FROM incomingText
            WHERE state = 'queued' AND nextAttemptAt <= ? AND gateway NOT IN (SELECT value FROM json_each(?))
            ORDER BY nextAttemptAt, number
            LIMIT ?
            """,
            .instant(machineNow),
            .text(String(decoding: names.bytes, as: UTF8.self)),
            .limit(limit),
            read: Self.inquiry
        )
    }

    /// Reads the columns in the order in which the table has them.
    static func inquiry(_ row: SQLRow) throws -> WaitingInquiry {
        var draft = InquiryDraft(
            gateway: row.text(1),
            providerID: row.optionalText(2),
            sender: try row.digest(3),
            at: row.instant(4),
            receivedAt: row.instant(5)
        )
        draft.answer = row.isNull(6) ? nil : try row.named(6, InquiryAnswer.self)
        draft.dossier = row.optionalInteger(7).map(StreamID.init)
        draft.isTrusted = row.integer(8) == 1
        if let number = row.optionalInteger(9), let commitment = row.optionalText(10) {
            draft.receiver = VaultReference(number: number, commitment: commitment)
        }
        return WaitingInquiry(number: row.integer(0), draft: draft, attempts: row.count(12))
    }
}

extension SQLiteTransaction {
    func insert(_ inquiry: InquiryDraft) throws -> Int64? {
        let added = try statements.run(
            """
            INSERT INTO incomingText (
                gateway, providerID, sender, at, receivedAt, answer, dossier, isTrusted, receiverNumber,
                receiverCommitment, state, attempts, nextAttemptAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)
            ON CONFLICT DO NOTHING
            """,
            .text(inquiry.gateway),
            .optional(inquiry.providerID),
            .digest(inquiry.sender),
            .instant(inquiry.at),
            .instant(inquiry.receivedAt),
            .optional(inquiry.answer?.rawValue),
            .optional(inquiry.dossier?.number),
            .integer(inquiry.isTrusted ? 1 : 0),
            .optional(inquiry.receiver?.number),
            .optional(inquiry.receiver?.commitment),
            .text((inquiry.answer == nil ? AnswerState.silent : .queued).rawValue)
        )
        return added == 1 ? statements.lastRowNumber : nil
    }

    func startAnswering(_ number: Int64, leaseUntil: Instant) throws -> Bool {
        try statements.run(
            """
            UPDATE incomingText SET state = 'sending', attempts = attempts + 1, nextAttemptAt = ?
            WHERE number = ? AND state = 'queued'
            """,
            .instant(leaseUntil),
            .integer(number)
        ) == 1
    }

    func finishAnswering(_ number: Int64, as state: AnswerState, retryAt: Instant?) throws {
        // An answer that comes after its lease has ended is still the better knowledge.
        try statements.run(
            """
            UPDATE incomingText
            SET state = ?1, nextAttemptAt = COALESCE(?2, nextAttemptAt),
                receiverNumber = CASE WHEN ?3 THEN NULL ELSE receiverNumber END,
                receiverCommitment = CASE WHEN ?3 THEN NULL ELSE receiverCommitment END
            WHERE number = ?4 AND (state = 'sending' OR (state = 'unknown' AND ?3))
            """,
            .text(state.rawValue),
            .instant(retryAt),
            .integer(state.isEnd ? 1 : 0),
            .integer(number)
        )
    }

    func hastenAnswers(at machineNow: Instant, limit: Int) throws -> Int {
        try statements.run(
            """
            UPDATE incomingText SET nextAttemptAt = ?1
            WHERE number IN (
                SELECT number FROM incomingText
                WHERE state = 'queued' AND nextAttemptAt > ?1
                ORDER BY nextAttemptAt, number LIMIT ?2)
            """,
            .instant(machineNow),
            .limit(limit)
        )
    }

    func lapsedInquiries(at machineNow: Instant, limit: Int) throws -> [WaitingInquiry] {
        try statements.all(
            """
            SELECT * FROM incomingText WHERE state = 'sending' AND nextAttemptAt <= ?
            ORDER BY nextAttemptAt
            LIMIT ?
            """,
            .instant(machineNow),
            .limit(limit),
            read: Self.inquiry
        )
    }

    func forgetInquiries(before: Instant, limit: Int) throws {
        try statements.run(
            """
            DELETE FROM incomingText WHERE number IN (
                SELECT number FROM incomingText
                WHERE receivedAt < ? AND state NOT IN ('queued', 'sending')
                ORDER BY receivedAt
                LIMIT ?)
            """,
            .instant(before),
            .limit(limit)
        )
    }
}

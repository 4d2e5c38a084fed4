import DossierDomain
import DossierEngine
import WorkingCalendar

/// Texts (tin nhắn) queued, taken and finished.
extension SQLiteTransaction {
    func enqueue(_ draft: OutboxDraft) throws {
        try statements.run(
            """
            INSERT INTO outboxMessage (
                dossier, position, kind, dueAt, quotesNumber, quotesCommitment, createdAt, amountInDong,
                resend, state, attempts, nextAttemptAt, heldUntil)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 'queued', 0, 0, 0)
            ON CONFLICT (dossier, position, kind, resend) DO NOTHING
            """,
            .integer(draft.dossier.number),
            .count(draft.position),
            .text(draft.kind.rawValue),
            .instant(draft.dueAt),
            .optional(draft.quotes?.number),
            .optional(draft.quotes?.commitment),
            .instant(draft.createdAt),
            .optional(draft.amountInDong)
        )
    }

    func enqueueAgain(_ message: OutboxMessage, at now: Instant) throws -> Int64 {
        let added = try statements.run(
            """
            INSERT INTO outboxMessage (
                dossier, position, kind, dueAt, quotesNumber, quotesCommitment, createdAt, amountInDong,
                resend, state, attempts, nextAttemptAt, heldUntil)
            SELECT dossier, position, kind, dueAt, quotesNumber, quotesCommitment, ?, amountInDong,
                resend + 1, 'queued', 0, 0, 0
            FROM outboxMessage
            WHERE number = ?
            """,
            .instant(now),
            .integer(message.number)
        )
        guard added == 1 else { throw StoreError(.damaged, "text \(message.number) is missing") }
        return statements.lastRowNumber
    }

    func startSending(_ number: Int64, gateway: String, leaseUntil: Instant) throws -> Bool {
        try statements.run(
            """
            UPDATE outboxMessage
            SET state = 'sending', attempts = attempts + 1, nextAttemptAt = ?, gateway = ?
            WHERE number = ? AND state = 'queued'
            """,
            .instant(leaseUntil),
            .text(gateway),
            .integer(number)
        ) == 1
    }

    func handOver(_ number: Int64, to gateway: String, leaseUntil: Instant) throws -> Bool {
        try statements.run(
            """
            UPDATE outboxMessage SET gateway = ?, nextAttemptAt = ?
            WHERE number = ? AND state IN ('sending', 'unknown') AND reportedAt IS NULL
            """,
            .text(gateway),
            .instant(leaseUntil),
            .integer(number)
        ) == 1
    }

    func finishSending(_ number: Int64, outcome: MessageOutcome) throws {
        // An answer may come after its lease has ended: then it is still the better knowledge. A report that came
        // before it is better still, so that the state stays as the report left it.
        let changed = try statements.run(
            """
            UPDATE outboxMessage
            SET state = CASE WHEN state IN ('sending', 'unknown') THEN ?1 ELSE state END,
                reason = CASE WHEN state IN ('sending', 'unknown') THEN ?2 ELSE reason END,
                nextAttemptAt = COALESCE(?3, nextAttemptAt), providerReference = COALESCE(?4, providerReference),
                sentAt = COALESCE(?5, sentAt), confirmBy = COALESCE(?6, confirmBy), receiver = COALESCE(?7, receiver)
            WHERE number = ?8 AND (state IN ('sending', 'unknown') OR reportedAt IS NOT NULL)
            """,
            .text(outcome.state.rawValue),
            .optional(outcome.reason),
            .instant(outcome.retryAt),
            .optional(outcome.providerReference),
            .instant(outcome.sentAt),
            .instant(outcome.confirmBy),
            outcome.receiver.map { .digest($0) } ?? .null,
            .integer(number)
        )
        guard changed == 1 else { throw StoreError(.damaged, "text \(number) is not being sent") }
    }

    func hold(_ number: Int64, until: Instant) throws {
        try statements.run(
            "UPDATE outboxMessage SET heldUntil = ? WHERE number = ? AND state = 'queued'",
            .instant(until),
            .integer(number)
        )
    }

    func releaseHeld(at now: Instant) throws -> Int {
        try statements.run(
            """
            UPDATE outboxMessage SET heldUntil = 0
            WHERE state = 'queued' AND heldUntil > 0 AND heldUntil <= ?
            """,
            .instant(now)
        )
    }

    func releaseHeld(beyond latest: Instant) throws -> Int {
        try statements.run(
            """
            UPDATE outboxMessage SET heldUntil = 0
            WHERE state = 'queued' AND heldUntil > 0 AND heldUntil > ?
            """,
            .instant(latest)
        )
    }

    func hastenRetries(at machineNow: Instant, limit: Int) throws -> Int {
        try statements.run(
            """
            UPDATE outboxMessage SET nextAttemptAt = ?1
            WHERE number IN (
                SELECT number FROM outboxMessage
                WHERE state = 'queued' AND heldUntil = 0 AND nextAttemptAt > ?1
                ORDER BY nextAttemptAt, number LIMIT ?2)
            """,
            .instant(machineNow),
            .limit(limit)
        )
    }

    func settle(_ number: Int64, as state: MessageState, reportedAt: Instant, confirmBy: Instant?) throws {
        // Taken by the gateway it was in any case, though its answer may not have come.
        try statements.run(
            """
            UPDATE outboxMessage
            SET state = ?1, reportedAt = ?2, sentAt = COALESCE(sentAt, ?2), reason = NULL,
                confirmBy = COALESCE(confirmBy, ?4)
            WHERE number = ?3
            """,
            .text(state.rawValue),
            .instant(reportedAt),
            .integer(number),
            .instant(confirmBy)
        )
    }

    func keep(_ report: DeliveryReport.State, of gateway: String, reference: String, at machineNow: Instant) throws {
        try statements.run(
            """
            INSERT INTO earlyReport (gateway, providerReference, state, at) VALUES (?, ?, ?, ?)
            ON CONFLICT (gateway, providerReference) DO UPDATE SET state = excluded.state, at = excluded.at
            """,
            .text(gateway),
            .text(reference),
            .text(report.rawValue),
            .instant(machineNow)
        )
    }

    func forgetEarlyReport(of gateway: String, reference: String) throws {
        try statements.run(
            "DELETE FROM earlyReport WHERE gateway = ? AND providerReference = ?",
            .text(gateway),
            .text(reference)
        )
    }

    func forgetEarlyReports(before: Instant, limit: Int) throws {
        try statements.run(
            """
            DELETE FROM earlyReport WHERE (gateway, providerReference) IN (
                SELECT gateway, providerReference FROM earlyReport WHERE at < ? ORDER BY at LIMIT ?)
            """,
            .instant(before),
            .limit(limit)
        )
    }

    func eraseReceivers(of dossier: StreamID) throws {
        let id = SQLValue.integer(dossier.number)
        try statements.run(
            "UPDATE main.outboxMessage SET receiver = NULL WHERE dossier = ? AND receiver IS NOT NULL",
            id
        )
        guard hasArchive else { return }
        let isThere = try statements.first(
            "SELECT 1 FROM archive.outboxMessage WHERE dossier = ? AND receiver IS NOT NULL LIMIT 1",
            id
        ) { _ in true }
        guard isThere == true else { return }
        guard archive == .writable else { throw StoreError.archiveOnlyRead }
        try statements.run(
            "UPDATE archive.outboxMessage SET receiver = NULL WHERE dossier = ? AND receiver IS NOT NULL",
            id
        )
        try noteArchiveChange()
    }

    func setOptedOut(_ receiver: Digest, since: Instant?) throws {
        guard let since else {
            try statements.run("DELETE FROM optedOut WHERE receiver = ?", .digest(receiver))
            return
        }
        try statements.run(
            "INSERT INTO optedOut (receiver, at) VALUES (?, ?) ON CONFLICT (receiver) DO NOTHING",
            .digest(receiver),
            .instant(since)
        )
    }

    func expireConfirmations(at machineNow: Instant) throws -> Int {
        try statements.run(
            """
            UPDATE outboxMessage SET state = 'unconfirmed'
            WHERE state = 'accepted' AND confirmBy IS NOT NULL AND confirmBy <= ?
            """,
            .instant(machineNow)
        )
    }

    func hastenConfirmations(at latest: Instant, limit: Int) throws -> Int {
        try statements.run(
            """
            UPDATE outboxMessage SET confirmBy = ?1
            WHERE number IN (
                SELECT number FROM outboxMessage
                WHERE state = 'accepted' AND confirmBy IS NOT NULL AND confirmBy > ?1
                ORDER BY confirmBy, number LIMIT ?2)
            """,
            .instant(latest),
            .limit(limit)
        )
    }

    func expireLeases(at machineNow: Instant) throws -> Int {
        try statements.run(
            "UPDATE outboxMessage SET state = 'unknown' WHERE state = 'sending' AND nextAttemptAt <= ?",
            .instant(machineNow)
        )
    }
}

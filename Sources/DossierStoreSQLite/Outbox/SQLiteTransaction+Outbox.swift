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
                state, attempts, nextAttemptAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', 0, 0)
            ON CONFLICT (dossier, position, kind) DO NOTHING
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

    func finishSending(_ number: Int64, outcome: MessageOutcome) throws {
        // An answer may come after its lease has ended: then it is still the better knowledge.
        let changed = try statements.run(
            """
            UPDATE outboxMessage
            SET state = ?, nextAttemptAt = COALESCE(?, nextAttemptAt),
                providerReference = COALESCE(?, providerReference), sentAt = COALESCE(?, sentAt)
            WHERE number = ? AND state IN ('sending', 'unknown')
            """,
            .text(outcome.state.rawValue),
            .instant(outcome.retryAt),
            .optional(outcome.providerReference),
            .instant(outcome.sentAt),
            .integer(number)
        )
        guard changed == 1 else { throw StoreError(.damaged, "text \(number) is not being sent") }
    }

    func expireLeases(at machineNow: Instant) throws -> Int {
        try statements.run(
            "UPDATE outboxMessage SET state = 'unknown' WHERE state = 'sending' AND nextAttemptAt <= ?",
            .instant(machineNow)
        )
    }
}

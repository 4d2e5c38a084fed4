import DossierDomain
import DossierEngine
import WorkingCalendar

/// Notifications to other systems (webhook) in the tables `webhookCursor` and `webhookDelivery`.
extension SQLiteReading {
    func webhookCursor(of subscription: String) throws -> WebhookCursor? {
        try statements.first("SELECT message, notice FROM webhookCursor WHERE subscription = ?", .text(subscription)) {
            WebhookCursor(text: $0.integer(0), notice: $0.integer(1))
        }
    }

    func lastNoticeNumber() throws -> Int64 {
        try statements.first("SELECT COALESCE(MAX(number), 0) FROM notice") { $0.integer(0) } ?? 0
    }

    func dueDeliveries(of subscription: String, at machineNow: Instant, limit: Int) throws -> [WebhookDelivery] {
        try statements.all(
            """
            SELECT number, message, notice, attempts FROM webhookDelivery AS delivery
            WHERE subscription = ? AND state = 'queued' AND nextAttemptAt <= ?
              AND NOT EXISTS (
                  SELECT 1 FROM webhookDelivery AS earlier
                  WHERE earlier.subscription = delivery.subscription AND earlier.dossier = delivery.dossier
                    AND earlier.state = 'queued' AND earlier.number < delivery.number)
            ORDER BY nextAttemptAt, number
            LIMIT ?
            """,
            .text(subscription),
            .instant(machineNow),
            .limit(limit)
        ) { row in
            // The table holds one of the two.
            let cause = row.optionalInteger(1).map(WebhookCause.text) ?? .notice(row.integer(2))
            return WebhookDelivery(number: row.integer(0), cause: cause, attempts: row.count(3))
        }
    }

    func webhookCounts(of subscription: String) throws -> WebhookCounts {
        let counts = try statements.first(
            """
            SELECT (SELECT COUNT(*) FROM webhookDelivery WHERE subscription = ?1 AND state = 'queued'),
                (SELECT COUNT(*) FROM webhookDelivery WHERE subscription = ?1 AND state = 'dead'),
                COALESCE(
                    (SELECT reason FROM webhookDelivery WHERE subscription = ?1 AND state = 'dead'
                        ORDER BY number DESC LIMIT 1),
                    (SELECT reason FROM webhookDelivery WHERE subscription = ?1 AND state = 'queued'
                        ORDER BY nextAttemptAt DESC LIMIT 1))
            """,
            .text(subscription)
        ) { (queued: $0.count(0), dead: $0.count(1), lastError: $0.optionalText(2)) }
        return WebhookCounts(
            queued: counts?.queued ?? 0,
            dead: counts?.dead ?? 0,
            lastError: counts?.lastError,
            isGone: try isWebhookGone(of: subscription)
        )
    }

    func isWebhookGone(of subscription: String) throws -> Bool {
        try statements.first(
            "SELECT 1 FROM webhookDelivery WHERE subscription = ? AND state = 'dead' AND reason = ? LIMIT 1",
            .text(subscription),
            .text(WebhookOutcome.gone)
        ) { _ in true } ?? false
    }
}

extension SQLiteTransaction {
    func setWebhookCursor(of subscription: String, to cursor: WebhookCursor) throws {
        try statements.run(
            """
            INSERT INTO webhookCursor (subscription, message, notice) VALUES (?, ?, ?)
            ON CONFLICT (subscription) DO UPDATE SET message = excluded.message, notice = excluded.notice
            """,
            .text(subscription),
            .integer(cursor.text),
            .integer(cursor.notice)
        )
    }

    func queueDelivery(of cause: WebhookCause, about dossier: StreamID, to subscription: String) throws {
        let (message, notice): (Int64?, Int64?) =
            switch cause {
            case .text(let number): (number, nil)
            case .notice(let number): (nil, number)
            }
        try statements.run(
            """
            INSERT INTO webhookDelivery (subscription, message, notice, dossier, state, attempts, nextAttemptAt)
            VALUES (?, ?, ?, ?, 'queued', 0, 0)
            ON CONFLICT DO NOTHING
            """,
            .text(subscription),
            .optional(message),
            .optional(notice),
            .integer(dossier.number)
        )
    }

    func forgetSubscriptions(except names: Set<String>) throws {
        let known = try statements.all("SELECT subscription FROM webhookCursor") { $0.text(0) }
        for name in known where !names.contains(name) {
            try statements.run("DELETE FROM webhookDelivery WHERE subscription = ?", .text(name))
            try statements.run("DELETE FROM webhookCursor WHERE subscription = ?", .text(name))
        }
    }

    func finishDelivery(_ number: Int64, _ outcome: WebhookOutcome, at machineNow: Instant) throws {
        let (state, reason, retryAt, endedAt): (String, String?, Instant?, Instant?) =
            switch outcome {
            case .delivered: ("delivered", nil, nil, machineNow)
            case .again(let instant, let reason): ("queued", reason, instant, nil)
            case .dead(let reason): ("dead", reason, nil, machineNow)
            }
        try statements.run(
            """
            UPDATE webhookDelivery
            SET state = ?, reason = ?, nextAttemptAt = COALESCE(?, nextAttemptAt), endedAt = ?, attempts = attempts + 1
            WHERE number = ? AND state = 'queued'
            """,
            .text(state),
            .optional(reason.map { String($0.prefix(MessageOutcome.maximumReason)) }),
            .instant(retryAt),
            .instant(endedAt),
            .integer(number)
        )
    }

    func hastenDeliveries(of subscription: String, tried attempts: Int, at latest: Instant, limit: Int) throws -> Int {
        try statements.run(
            """
            UPDATE webhookDelivery SET nextAttemptAt = ?2
            WHERE number IN (
                SELECT number FROM webhookDelivery
                WHERE subscription = ?1 AND state = 'queued' AND nextAttemptAt > ?2 AND attempts = ?3
                ORDER BY nextAttemptAt, number LIMIT ?4)
            """,
            .text(subscription),
            .instant(latest),
            .count(attempts),
            .limit(limit)
        )
    }

    func retryDeadDeliveries(of subscription: String, limit: Int) throws -> Int {
        // Left behind, the word that none is wanted any more would keep back all that is queued.
        try statements.run(
            """
            UPDATE webhookDelivery SET state = 'queued', attempts = 0, nextAttemptAt = 0, endedAt = NULL
            WHERE number IN (
                SELECT number FROM webhookDelivery WHERE subscription = ? AND state = 'dead'
                ORDER BY reason IS NOT ?, number LIMIT ?)
            """,
            .text(subscription),
            .text(WebhookOutcome.gone),
            .limit(limit)
        )
    }

    func forgetDeliveries(before: Instant, limit: Int) throws {
        try statements.run(
            """
            DELETE FROM webhookDelivery WHERE number IN (
                SELECT number FROM webhookDelivery
                WHERE endedAt < ? AND (reason IS NULL OR reason <> ?)
                ORDER BY endedAt LIMIT ?)
            """,
            .instant(before),
            .text(WebhookOutcome.gone),
            .limit(limit)
        )
    }
}

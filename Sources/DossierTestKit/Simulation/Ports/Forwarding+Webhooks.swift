import DossierDomain
import DossierEngine
import WorkingCalendar

/// Notifications to other systems (webhook), passed on.
extension ForwardingSnapshot {
    func webhookCursor(of subscription: String) throws -> WebhookCursor? {
        try snapshot.webhookCursor(of: subscription)
    }
    func lastMessageNumber() throws -> Int64 { try snapshot.lastMessageNumber() }
    func messages(after number: Int64, limit: Int) throws -> [OutboxMessage] {
        try snapshot.messages(after: number, limit: limit)
    }
    func lastNoticeNumber() throws -> Int64 { try snapshot.lastNoticeNumber() }
    func notices(after number: Int64, limit: Int) throws -> [Notice] {
        try snapshot.notices(after: number, limit: limit)
    }
    func dueDeliveries(of subscription: String, at machineNow: Instant, limit: Int) throws -> [WebhookDelivery] {
        try snapshot.dueDeliveries(of: subscription, at: machineNow, limit: limit)
    }
    func webhookCounts(of subscription: String) throws -> WebhookCounts {
        try snapshot.webhookCounts(of: subscription)
    }
    func isWebhookGone(of subscription: String) throws -> Bool { try snapshot.isWebhookGone(of: subscription) }
}

extension ForwardingTransaction {
    func setWebhookCursor(of subscription: String, to cursor: WebhookCursor) throws {
        try base.setWebhookCursor(of: subscription, to: cursor)
    }
    func forgetSubscriptions(except names: Set<String>) throws { try base.forgetSubscriptions(except: names) }
    func queueDelivery(of cause: WebhookCause, about dossier: StreamID, to subscription: String) throws {
        try base.queueDelivery(of: cause, about: dossier, to: subscription)
    }
    func finishDelivery(_ number: Int64, _ outcome: WebhookOutcome, at machineNow: Instant) throws {
        try base.finishDelivery(number, outcome, at: machineNow)
    }
    func hastenDeliveries(of subscription: String, tried attempts: Int, at latest: Instant, limit: Int) throws -> Int {
        try base.hastenDeliveries(of: subscription, tried: attempts, at: latest, limit: limit)
    }
    func retryDeadDeliveries(of subscription: String, limit: Int) throws -> Int {
        try base.retryDeadDeliveries(of: subscription, limit: limit)
    }
    func forgetDeliveries(before: Instant, limit: Int) throws {
        try base.forgetDeliveries(before: before, limit: limit)
    }
}

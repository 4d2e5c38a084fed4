import DossierEngine
import WorkingCalendar

/// Notifications to other systems (webhook), passed on.
extension ForwardingSnapshot {
    func webhookCursor(of subscription: String) throws -> Int64? { try snapshot.webhookCursor(of: subscription) }
    func lastMessageNumber() throws -> Int64 { try snapshot.lastMessageNumber() }
    func messages(after number: Int64, limit: Int) throws -> [OutboxMessage] {
        try snapshot.messages(after: number, limit: limit)
    }
    func dueDeliveries(of subscription: String, at machineNow: Instant, limit: Int) throws -> [WebhookDelivery] {
        try snapshot.dueDeliveries(of: subscription, at: machineNow, limit: limit)
    }
    func webhookCounts(of subscription: String) throws -> WebhookCounts {
        try snapshot.webhookCounts(of: subscription)
    }
}

extension ForwardingTransaction {
    func setWebhookCursor(of subscription: String, to message: Int64) throws {
        try base.setWebhookCursor(of: subscription, to: message)
    }
    func forgetSubscriptions(except names: Set<String>) throws { try base.forgetSubscriptions(except: names) }
    func queueDelivery(of message: OutboxMessage, to subscription: String) throws {
        try base.queueDelivery(of: message, to: subscription)
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

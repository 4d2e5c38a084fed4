public import WorkingCalendar

/// One notification on its way to one subscriber (lượt gọi webhook).
public struct WebhookDelivery: Hashable, Sendable {
    /// Its number.
    public let number: Int64
    /// The text in the outbox whose news it tells.
    public let message: Int64
    /// How often it was tried.
    public let attempts: Int

    /// Creates a delivery.
    public init(number: Int64, message: Int64, attempts: Int) {
        self.number = number
        self.message = message
        self.attempts = attempts
    }
}

/// What became of one try.
public enum WebhookOutcome: Hashable, Sendable {
    /// The reason of what was given up because the system wants none any more.
    public static let gone = "gone"

    /// The subscriber took it, or there was nothing to tell any more.
    case delivered
    /// It is tried again, at an instant of machine time.
    case again(at: Instant, reason: String)
    /// It is given up, until somebody has it tried again.
    case dead(reason: String)
}

/// How many notifications of a subscription wait, and how many were given up.
public struct WebhookCounts: Hashable, Sendable {
    /// Those that wait.
    public let queued: Int
    /// Those that were given up.
    public let dead: Int
    /// What went wrong last with one that waits or was given up; nil if nothing has.
    public let lastError: String?
    /// Whether the system said that it wants none any more.
    public let isGone: Bool

    /// Creates counts.
    public init(queued: Int, dead: Int, lastError: String?, isGone: Bool = false) {
        self.isGone = isGone
        self.queued = queued
        self.dead = dead
        self.lastError = lastError
    }
}

/// What can be asked about notifications to other systems, all as of one moment.
///
/// Every method throws ``StoreError`` if the store cannot be read.
public protocol WebhookSnapshot {
    /// The last outbox text that was looked at for a subscription; nil if it is new.
    func webhookCursor(of subscription: String) throws -> Int64?
    /// The number of the latest text of the outbox; 0 if there is none.
    func lastMessageNumber() throws -> Int64
    /// Texts of the outbox after a number, whatever became of them, oldest first; at most `limit`.
    func messages(after number: Int64, limit: Int) throws -> [OutboxMessage]
    /// Notifications of a subscription that are due, oldest instant first, none while an earlier one of its dossier
    /// waits; at most `limit`.
    func dueDeliveries(of subscription: String, at machineNow: Instant, limit: Int) throws -> [WebhookDelivery]
    /// How many notifications of a subscription wait or were given up.
    func webhookCounts(of subscription: String) throws -> WebhookCounts
}

/// What can be changed about notifications to other systems, all or nothing.
///
/// Every method throws ``StoreError`` if the store cannot be written.
public protocol WebhookTransaction {
    /// Notes up to which outbox text a subscription was looked at.
    func setWebhookCursor(of subscription: String, to message: Int64) throws
    /// Queues a notification; a second one of the same text and subscription is left out.
    func queueDelivery(of message: OutboxMessage, to subscription: String) throws
    /// Notes what became of a try.
    func finishDelivery(_ number: Int64, _ outcome: WebhookOutcome, at machineNow: Instant) throws
    /// Has notifications tried at an instant of machine time that were tried so often and wait for a later one, the
    /// earliest first; at most `limit`.
    ///
    /// - Returns: How many.
    func hastenDeliveries(of subscription: String, tried attempts: Int, at latest: Instant, limit: Int) throws -> Int
    /// Queues again what was given up, with all its tries; at most `limit`.
    ///
    /// - Returns: How many.
    func retryDeadDeliveries(of subscription: String, limit: Int) throws -> Int
    /// Forgets the place and the notifications of every subscription but these: one that comes back begins anew.
    func forgetSubscriptions(except names: Set<String>) throws
    /// Forgets what ended before an instant of machine time; at most `limit`.
    func forgetDeliveries(before: Instant, limit: Int) throws
}

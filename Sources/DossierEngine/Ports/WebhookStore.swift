public import WorkingCalendar

/// What a notification to other systems tells of (nguồn tin webhook).
public enum WebhookCause: Hashable, Sendable {
    /// A text to an applicant, by its number in the outbox.
    case text(Int64)
    /// A rung of the ladder that staff were told of, by the number of the first of its notices.
    case notice(Int64)
}

/// How far was looked for a subscription (vị trí đã xem).
public struct WebhookCursor: Hashable, Sendable {
    /// The number of the last text of the outbox; 0 for none.
    public var text: Int64
    /// The number of the last notice; 0 for none.
    public var notice: Int64

    /// Creates a place.
    public init(text: Int64, notice: Int64) {
        self.text = text
        self.notice = notice
    }
}

/// One notification on its way to one subscriber (lượt gọi webhook).
public struct WebhookDelivery: Hashable, Sendable {
    /// Its number.
    public let number: Int64
    /// What it tells of.
    public let cause: WebhookCause
    /// How often it was tried.
    public let attempts: Int

    /// Creates a delivery.
    public init(number: Int64, cause: WebhookCause, attempts: Int) {
        self.number = number
        self.cause = cause
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
    /// How far was looked for a subscription; nil if it is new.
    func webhookCursor(of subscription: String) throws -> WebhookCursor?
    /// The number of the latest text of the outbox; 0 if there is none.
    func lastMessageNumber() throws -> Int64
    /// Texts of the outbox after a number, whatever became of them, oldest first; at most `limit`.
    func messages(after number: Int64, limit: Int) throws -> [OutboxMessage]
    /// The number of the latest notice to staff; 0 if there is none.
    func lastNoticeNumber() throws -> Int64
    /// Notices to staff after a number, whoever got them, oldest first; at most `limit`.
    func notices(after number: Int64, limit: Int) throws -> [Notice]
    /// Notifications of a subscription that are due, oldest instant first, none while an earlier one of its dossier
    /// waits; at most `limit`.
    func dueDeliveries(of subscription: String, at machineNow: Instant, limit: Int) throws -> [WebhookDelivery]
    /// How many notifications of a subscription wait or were given up, which takes the counting of them all.
    func webhookCounts(of subscription: String) throws -> WebhookCounts
    /// Whether the system of a subscription said that it wants no more, and nobody had it tried again since.
    func isWebhookGone(of subscription: String) throws -> Bool
}

/// What can be changed about notifications to other systems, all or nothing.
///
/// Every method throws ``StoreError`` if the store cannot be written.
public protocol WebhookTransaction {
    /// Notes how far was looked for a subscription.
    func setWebhookCursor(of subscription: String, to cursor: WebhookCursor) throws
    /// Queues a notification about a dossier; a second one of the same cause and subscription is left out.
    func queueDelivery(of cause: WebhookCause, about dossier: StreamID, to subscription: String) throws
    /// Notes what became of a try.
    func finishDelivery(_ number: Int64, _ outcome: WebhookOutcome, at machineNow: Instant) throws
    /// Has notifications tried at an instant of machine time that were tried so often and wait for a later one, the
    /// earliest first; at most `limit`.
    ///
    /// - Returns: How many.
    func hastenDeliveries(of subscription: String, tried attempts: Int, at latest: Instant, limit: Int) throws -> Int
    /// Queues again what was given up, with all its tries, first that by which the system said that it wants no more,
    /// then the oldest; at most `limit`.
    ///
    /// - Returns: How many.
    func retryDeadDeliveries(of subscription: String, limit: Int) throws -> Int
    /// Forgets the place and the notifications of every subscription but these: one that comes back begins anew.
    func forgetSubscriptions(except names: Set<String>) throws
    /// Forgets what ended before an instant of machine time, but for what a system answered that wants no more; at most
    /// `limit`.
    func forgetDeliveries(before: Instant, limit: Int) throws
}

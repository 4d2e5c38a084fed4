public import DossierDomain
public import WorkingCalendar

/// What a text to the applicant tells (loại tin nhắn).
public enum NotificationKind: String, CaseIterable, Sendable {
    /// The dossier was received and has an appointment.
    case received
    /// The clock runs again and the appointment has moved.
    case resumed
    /// More papers are asked for.
    case supplementNeeded
    /// A payment is asked for.
    case paymentDue
    /// The result can be collected.
    case resultReady
    /// The result can be collected and is a denial.
    case resultDenied
    /// The dossier was not received.
    case refused
    /// The dossier was stopped.
    case stopped
    /// The dossier was withdrawn at the citizen's wish.
    case withdrawn
    /// The office apologises and gives a new appointment.
    case apology
    /// The appointment has passed.
    case overdue
    /// Days off were declared and the appointment has moved later.
    case rescheduled
}

/// How far a text has come (trạng thái tin nhắn).
public enum MessageState: String, CaseIterable, Sendable {
    /// Waits to be sent. To sending.
    case queued
    /// Handed to a gateway, answer awaited. To accepted, rejected, failed, queued again, or unknown.
    case sending
    /// Taken by the gateway. An end until receipts come.
    case accepted
    /// Refused by the gateway for good. An end.
    case rejected
    /// Given up after the last try, or nobody to send it to. An end.
    case failed
    /// The gateway's answer never came; it may or may not have been sent. An end.
    case unknown
}

/// A text that must go out (tin nhắn chờ gửi), as its cause left it: no number, no name, no typed word.
public struct OutboxDraft: Hashable, Sendable {
    /// The dossier.
    public let dossier: StreamID
    /// The position of the event that caused it; one text per cause and kind.
    public let position: Int
    /// What it tells.
    public let kind: NotificationKind
    /// The appointment it tells, if any.
    public let dueAt: Instant?
    /// The sum it tells, in đồng, if any.
    public let amountInDong: Int64?
    /// The typed words it quotes, in the vault, if any.
    public let quotes: VaultReference?
    /// When it was caused.
    public let createdAt: Instant

    /// Creates a draft.
    public init(
        dossier: StreamID,
        position: Int,
        kind: NotificationKind,
        dueAt: Instant?,
        amountInDong: Int64? = nil,
        quotes: VaultReference?,
        createdAt: Instant
    ) {
        self.dossier = dossier
        self.position = position
        self.kind = kind
        self.dueAt = dueAt
        self.amountInDong = amountInDong
        self.quotes = quotes
        self.createdAt = createdAt
    }
}

/// A text in the outbox.
public struct OutboxMessage: Hashable, Sendable {
    /// Its number: our own stable reference towards gateways.
    public let number: Int64
    /// What it is.
    public let draft: OutboxDraft
    /// How far it has come.
    public let state: MessageState
    /// How often it was tried.
    public let attempts: Int
    /// When the gateway took it; nil until then.
    public let sentAt: Instant?

    /// Creates a message.
    public init(number: Int64, draft: OutboxDraft, state: MessageState, attempts: Int, sentAt: Instant?) {
        self.number = number
        self.draft = draft
        self.state = state
        self.attempts = attempts
        self.sentAt = sentAt
    }
}

/// What became of one try to send a text.
public struct MessageOutcome: Hashable, Sendable {
    /// The state after the try.
    public let state: MessageState
    /// The gateway's own reference; nil if it gave none.
    public let providerReference: String?
    /// When to try again, in machine time; nil unless queued again.
    public let retryAt: Instant?
    /// When the gateway took it, in the service's time; nil unless accepted.
    public let sentAt: Instant?

    /// Creates an outcome.
    public init(state: MessageState, providerReference: String?, retryAt: Instant?, sentAt: Instant?) {
        self.state = state
        self.providerReference = providerReference
        self.retryAt = retryAt
        self.sentAt = sentAt
    }
}

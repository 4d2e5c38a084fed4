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
    /// Days off or office hours were changed and the appointment has moved, later or earlier.
    case rescheduled
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
    /// How often staff had sent this news again before this text; 0 for the first.
    public let resend: Int
    /// How far it has come.
    public let state: MessageState
    /// Why it ended as it did, a word of ours or of the gateway; nil if there is nothing to say.
    public let reason: String?
    /// How often it was tried.
    public let attempts: Int
    /// The gateway that has it, or had it last; nil until tried.
    public let gateway: String?
    /// The gateway's own reference; nil if it gave none.
    public let providerReference: String?
    /// When the gateway took it; nil until then.
    public let sentAt: Instant?
    /// When the last report came; nil if none has.
    public let reportedAt: Instant?

    /// Creates a message.
    public init(
        number: Int64,
        draft: OutboxDraft,
        resend: Int = 0,
        state: MessageState,
        reason: String? = nil,
        attempts: Int,
        gateway: String? = nil,
        providerReference: String? = nil,
        sentAt: Instant?,
        reportedAt: Instant? = nil
    ) {
        self.number = number
        self.draft = draft
        self.resend = resend
        self.state = state
        self.reason = reason
        self.attempts = attempts
        self.gateway = gateway
        self.providerReference = providerReference
        self.sentAt = sentAt
        self.reportedAt = reportedAt
    }
}

extension OutboxMessage {
    /// Whether it was not sent because its receiver wants no texts, or none of this dossier (từ chối nhận tin).
    public var isOptedOut: Bool { state == .failed && MessagePreparation.isWish(reason) }

    /// Whether another text tells the same news of the same cause.
    public func tellsTheSame(as other: OutboxMessage) -> Bool {
        draft.dossier == other.draft.dossier && draft.position == other.draft.position && draft.kind == other.draft.kind
    }
}

/// What became of one try to send a text.
public struct MessageOutcome: Hashable, Sendable {
    /// The most characters of a reason that are kept.
    public static let maximumReason = 200

    /// The state after the try.
    public let state: MessageState
    /// Why, a word of ours or of the gateway, without a number or a word of the text; nil if there is nothing to say.
    public let reason: String?
    /// The gateway's own reference; nil if it gave none.
    public internal(set) var providerReference: String?
    /// When to try again, in machine time; nil unless queued again.
    public let retryAt: Instant?
    /// When the gateway took it, in the service's time; nil unless accepted.
    public let sentAt: Instant?
    /// When a report is overdue, in machine time; nil if none is awaited.
    public let confirmBy: Instant?
    /// The keyed hash of the number it went to; nil if there was none.
    public let receiver: Digest?

    /// Creates an outcome.
    public init(
        state: MessageState,
        reason: String? = nil,
        providerReference: String?,
        retryAt: Instant?,
        sentAt: Instant?,
        confirmBy: Instant? = nil,
        receiver: Digest? = nil
    ) {
        self.state = state
        self.reason = reason.map { String($0.prefix(Self.maximumReason)) }
        self.providerReference = providerReference
        self.retryAt = retryAt
        self.sentAt = sentAt
        self.confirmBy = confirmBy
        self.receiver = receiver
    }
}

/// Which texts are asked for (lọc tin nhắn).
public struct MessageFilter: Hashable, Sendable {
    /// Only of a dossier; nil for all.
    public var dossier: StreamID?
    /// Only in a state; nil for all.
    public var state: MessageState?
    /// Only of a gateway; nil for all.
    public var gateway: String?

    /// Creates a filter that takes every text.
    public init(dossier: StreamID? = nil, state: MessageState? = nil, gateway: String? = nil) {
        self.dossier = dossier
        self.state = state
        self.gateway = gateway
    }
}

/// A part of a list of texts.
public struct MessagePage: Sendable {
    /// The texts found, newest first.
    public let messages: [OutboxMessage]
    /// The oldest number up to which everything was looked at; nil if the list came to its end.
    public let reached: Int64?

    /// Creates a part.
    public init(messages: [OutboxMessage], reached: Int64?) {
        self.messages = messages
        self.reached = reached
    }
}

public import SMSText

/// A way to send texts (cổng SMS).
public protocol SMSGateway: Sendable {
    /// The name in logs, metrics, settings and the outbox; it never changes while texts of it are under way.
    var name: String { get }
    /// Whether it is given texts with their accents.
    var sendsAccents: Bool { get }
    /// The most segments of a text, 1 to 255; longer ones it rejects, so that they are shortened before.
    var maximumSegments: Int { get }
    /// How many texts it is given at once, 1 or more; a relay keeps the others back, where they can still be told apart
    /// from those that a gateway has.
    var window: Int { get }
    /// Sends one text.
    ///
    /// May be called twice for one reference: a gateway that can tells doubles by it. It answers within a bound of its
    /// own, shorter than the relay's lease.
    func send(_ submission: SMSSubmission) async -> SMSAnswer
    /// How it is, for the administrator; answered at once or within two seconds, for a relay waits for it, too.
    func condition() async -> GatewayCondition
}

extension SMSGateway {
    /// As many segments as phones can put together.
    public var maximumSegments: Int { 255 }
}

/// One text on its way to a gateway.
public struct SMSSubmission: Hashable, Sendable {
    /// Our own stable reference, 1 or more.
    public let reference: Int64
    /// The receiver.
    public let to: PhoneNumber
    /// The text.
    public let text: String
    /// Whether anybody wants to know what becomes of it.
    public let wantsReport: Bool

    /// Creates a submission.
    public init(reference: Int64, to: PhoneNumber, text: String, wantsReport: Bool = true) {
        self.wantsReport = wantsReport
        self.reference = reference
        self.to = to
        self.text = text
    }
}

/// What a gateway answered.
public enum SMSAnswer: Hashable, Sendable {
    /// It took the text; with its own reference if it gave one.
    case accepted(providerReference: String?)
    /// It refuses this text for good.
    case rejected(reason: String)
    /// Not now; the text was surely not taken.
    case later(reason: String)
    /// No answer; the text may or may not have been taken.
    case unknown(reason: String)
}

/// How a gateway is (tình trạng cổng SMS).
public struct GatewayCondition: Hashable, Sendable {
    /// Whether it can take texts.
    public enum State: String, Sendable {
        /// It takes texts.
        case up
        /// It is being reached; texts wait.
        case connecting
        /// It refuses us, for example for a wrong password, or cannot be reached for long: somebody has to look.
        case down
    }

    /// Whether it can take texts.
    public let state: State
    /// How many texts are handed over and not answered.
    public let unanswered: Int
    /// How many may be at once; nil if it says nothing.
    public let window: Int?
    /// What went wrong last, without a number, a text or a secret; nil if nothing has.
    public let lastError: String?

    /// Describes a gateway.
    public init(state: State, unanswered: Int = 0, window: Int? = nil, lastError: String? = nil) {
        self.state = state
        self.unanswered = unanswered
        self.window = window
        self.lastError = lastError
    }
}

/// What a gateway tells later of a text that it took (báo cáo gửi tin).
public struct DeliveryReport: Hashable, Sendable {
    /// What became of the text.
    public enum State: String, Sendable {
        /// The operator has it, or still tries.
        case underWay
        /// The phone has it.
        case delivered
        /// It could not be delivered.
        case undelivered
        /// It was not delivered in its time.
        case expired
        /// The operator refused it.
        case rejected
        /// The operator does not know.
        case unknown
    }

    /// Which text is meant.
    public enum Subject: Hashable, Sendable {
        /// By our own reference.
        case reference(Int64)
        /// By the gateway's references, of which the first known one counts: a report may write one in several ways.
        case providerReferences([String])
    }

    /// The gateway that tells.
    public let gateway: String
    /// Which text is meant.
    public let subject: Subject
    /// What became of it.
    public let state: State
    /// The number that the text went to, which tells texts of one reference apart; nil if the gateway does not name it.
    public let phone: PhoneNumber?

    /// Creates a report.
    public init(gateway: String, subject: Subject, state: State, phone: PhoneNumber? = nil) {
        self.gateway = gateway
        self.subject = subject
        self.state = state
        self.phone = phone
    }
}

/// A text that somebody sent to the service (tin nhắn đến).
public struct IncomingText: Hashable, Sendable {
    /// The gateway that took it.
    public let gateway: String
    /// The gateway's own id of it; nil if it gives none, so that a second delivery cannot be told.
    public let providerID: String?
    /// The sender as the gateway wrote it.
    public let sender: String
    /// The text.
    public let text: String

    /// Creates a text.
    public init(gateway: String, providerID: String?, sender: String, text: String) {
        self.gateway = gateway
        self.providerID = providerID
        self.sender = sender
        self.text = text
    }
}

public import DossierDomain
public import WorkingCalendar

/// What a citizen's text is answered (loại trả lời tin nhắn đến).
public enum InquiryAnswer: String, CaseIterable, Sendable {
    /// How the dossier is.
    case status
    /// There is no such dossier, or the PIN is wrong; nobody learns which.
    case unknown
    /// How to ask.
    case help
    /// No more texts will come.
    case optedOut
    /// Texts will come again.
    case optedIn
}

/// A citizen's text as it is kept (tin nhắn đến): no number, no word of it.
public struct InquiryDraft: Hashable, Sendable {
    /// The gateway that brought it.
    public var gateway: String
    /// The gateway's own id; nil if it gave none.
    public var providerID: String?
    /// The keyed hash of the number it came from.
    public var sender: Digest
    /// When it came, in the service's time.
    public var at: Instant
    /// When it came, in the machine's time.
    public var receivedAt: Instant
    /// What it is answered; nil for nothing.
    public var answer: InquiryAnswer?
    /// The dossier of which it is told; nil for none.
    public var dossier: StreamID?
    /// Whether the sender knew the PIN, or has the dossier's number.
    public var isTrusted: Bool
    /// The vault entry with the number to be answered; nil where nothing is answered.
    public var receiver: VaultReference?

    /// Creates a draft without answer.
    public init(gateway: String, providerID: String?, sender: Digest, at: Instant, receivedAt: Instant) {
        self.gateway = gateway
        self.providerID = providerID
        self.sender = sender
        self.at = at
        self.receivedAt = receivedAt
        isTrusted = false
    }
}

/// A citizen's text whose answer waits.
public struct WaitingInquiry: Hashable, Sendable {
    /// Its number.
    public let number: Int64
    /// What it is.
    public let draft: InquiryDraft
    /// How often the answer was tried.
    public let attempts: Int

    /// Creates a text.
    public init(number: Int64, draft: InquiryDraft, attempts: Int) {
        self.number = number
        self.draft = draft
        self.attempts = attempts
    }
}

/// How far an answer has come.
public enum AnswerState: String, CaseIterable, Sendable {
    /// It waits.
    case queued
    /// A gateway was asked.
    case sending
    /// The gateway took it.
    case accepted
    /// The gateway refused it for good.
    case rejected
    /// The gateway may or may not have taken it; it is never sent again.
    case unknown
    /// It was tried in vain.
    case failed
    /// There is none to be sent.
    case silent

    /// Whether nothing more will be tried.
    public var isEnd: Bool { self != .queued && self != .sending }
}

/// What can be asked about citizens' texts, all as of one moment.
///
/// Every method throws ``StoreError`` if the store cannot be read.
public protocol InquirySnapshot {
    /// Whether a gateway's text of that id was taken before.
    func hasInquiry(of gateway: String, providerID: String) throws -> Bool
    /// How many texts of a number that came in a period of machine time were answered; at most `limit` are counted.
    func answeredCount(from sender: Digest, during period: ClosedRange<Instant>, limit: Int) throws -> Int
    /// Texts of a number, whatever they were answered, oldest first, after a text; at most `limit`. It walks all texts.
    func inquiries(from sender: Digest, after number: Int64, limit: Int) throws -> [WaitingInquiry]
    /// Texts whose answers may be sent now by gateways other than those named, the oldest attempt first; at most
    /// `limit`.
    func answerableInquiries(
        at machineNow: Instant,
        besides gateways: [String],
        limit: Int
    ) throws -> [WaitingInquiry]
}

/// What can be changed about citizens' texts, all or nothing.
///
/// Every method throws ``StoreError`` if the store cannot be written.
public protocol InquiryTransaction {
    /// Keeps a text, its answer queued or silent.
    ///
    /// - Returns: Its number; nil if the gateway's text of that id was there already.
    func insert(_ inquiry: InquiryDraft) throws -> Int64?
    /// Marks a queued answer as being sent until a lease ends in machine time.
    ///
    /// - Returns: Whether it was still queued.
    func startAnswering(_ number: Int64, leaseUntil: Instant) throws -> Bool
    /// Notes what became of a try; with an end the receiver is forgotten.
    ///
    /// - Parameters:
    ///   - number: The text.
    ///   - state: The state after the try.
    ///   - retryAt: When to try again, in machine time; nil unless queued again.
    /// - Throws: ``StoreError``.
    func finishAnswering(_ number: Int64, as state: AnswerState, retryAt: Instant?) throws
    /// Lets queued answers be tried at an instant that wait for a later one, the earliest first; at most `limit`.
    ///
    /// - Returns: How many.
    func hastenAnswers(at machineNow: Instant, limit: Int) throws -> Int
    /// Texts whose answers were handed to a gateway and not heard of until an instant; at most `limit`.
    func lapsedInquiries(at machineNow: Instant, limit: Int) throws -> [WaitingInquiry]
    /// Forgets texts that came before an instant of machine time and are answered; at most `limit`.
    func forgetInquiries(before: Instant, limit: Int) throws
}

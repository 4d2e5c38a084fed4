public import SMSText
public import WorkingCalendar

/// The time of the service (đồng hồ hệ thống): the machine's, or the demo clock.
public protocol WallClock: Sendable {
    /// The present instant.
    var now: Instant { get }
}

/// A source of unpredictable bytes.
public protocol EntropySource: Sendable {
    /// Bytes nobody can foresee, as many as asked for.
    func bytes(_ count: Int) -> [UInt8]
}

/// Hashes passwords slowly (băm mật khẩu), off the threads that serve requests.
public protocol PasswordHasher: Sendable {
    /// Hashes a password with a fresh salt; the parameters stand in the result.
    ///
    /// - Throws: If the machine cannot do it, for want of memory.
    func hash(_ password: String) async throws -> String
    /// Whether a password is the one of a hash; false also for a hash that cannot be read.
    ///
    /// - Throws: If the machine cannot do it, for want of memory.
    func verify(_ password: String, against hash: String) async throws -> Bool
}

/// A way to send texts (cổng SMS).
public protocol SMSGateway: Sendable {
    /// The name in logs, metrics and the outbox.
    var name: String { get }
    /// Sends one text.
    ///
    /// May be called twice for one reference: a gateway that can tells doubles by it.
    func send(_ submission: SMSSubmission) async -> SMSAnswer
}

/// One text on its way to a gateway.
public struct SMSSubmission: Sendable {
    /// Our own stable reference.
    public let reference: Int64
    /// The receiver.
    public let to: PhoneNumber
    /// The text.
    public let text: String

    /// Creates a submission.
    public init(reference: Int64, to: PhoneNumber, text: String) {
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

/// What a client calls (các hàm nhận sự kiện của phiên SMPP).
public struct SMPPClientHandlers: Sendable {
    /// Takes a text or a receipt, and says afterwards what the SMSC is told.
    ///
    /// Several are called at once, at most as many as the session's `openDeliveryLimit`. Until the decision is there
    /// the SMSC has no answer, so that it delivers again if the program ends before the delivery is kept.
    public let delivered: @Sendable (ShortMessage) async -> SMPPDeliveryDecision

    /// Takes the answer to a submit whose outcome was already told as unknown because of its time-out.
    ///
    /// It is called on the thread of the connection, before any delivery that comes after the
    /// answer, and must not block.
    public let answeredLate: @Sendable (SubmissionID, SubmitOutcome) -> Void

    /// Takes one English sentence for the log, without credentials, numbers of citizens and texts.
    ///
    /// It is called on the thread of the connection and must not block.
    public let log: @Sendable (String) -> Void

    /// Creates handlers.
    ///
    /// - Parameters:
    ///   - delivered: Takes a text or a receipt.
    ///   - answeredLate: Takes an answer after its time-out; by default it is passed over.
    ///   - log: Takes a sentence for the log; by default it is passed over.
    public init(
        delivered: @escaping @Sendable (ShortMessage) async -> SMPPDeliveryDecision,
        answeredLate: @escaping @Sendable (SubmissionID, SubmitOutcome) -> Void = { _, _ in },
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.delivered = delivered
        self.answeredLate = answeredLate
        self.log = log
    }
}

/// What the SMSC is told about a delivery.
public enum SMPPDeliveryDecision: Sendable, Hashable, CaseIterable {
    /// It is safely kept, or known to be useless.
    case kept
    /// It could not be kept just now; the SMSC should deliver it again.
    case tryAgain
    /// It is not wanted; the SMSC should not deliver it again.
    case refused

    /// The status of the answer.
    var status: CommandStatus {
        switch self {
        case .kept: .ok
        case .tryAgain: .receiverTemporaryError
        case .refused: .receiverRejection
        }
    }
}

/// What became of a submit to a client.
public enum SMPPSubmitAnswer: Sendable, Hashable {
    /// It went out, and this is its outcome.
    case settled(SubmitOutcome)
    /// Nothing of it went out; the caller keeps it.
    case notTaken(NotTakenReason)
}

/// How a client is (tình trạng phiên SMPP).
public struct SMPPClientCondition: Sendable, Hashable {
    /// The states of a client.
    public enum State: Sendable, Hashable {
        /// Not started yet, connecting, binding, or waiting before the next try.
        case connecting
        /// Bound.
        case bound
        /// The last bind was refused with this status; it is tried again all the same.
        case refused(CommandStatus)
        /// Being shut down, or shut down.
        case ended
    }

    /// The state.
    public let state: State
    /// The submits that wait for their answers.
    public let unanswered: Int
    /// The submits that wait for their turn.
    public let waiting: Int
    /// The size of the window.
    public let window: Int
    /// The failures to connect or bind since the last success.
    public let failures: Int
    /// What went wrong last, as one English sentence without credentials; nil if nothing has.
    public let lastProblem: String?
}

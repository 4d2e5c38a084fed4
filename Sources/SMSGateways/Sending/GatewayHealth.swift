import DossierEngine

/// What a gateway remembers of its last answers (tình trạng cổng SMS), for the administrator.
actor GatewayHealth {
    /// Failures in a row after which a gateway that cannot be reached counts as down: one may be chance, two a restart.
    static let failuresUntilDown = 3

    /// Whether it can take texts.
    private(set) var state = GatewayCondition.State.up
    /// What went wrong last; nil if nothing has.
    private(set) var lastError: String?
    private var failures = 0

    /// Notes what one send ended with.
    func note(_ verdict: SendVerdict) {
        switch verdict {
        case .accepted:
            failures = 0
            state = .up
        // It answers. Many refusals may still be a mistake of the description, so the last one is kept.
        case .later(let reason), .rejected(let reason):
            failures = 0
            state = .up
            lastError = reason
        case .busy: break
        case .refusesUs(let reason):
            failures = Self.failuresUntilDown
            state = .down
            lastError = reason
        case .unreachable(let reason), .unknown(let reason):
            failures = min(failures + 1, Self.failuresUntilDown)
            state = failures < Self.failuresUntilDown ? .connecting : .down
            lastError = reason
        }
    }
}

/// What became of one send, finer than the answer to the relay (kết quả gửi).
enum SendVerdict: Hashable, Sendable {
    /// The text was taken.
    case accepted(providerReference: String?)
    /// The text is refused for good.
    case rejected(reason: String)
    /// The gateway answered that it cannot take the text now.
    case later(reason: String)
    /// All of our slots are taken; nothing was tried.
    case busy(reason: String)
    /// The gateway refuses us, not the text: wrong password, wrong address, no money.
    case refusesUs(reason: String)
    /// The gateway was not reached; the text was surely not taken.
    case unreachable(reason: String)
    /// The text was handed over and nothing that can be understood came back.
    case unknown(reason: String)

    /// The answer to the relay.
    var answer: SMSAnswer {
        switch self {
        case .accepted(let reference): .accepted(providerReference: reference)
        case .rejected(let reason): .rejected(reason: reason)
        case .later(let reason), .busy(let reason), .refusesUs(let reason), .unreachable(let reason):
            .later(reason: reason)
        case .unknown(let reason): .unknown(reason: reason)
        }
    }
}

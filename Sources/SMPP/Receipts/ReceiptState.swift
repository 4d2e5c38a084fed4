// SMPP v3.4, section 5.2.28 and appendix B.

/// The state of a message as a receipt tells it (trạng thái gửi tin).
public enum ReceiptState: String, Sendable, Hashable, CaseIterable {
    /// ENROUTE: on its way; not final.
    case enroute = "ENROUTE"
    /// DELIVRD: on the phone.
    case delivered = "DELIVRD"
    /// EXPIRED: its validity period is over.
    case expired = "EXPIRED"
    /// DELETED: deleted at the SMSC.
    case deleted = "DELETED"
    /// UNDELIV: cannot be delivered.
    case undeliverable = "UNDELIV"
    /// ACCEPTD: accepted by the network; by common practice not final.
    case accepted = "ACCEPTD"
    /// UNKNOWN: the SMSC does not know what became of it.
    case unknown = "UNKNOWN"
    /// REJECTD: rejected.
    case rejected = "REJECTD"

    /// What the state means for who waits for the message.
    public enum Verdict: Sendable, Hashable, CaseIterable {
        /// A later receipt will tell.
        case pending
        /// The phone has the message.
        case delivered
        /// The phone will never get the message.
        case failed
        /// Nobody knows, and no later receipt is promised.
        case uncertain
    }

    /// What the state means for who waits for the message.
    public var verdict: Verdict {
        switch self {
        case .enroute, .accepted: .pending
        case .delivered: .delivered
        case .expired, .deleted, .undeliverable, .rejected: .failed
        case .unknown: .uncertain
        }
    }

    /// Takes the number of message_state; nil for a number that the specification does not have.
    init?(number: UInt8) {
        switch number {
        case 1: self = .enroute
        case 2: self = .delivered
        case 3: self = .expired
        case 4: self = .deleted
        case 5: self = .undeliverable
        case 6: self = .accepted
        case 7: self = .unknown
        case 8: self = .rejected
        default: return nil
        }
    }

    /// Takes the word of the text form in any case, written out in full or not; nil for another word.
    init?(word: String) {
        let upper = word.uppercased()
        guard let state = Self(rawValue: upper) ?? Self.wordsInFull[upper] else { return nil }
        self = state
    }

    private static let wordsInFull: [String: ReceiptState] = [
        "DELIVERED": .delivered, "UNDELIVERABLE": .undeliverable, "UNDELIVERED": .undeliverable,
        "ACCEPTED": .accepted, "REJECTED": .rejected,
    ]
}

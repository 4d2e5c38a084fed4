/// How far a text has come (trạng thái tin nhắn).
public enum MessageState: String, CaseIterable, Sendable {
    /// Waits to be sent. To sending.
    case queued
    /// Handed to a gateway, answer awaited. To accepted, rejected, failed, queued again, or unknown.
    case sending
    /// Taken by the gateway, no final report yet.
    case accepted
    /// The phone has it. An end.
    case delivered
    /// The operator could not deliver it. An end, unless it is reported as delivered after all.
    case undelivered
    /// Refused for good, by the gateway or the operator. An end, as before.
    case rejected
    /// The operator gave it up after its time. An end, as before.
    case expired
    /// Taken by the gateway, and no report came in time. An end until one comes.
    case unconfirmed
    /// The gateway's answer never came; it may or may not have been sent. An end until a report settles it.
    case unknown
    /// Given up after no gateway took it for a day and a half, or nobody to send it to. An end.
    case failed

    /// The state after a report; nil if the report says nothing new.
    ///
    /// Reports come in any order, twice, and before the gateway's own answer. That the phone has it is believed always;
    /// a failure only while the text is under way as far as is known. A text that waits for another try was surely not
    /// taken, so no failure of it is believed.
    ///
    /// - Parameter report: What the gateway tells.
    /// - Returns: The new state, never the present one.
    public func after(_ report: DeliveryReport.State) -> MessageState? {
        let next: MessageState? =
            switch report {
            case .delivered: .delivered
            case .undelivered: isOpenToFailure ? .undelivered : nil
            case .expired: isOpenToFailure ? .expired : nil
            case .rejected: isOpenToFailure ? .rejected : nil
            case .underWay: self == .queued || self == .sending || self == .unknown ? .accepted : nil
            case .unknown: self == .accepted || self == .unknown ? .unconfirmed : nil
            }
        return next == self ? nil : next
    }

    private var isOpenToFailure: Bool {
        switch self {
        case .sending, .accepted, .unconfirmed, .unknown: true
        case .queued, .delivered, .undelivered, .rejected, .expired, .failed: false
        }
    }

    /// Whether staff may send the news again: it ended, and is not known to have arrived.
    public var maySendAgain: Bool {
        switch self {
        case .undelivered, .rejected, .expired, .unconfirmed, .unknown, .failed: true
        case .queued, .sending, .accepted, .delivered: false
        }
    }
}

/// What the caller of a session has to do, in the order of the list.
public enum SMPPAction: Hashable, Sendable {
    /// Send these octets to the peer; those of a bind hold the password and belong into no log.
    case send([UInt8])
    /// The session is bound and takes submits; `systemID` is the name of the SMSC, perhaps empty.
    case bound(systemID: String)
    /// The peer refuses the bind; ``close(_:)`` follows.
    case bindRefused(CommandStatus)
    /// The session has not taken this submit; the caller keeps it.
    case notTaken(SubmissionID, NotTakenReason)
    /// The outcome of a submit that was taken; comes exactly once for each.
    case settled(SubmissionID, SubmitOutcome)
    /// The answer to a submit whose outcome was already told as unknown because of its time-out.
    case settledLate(SubmissionID, SubmitOutcome)
    /// A text or a receipt for the caller, who acknowledges it when it is safely kept.
    case delivered(Delivery)
    /// Close the connection, then say `disconnected(at:)`.
    case close(CloseReason)
    /// Call `tick(at:)` at this moment at the latest; replaces every earlier wish.
    case wake(at: SessionInstant)
}

/// The caller's name of one submit: its own reference of the text and the part of the text.
public struct SubmissionID: Hashable, Sendable {
    /// The caller's reference of the whole text.
    public let reference: Int64
    /// The number of the part, from 1.
    public let part: Int

    /// Creates a name.
    public init(reference: Int64, part: Int = 1) {
        self.reference = reference
        self.part = part
    }
}

/// What became of a submit.
public enum SubmitOutcome: Hashable, Sendable {
    /// The SMSC has the message; its id is nil if it gave none, and no receipt can then be matched.
    case accepted(messageID: String?)
    /// The SMSC will never take the message as it is.
    case refused(CommandStatus)
    /// The SMSC has surely not taken the message; it may be submitted again later.
    case tryLater(CommandStatus)
    /// The SMSC may or may not have the message; it must not be sent again blindly.
    case unknown(UnknownReason)

    /// Why an outcome is unknown.
    public enum UnknownReason: Sendable, Hashable, CaseIterable {
        /// The answer did not come in time; it may still come late.
        case timedOut
        /// The connection ended before the answer.
        case disconnected
        /// The answer could not be read.
        case unreadableAnswer
    }
}

/// Why a submit was not taken.
public enum NotTakenReason: Hashable, Sendable {
    /// The session is not bound.
    case notBound
    /// The session is bound for receiving only.
    case receiverOnly
    /// The session is being shut down.
    case draining
    /// As many submits as allowed are unanswered.
    case windowFull
    /// A submit of this name is unanswered.
    case alreadyUnderWay
    /// The throughput is used up until then.
    case rateLimited(until: SessionInstant)
    /// The peer asked to slow down; nothing is sent until then.
    case heldBack(until: SessionInstant)
    /// The message cannot be written; it never will be taken as it is.
    case unencodable(PDUEncodingError)
}

/// Why a connection is closed.
public enum CloseReason: Hashable, Sendable {
    /// The bind was not answered in time.
    case bindTimedOut
    /// The bind was refused.
    case bindRefused(CommandStatus)
    /// The peer said unbind.
    case peerUnbound
    /// The peer did not answer an enquiry.
    case linkDead
    /// The stream cannot be cut into PDUs.
    case streamBroken(FramingError)
    /// The caller wanted it.
    case shutDown
}

// SMPP v3.4, section 5.1.3, table 5-2.

extension CommandStatus {
    /// What a status in the answer to a message means for the message.
    public enum Disposition: Sendable, Hashable, CaseIterable {
        /// The SMSC has the message.
        case accepted
        /// The SMSC will never take this message as it is.
        case refused
        /// The SMSC has surely not taken the message, but may take it later.
        case tryLater
    }

    /// What the status means for the message that it answers.
    ///
    /// Throttling, full queues, system errors and states that pass are `tryLater`, and so is what is wrong with the
    /// account and not with the message (``refusesAccount``); every other error, also the reserved numbers and those of
    /// vendors, is `refused`.
    /// Source: project decision, 2026-11-28, because ESME_RUNKNOWNERR names no fault of the message: it is `tryLater`.
    public var disposition: Disposition {
        switch self {
        case .ok: .accepted
        case .throttled, .messageQueueFull, .systemError, .unknownError, .incorrectBindStatus,
            .receiverTemporaryError:
            .tryLater
        default: refusesAccount ? .tryLater : .refused
        }
    }

    /// Whether a message was refused for the account, its sender or the way in which addresses are told, so that every
    /// other one is until a person has repaired it.
    public var refusesAccount: Bool {
        switch self {
        case .invalidSourceAddress, .bindFailed, .invalidPassword, .invalidSystemID, .invalidSourceType,
            .invalidSourcePlan, .invalidDestinationType, .invalidDestinationPlan, .invalidSystemType:
            true
        default: false
        }
    }

    /// Whether the peer asks the whole session to send more slowly, not only to try this message later.
    public var asksToSlowDown: Bool {
        self == .throttled || self == .messageQueueFull
    }

    static let names: [UInt32: String] = [
        0x00: "ESME_ROK", 0x01: "ESME_RINVMSGLEN", 0x02: "ESME_RINVCMDLEN", 0x03: "ESME_RINVCMDID",
        0x04: "ESME_RINVBNDSTS", 0x05: "ESME_RALYBND", 0x06: "ESME_RINVPRTFLG", 0x07: "ESME_RINVREGDLVFLG",
        0x08: "ESME_RSYSERR", 0x0A: "ESME_RINVSRCADR", 0x0B: "ESME_RINVDSTADR", 0x0C: "ESME_RINVMSGID",
        0x0D: "ESME_RBINDFAIL", 0x0E: "ESME_RINVPASWD", 0x0F: "ESME_RINVSYSID", 0x11: "ESME_RCANCELFAIL",
        0x13: "ESME_RREPLACEFAIL", 0x14: "ESME_RMSGQFUL", 0x15: "ESME_RINVSERTYP", 0x33: "ESME_RINVNUMDESTS",
        0x34: "ESME_RINVDLNAME", 0x40: "ESME_RINVDESTFLAG", 0x42: "ESME_RINVSUBREP", 0x43: "ESME_RINVESMCLASS",
        0x44: "ESME_RCNTSUBDL", 0x45: "ESME_RSUBMITFAIL", 0x48: "ESME_RINVSRCTON", 0x49: "ESME_RINVSRCNPI",
        0x50: "ESME_RINVDSTTON", 0x51: "ESME_RINVDSTNPI", 0x53: "ESME_RINVSYSTYP", 0x54: "ESME_RINVREPFLAG",
        0x55: "ESME_RINVNUMMSGS", 0x58: "ESME_RTHROTTLED", 0x61: "ESME_RINVSCHED", 0x62: "ESME_RINVEXPIRY",
        0x63: "ESME_RINVDFTMSGID", 0x64: "ESME_RX_T_APPN", 0x65: "ESME_RX_P_APPN", 0x66: "ESME_RX_R_APPN",
        0x67: "ESME_RQUERYFAIL", 0xC0: "ESME_RINVOPTPARSTREAM", 0xC1: "ESME_ROPTPARNOTALLWD",
        0xC2: "ESME_RINVPARLEN", 0xC3: "ESME_RMISSINGOPTPARAM", 0xC4: "ESME_RINVOPTPARAMVAL",
        0xFE: "ESME_RDELIVERYFAILURE", 0xFF: "ESME_RUNKNOWNERR",
    ]
}

// SMPP v3.4, section 5.1.3, table 5-2.

/// The success or failure of a request (mã kết quả), as the response tells it.
///
/// The set is open: 0x400 to 0x4FF belong to the vendor of the SMSC. What a status means for a message stands in
/// ``disposition``, its name as the specification prints it in ``name``.
public struct CommandStatus: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number on the wire.
    public let rawValue: UInt32

    /// Takes any number.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// ESME_ROK: no error.
    public static let ok = CommandStatus(rawValue: 0x00)
    /// ESME_RINVMSGLEN: the message length is invalid.
    public static let invalidMessageLength = CommandStatus(rawValue: 0x01)
    /// ESME_RINVCMDLEN: the command length is invalid.
    public static let invalidCommandLength = CommandStatus(rawValue: 0x02)
    /// ESME_RINVCMDID: the command id is invalid.
    public static let invalidCommandID = CommandStatus(rawValue: 0x03)
    /// ESME_RINVBNDSTS: the command does not fit the state of the bind.
    public static let incorrectBindStatus = CommandStatus(rawValue: 0x04)
    /// ESME_RALYBND: the ESME is bound already.
    public static let alreadyBound = CommandStatus(rawValue: 0x05)
    /// ESME_RSYSERR: a system error of the peer.
    public static let systemError = CommandStatus(rawValue: 0x08)
    /// ESME_RINVSRCADR: the source address is invalid.
    public static let invalidSourceAddress = CommandStatus(rawValue: 0x0A)
    /// ESME_RINVDSTADR: the destination address is invalid.
    public static let invalidDestinationAddress = CommandStatus(rawValue: 0x0B)
    /// ESME_RBINDFAIL: the bind failed.
    public static let bindFailed = CommandStatus(rawValue: 0x0D)
    /// ESME_RINVPASWD: the password is wrong.
    public static let invalidPassword = CommandStatus(rawValue: 0x0E)
    /// ESME_RINVSYSID: the system id is unknown.
    public static let invalidSystemID = CommandStatus(rawValue: 0x0F)
    /// ESME_RMSGQFUL: the queue of the SMSC, often the one of this receiver, is full.
    public static let messageQueueFull = CommandStatus(rawValue: 0x14)
    /// ESME_RINVSRCTON: the type of number of the source address is invalid.
    public static let invalidSourceType = CommandStatus(rawValue: 0x48)
    /// ESME_RINVSRCNPI: the numbering plan of the source address is invalid.
    public static let invalidSourcePlan = CommandStatus(rawValue: 0x49)
    /// ESME_RINVDSTTON: the type of number of the destination address is invalid.
    public static let invalidDestinationType = CommandStatus(rawValue: 0x50)
    /// ESME_RINVDSTNPI: the numbering plan of the destination address is invalid.
    public static let invalidDestinationPlan = CommandStatus(rawValue: 0x51)
    /// ESME_RINVSYSTYP: the type of the account is invalid.
    public static let invalidSystemType = CommandStatus(rawValue: 0x53)
    /// ESME_RTHROTTLED: the ESME sends faster than it may.
    public static let throttled = CommandStatus(rawValue: 0x58)
    /// ESME_RX_T_APPN: the receiver, be it ESME or SMSC, cannot take a message just now; the sender tries again.
    public static let receiverTemporaryError = CommandStatus(rawValue: 0x64)
    /// ESME_RX_P_APPN: the ESME will never take this delivery.
    public static let receiverPermanentError = CommandStatus(rawValue: 0x65)
    /// ESME_RX_R_APPN: the ESME rejects this delivery.
    public static let receiverRejection = CommandStatus(rawValue: 0x66)
    /// ESME_RUNKNOWNERR: an error that the peer cannot name.
    public static let unknownError = CommandStatus(rawValue: 0xFF)

    /// The name in the specification, like `ESME_RTHROTTLED`; nil for reserved and vendor numbers.
    public var name: String? { Self.names[rawValue] }

    /// The name, or the number in hexadecimal for a status without one, like `0x00000400`.
    public var description: String {
        if let name { return name }
        let digits = String(rawValue, radix: 16, uppercase: true)
        return "0x" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }
}

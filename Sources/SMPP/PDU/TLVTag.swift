// SMPP v3.4, section 5.3.2, table 5-7.

/// The number of an optional parameter; an open set.
public struct TLVTag: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt16

    /// Takes any number.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// qos_time_to_live: how long the message may wait, in seconds.
    public static let timeToLive = TLVTag(rawValue: 0x0017)
    /// additional_status_info_text: the peer's words about an error.
    public static let additionalStatusText = TLVTag(rawValue: 0x001D)
    /// receipted_message_id: the message that a receipt is about.
    public static let receiptedMessageID = TLVTag(rawValue: 0x001E)
    /// user_message_reference: the ESME's own reference.
    public static let userMessageReference = TLVTag(rawValue: 0x0204)
    /// source_port.
    public static let sourcePort = TLVTag(rawValue: 0x020A)
    /// destination_port.
    public static let destinationPort = TLVTag(rawValue: 0x020B)
    /// sar_msg_ref_num: the reference that the parts of a text share.
    public static let partReference = TLVTag(rawValue: 0x020C)
    /// language_indicator.
    public static let languageIndicator = TLVTag(rawValue: 0x020D)
    /// sar_total_segments: the number of parts.
    public static let partTotal = TLVTag(rawValue: 0x020E)
    /// sar_segment_seqnum: the number of this part, from 1.
    public static let partNumber = TLVTag(rawValue: 0x020F)
    /// sc_interface_version: the version that the SMSC speaks.
    public static let interfaceVersion = TLVTag(rawValue: 0x0210)
    /// ms_availability_status: whether the phone is reachable.
    public static let availabilityStatus = TLVTag(rawValue: 0x0422)
    /// network_error_code: the network and its error.
    public static let networkErrorCode = TLVTag(rawValue: 0x0423)
    /// message_payload: a text in place of short_message.
    public static let messagePayload = TLVTag(rawValue: 0x0424)
    /// delivery_failure_reason.
    public static let deliveryFailureReason = TLVTag(rawValue: 0x0425)
    /// more_messages_to_send.
    public static let moreMessagesToSend = TLVTag(rawValue: 0x0426)
    /// message_state: the state in a receipt.
    public static let messageState = TLVTag(rawValue: 0x0427)
}

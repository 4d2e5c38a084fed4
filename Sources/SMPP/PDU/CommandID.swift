// SMPP v3.4, section 5.1.2.1, table 5-1.

/// The kind of a PDU: a request, or the response to it with bit 31 set.
///
/// The set is open: a peer may send kinds that this version of the protocol does not know.
public struct CommandID: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt32

    /// Takes any number.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Whether this is a response; responses are never answered.
    public var isResponse: Bool { rawValue & Self.responseBit != 0 }

    /// The response to this request; a response gives itself.
    public var response: CommandID { CommandID(rawValue: rawValue | Self.responseBit) }

    private static let responseBit: UInt32 = 0x8000_0000

    /// generic_nack: the answer to a PDU that could not be read.
    public static let genericNack = CommandID(rawValue: 0x8000_0000)
    /// bind_receiver.
    public static let bindReceiver = CommandID(rawValue: 0x0000_0001)
    /// bind_transmitter.
    public static let bindTransmitter = CommandID(rawValue: 0x0000_0002)
    /// query_sm.
    public static let query = CommandID(rawValue: 0x0000_0003)
    /// submit_sm.
    public static let submit = CommandID(rawValue: 0x0000_0004)
    /// deliver_sm.
    public static let deliver = CommandID(rawValue: 0x0000_0005)
    /// unbind.
    public static let unbind = CommandID(rawValue: 0x0000_0006)
    /// replace_sm.
    public static let replace = CommandID(rawValue: 0x0000_0007)
    /// cancel_sm.
    public static let cancel = CommandID(rawValue: 0x0000_0008)
    /// bind_transceiver.
    public static let bindTransceiver = CommandID(rawValue: 0x0000_0009)
    /// outbind.
    public static let outbind = CommandID(rawValue: 0x0000_000B)
    /// enquire_link.
    public static let enquireLink = CommandID(rawValue: 0x0000_0015)
    /// alert_notification.
    public static let alertNotification = CommandID(rawValue: 0x0000_0102)
    /// data_sm.
    public static let dataMessage = CommandID(rawValue: 0x0000_0103)
}

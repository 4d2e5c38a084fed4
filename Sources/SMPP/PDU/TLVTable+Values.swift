// SMPP v3.4, section 5.3.2; a value of another length than the specification's counts as missing.

extension TLVTable {
    /// The message that a receipt is about (5.3.2.12), without its NUL, which some peers leave out.
    public var receiptedMessageID: String? {
        get { self[.receiptedMessageID].map { Latin1.text($0.prefix { $0 != 0 }) } }
        set { self[.receiptedMessageID] = newValue.flatMap(Latin1.octets).map { $0 + [0] } }
    }

    /// The state that a receipt tells (5.3.2.35), by the numbers of section 5.2.28.
    public var messageState: UInt8? {
        get { octet(.messageState) }
        set { self[.messageState] = newValue.map { [$0] } }
    }

    /// The reference that the parts of a text share (5.3.2.22).
    public var partReference: UInt16? {
        get { pair(.partReference) }
        set { self[.partReference] = newValue.map(Self.octets) }
    }

    /// The number of parts of a text, 1 to 255 (5.3.2.23).
    public var partTotal: UInt8? {
        get { octet(.partTotal) }
        set { self[.partTotal] = newValue.map { [$0] } }
    }

    /// The number of this part, 1 to the total (5.3.2.24).
    public var partNumber: UInt8? {
        get { octet(.partNumber) }
        set { self[.partNumber] = newValue.map { [$0] } }
    }

    /// The text in place of short_message (5.3.2.32).
    public var messagePayload: [UInt8]? {
        get { self[.messagePayload] }
        set { self[.messagePayload] = newValue }
    }

    /// The ESME's own reference of a message (5.3.2.17).
    public var userMessageReference: UInt16? {
        get { pair(.userMessageReference) }
        set { self[.userMessageReference] = newValue.map(Self.octets) }
    }

    /// The network's error (5.3.2.31).
    public var networkErrorCode: NetworkErrorCode? {
        get { self[.networkErrorCode].flatMap(NetworkErrorCode.init(octets:)) }
        set { self[.networkErrorCode] = newValue.map { [$0.networkType] + Self.octets($0.code) } }
    }

    /// The version of the protocol that the SMSC speaks (5.3.2.25); 0x34 is 3.4.
    public var interfaceVersion: UInt8? {
        get { octet(.interfaceVersion) }
        set { self[.interfaceVersion] = newValue.map { [$0] } }
    }

    /// The peer's words about an error (5.3.2.11), without their NUL.
    public var additionalStatusText: String? {
        get { self[.additionalStatusText].map { Latin1.text($0.prefix { $0 != 0 }) } }
        set { self[.additionalStatusText] = newValue.flatMap(Latin1.octets).map { $0 + [0] } }
    }

    private func octet(_ tag: TLVTag) -> UInt8? {
        guard let value = self[tag], value.count == 1 else { return nil }
        return value.first
    }

    private func pair(_ tag: TLVTag) -> UInt16? {
        guard let value = self[tag], value.count == 2 else { return nil }
        return value.reduce(0) { $0 << 8 | UInt16($1) }
    }

    private static func octets(_ value: UInt16) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
    }
}

/// The error of a mobile network, network_error_code.
///
/// Source: SMPP v3.4, section 5.3.2.31.
public struct NetworkErrorCode: Hashable, Sendable {
    /// The network: 1 ANSI-136, 2 IS-95, 3 GSM.
    public let networkType: UInt8
    /// The error as this network numbers it.
    public let code: UInt16

    /// Creates an error.
    public init(networkType: UInt8, code: UInt16) {
        self.networkType = networkType
        self.code = code
    }

    init?(octets: [UInt8]) {
        guard octets.count == 3 else { return nil }
        networkType = octets[0]
        code = UInt16(octets[1]) << 8 | UInt16(octets[2])
    }
}

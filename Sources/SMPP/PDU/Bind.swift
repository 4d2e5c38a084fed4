// SMPP v3.4, section 4.1.

/// The direction in which a session carries messages.
public enum BindKind: String, Sendable, Hashable, CaseIterable {
    /// To phones only (bind_transmitter), section 4.1.1.
    case transmitter
    /// From phones only, receipts among them (bind_receiver), section 4.1.3.
    case receiver
    /// Both ways (bind_transceiver), section 4.1.5.
    case transceiver

    /// Whether the session may submit messages.
    public var canSubmit: Bool { self != .receiver }

    /// Whether the session gets messages and receipts.
    public var canReceive: Bool { self != .transmitter }

    var commandID: CommandID {
        switch self {
        case .transmitter: .bindTransmitter
        case .receiver: .bindReceiver
        case .transceiver: .bindTransceiver
        }
    }

    init?(_ commandID: CommandID) {
        guard let kind = Self.allCases.first(where: { $0.commandID == commandID }) else { return nil }
        self = kind
    }

    init?(responseID: CommandID) {
        guard let kind = Self.allCases.first(where: { $0.commandID.response == responseID }) else { return nil }
        self = kind
    }
}

/// The request to open a session.
///
/// Its description leaves the password out, so that it may stand in a log line.
public struct BindRequest: Hashable, Sendable, CustomStringConvertible {
    /// The name of the account, at most 15 octets.
    public var systemID: String
    /// The password, at most 8 octets.
    public var password: String
    /// The type of the account, at most 12 octets; mostly empty.
    public var systemType: String
    /// The version of the protocol; 0x34 is 3.4.
    public var interfaceVersion: UInt8
    /// The type of number of the addresses served.
    public var typeOfNumber: TypeOfNumber
    /// The numbering plan of the addresses served.
    public var numberingPlan: NumberingPlan
    /// A regular expression of the addresses served, at most 40 octets; mostly empty.
    public var addressRange: String

    /// Creates a request; lengths are checked when it is written.
    public init(
        systemID: String,
        password: String,
        systemType: String = "",
        interfaceVersion: UInt8 = 0x34,
        typeOfNumber: TypeOfNumber = .unknown,
        numberingPlan: NumberingPlan = .unknown,
        addressRange: String = ""
    ) {
        self.systemID = systemID
        self.password = password
        self.systemType = systemType
        self.interfaceVersion = interfaceVersion
        self.typeOfNumber = typeOfNumber
        self.numberingPlan = numberingPlan
        self.addressRange = addressRange
    }

    /// The system id, without the password.
    public var description: String { "bind of \(systemID)" }

    init(reading reader: inout ByteReader) throws(PDUDecodingError.Reason) {
        systemID = try reader.cString(.systemID, maximum: 16)
        password = try reader.cString(.password, maximum: 9)
        systemType = try reader.cString(.systemType, maximum: 13)
        interfaceVersion = try reader.uint8(.interfaceVersion)
        typeOfNumber = TypeOfNumber(rawValue: try reader.uint8(.typeOfNumber))
        numberingPlan = NumberingPlan(rawValue: try reader.uint8(.numberingPlan))
        addressRange = try reader.cString(.addressRange, maximum: 41)
    }

    func write(to writer: inout ByteWriter) throws(PDUEncodingError) {
        try writer.cString(systemID, .systemID, maximum: 16)
        try writer.cString(password, .password, maximum: 9)
        try writer.cString(systemType, .systemType, maximum: 13)
        writer.uint8(interfaceVersion)
        writer.uint8(typeOfNumber.rawValue)
        writer.uint8(numberingPlan.rawValue)
        try writer.cString(addressRange, .addressRange, maximum: 41)
    }
}

/// The body of the answer to a bind.
public struct BindResponse: Hashable, Sendable {
    /// The name of the SMSC, at most 15 octets.
    public var systemID: String
    /// The optional parameters, sc_interface_version among them.
    public var optionalParameters: TLVTable

    /// Creates a body.
    public init(systemID: String, optionalParameters: TLVTable = TLVTable()) {
        self.systemID = systemID
        self.optionalParameters = optionalParameters
    }

    init?(readingIfPresent reader: inout ByteReader) throws(PDUDecodingError.Reason) {
        if reader.isAtEnd { return nil }
        systemID = try reader.cString(.systemID, maximum: 16, tolerant: true)
        optionalParameters = TLVTable(readingWhatIsWhole: &reader)
    }

    func write(to writer: inout ByteWriter) throws(PDUEncodingError) {
        try writer.cString(systemID, .systemID, maximum: 16)
        try optionalParameters.write(to: &writer)
    }
}

/// The wish of an SMSC, which has opened the connection itself, that the ESME bind as receiver.
public struct Outbind: Hashable, Sendable, CustomStringConvertible {
    /// The name of the SMSC, at most 15 octets.
    public var systemID: String
    /// The password by which the ESME knows the SMSC, at most 8 octets.
    public var password: String

    /// Creates a wish; lengths are checked when it is written.
    public init(systemID: String, password: String) {
        self.systemID = systemID
        self.password = password
    }

    /// The system id, without the password.
    public var description: String { "outbind of \(systemID)" }

    init(reading reader: inout ByteReader) throws(PDUDecodingError.Reason) {
        systemID = try reader.cString(.systemID, maximum: 16)
        password = try reader.cString(.password, maximum: 9)
    }

    func write(to writer: inout ByteWriter) throws(PDUEncodingError) {
        try writer.cString(systemID, .systemID, maximum: 16)
        try writer.cString(password, .password, maximum: 9)
    }
}

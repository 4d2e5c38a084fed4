// SMPP v3.4, sections 4.8 (query_sm), 4.9 (cancel_sm) and 4.10 (replace_sm).

/// The octets of a message id with its NUL in requests about a message, section 5.2.23.
private let maximumIDLength = 65

/// The question for the state of a message, query_sm.
public struct MessageQuery: Hashable, Sendable {
    /// The id that the SMSC gave, at most 64 octets.
    public var messageID: String
    /// The sender of the message.
    public var source: SMPPAddress

    /// Creates a question.
    public init(messageID: String, source: SMPPAddress) {
        self.messageID = messageID
        self.source = source
    }

    init(reading reader: inout ByteReader) throws(PDUDecodingError.Reason) {
        messageID = try reader.cString(.messageID, maximum: maximumIDLength)
        source = try SMPPAddress(reading: &reader, .sourceAddress)
    }

    func write(to writer: inout ByteWriter) throws(PDUEncodingError) {
        try writer.cString(messageID, .messageID, maximum: maximumIDLength)
        try source.write(to: &writer, .sourceAddress)
    }
}

/// The state of a message, query_sm_resp.
public struct MessageQueryResponse: Hashable, Sendable {
    /// The id that the SMSC gave, at most 64 octets.
    public var messageID: String
    /// The moment of the final state, empty before it, else 16 characters (section 7.1.1).
    public var finalDate: String
    /// The state; the numbers are those of section 5.2.28.
    public var messageState: UInt8
    /// The network's error; 0 for none.
    public var errorCode: UInt8

    /// Creates an answer.
    public init(messageID: String, finalDate: String, messageState: UInt8, errorCode: UInt8) {
        self.messageID = messageID
        self.finalDate = finalDate
        self.messageState = messageState
        self.errorCode = errorCode
    }

    init?(readingIfPresent reader: inout ByteReader) throws(PDUDecodingError.Reason) {
        if reader.isAtEnd { return nil }
        messageID = try reader.cString(.messageID, maximum: maximumIDLength)
        finalDate = try reader.cString(.finalDate, maximum: 17)
        messageState = try reader.uint8(.messageState)
        errorCode = try reader.uint8(.errorCode)
    }

    func write(to writer: inout ByteWriter) throws(PDUEncodingError) {
        try writer.cString(messageID, .messageID, maximum: maximumIDLength)
        try writer.cString(finalDate, .finalDate, maximum: 17)
        writer.uint8(messageState)
        writer.uint8(errorCode)
    }
}

/// The wish to cancel one message or all between two addresses, cancel_sm.
public struct MessageCancellation: Hashable, Sendable {
    /// The SMS application service, at most 5 octets.
    public var serviceType: String
    /// The id that the SMSC gave, at most 64 octets; empty for all messages between the addresses.
    public var messageID: String
    /// The sender of the message.
    public var source: SMPPAddress
    /// The receiver of the message.
    public var destination: SMPPAddress

    /// Creates a wish.
    public init(serviceType: String = "", messageID: String, source: SMPPAddress, destination: SMPPAddress) {
        self.serviceType = serviceType
        self.messageID = messageID
        self.source = source
        self.destination = destination
    }

    init(reading reader: inout ByteReader) throws(PDUDecodingError.Reason) {
        serviceType = try reader.cString(.serviceType, maximum: 6)
        messageID = try reader.cString(.messageID, maximum: maximumIDLength)
        source = try SMPPAddress(reading: &reader, .sourceAddress)
        destination = try SMPPAddress(reading: &reader, .destinationAddress)
    }

    func write(to writer: inout ByteWriter) throws(PDUEncodingError) {
        try writer.cString(serviceType, .serviceType, maximum: 6)
        try writer.cString(messageID, .messageID, maximum: maximumIDLength)
        try source.write(to: &writer, .sourceAddress)
        try destination.write(to: &writer, .destinationAddress)
    }
}

/// The wish to change the text of a message that is still waiting, replace_sm.
public struct MessageReplacement: Hashable, Sendable {
    /// The id that the SMSC gave, at most 64 octets.
    public var messageID: String
    /// The sender of the message.
    public var source: SMPPAddress
    /// The new time at which delivery begins, empty or 16 characters (section 7.1.1).
    public var scheduleDeliveryTime = ""
    /// The new time at which the message expires, empty or 16 characters (section 7.1.1).
    public var validityPeriod = ""
    /// The receipts that are asked for.
    public var registeredDelivery = RegisteredDelivery.none
    /// The number of a text that is stored at the SMSC; 0 for none.
    public var defaultMessageID: UInt8 = 0
    /// The new text, at most 254 octets.
    public var text: [UInt8]

    /// Creates a wish with the defaults of the SMSC for everything else.
    public init(messageID: String, source: SMPPAddress, text: [UInt8]) {
        self.messageID = messageID
        self.source = source
        self.text = text
    }

    init(reading reader: inout ByteReader) throws(PDUDecodingError.Reason) {
        messageID = try reader.cString(.messageID, maximum: maximumIDLength)
        source = try SMPPAddress(reading: &reader, .sourceAddress)
        scheduleDeliveryTime = try reader.cString(.scheduleDeliveryTime, maximum: 17)
        validityPeriod = try reader.cString(.validityPeriod, maximum: 17)
        registeredDelivery = RegisteredDelivery(rawValue: try reader.uint8(.registeredDelivery))
        defaultMessageID = try reader.uint8(.defaultMessageID)
        let length = try reader.uint8(.shortMessage)
        guard length <= ShortMessage.maximumTextLength else { throw .tooLong(.shortMessage) }
        text = try reader.octets(Int(length), .shortMessage)
    }

    func write(to writer: inout ByteWriter) throws(PDUEncodingError) {
        try writer.cString(messageID, .messageID, maximum: maximumIDLength)
        try source.write(to: &writer, .sourceAddress)
        try writer.cString(scheduleDeliveryTime, .scheduleDeliveryTime, maximum: 17)
        try writer.cString(validityPeriod, .validityPeriod, maximum: 17)
        writer.uint8(registeredDelivery.rawValue)
        writer.uint8(defaultMessageID)
        try writer.counted(text, .shortMessage, maximum: ShortMessage.maximumTextLength)
    }
}

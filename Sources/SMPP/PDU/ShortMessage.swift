// SMPP v3.4, sections 4.4.1 (submit_sm) and 4.6.1 (deliver_sm), whose bodies have the same fields.

/// One short message or one part of a longer text (tin nhắn), as submit_sm and deliver_sm carry it.
public struct ShortMessage: Hashable, Sendable {
    /// The most octets that short_message holds; longer contents go into message_payload (section 5.2.21).
    public static let maximumTextLength: UInt8 = 254

    /// The SMS application service, at most 5 octets; mostly empty.
    public var serviceType = ""
    /// The sender.
    public var source: SMPPAddress
    /// The receiver.
    public var destination: SMPPAddress
    /// The mode and type of the message.
    public var esmClass = ESMClass.ordinary
    /// The protocol identifier of the network; 0 for text.
    public var protocolID: UInt8 = 0
    /// The priority, 0 (lowest) to 3.
    public var priority: UInt8 = 0
    /// The time at which delivery begins, empty for at once, else 16 characters (section 7.1.1).
    public var scheduleDeliveryTime = ""
    /// The time at which the message expires, empty for the SMSC's default, else 16 characters (section 7.1.1).
    public var validityPeriod = ""
    /// The receipts that are asked for.
    public var registeredDelivery = RegisteredDelivery.none
    /// 1 if an older message of this source, destination and service type is replaced, else 0.
    public var replaceIfPresent: UInt8 = 0
    /// The alphabet of the text.
    public var dataCoding = DataCoding.smscDefault
    /// The number of a text that is stored at the SMSC; 0 for none.
    public var defaultMessageID: UInt8 = 0
    /// The text with the user data header before it if ``ESMClass/hasUserDataHeader``; at most 254 octets.
    public var text: [UInt8]
    /// The optional parameters.
    public var optionalParameters = TLVTable()

    /// Creates a message with the defaults of the SMSC for everything else.
    public init(source: SMPPAddress, destination: SMPPAddress, text: [UInt8]) {
        self.source = source
        self.destination = destination
        self.text = text
    }

    /// The octets of the text: short_message, or message_payload if short_message is empty (section 5.3.2.32).
    public var content: [UInt8] {
        text.isEmpty ? optionalParameters.messagePayload ?? [] : text
    }

    init(reading reader: inout ByteReader) throws(PDUDecodingError.Reason) {
        serviceType = try reader.cString(.serviceType, maximum: 6)
        source = try SMPPAddress(reading: &reader, .sourceAddress)
        destination = try SMPPAddress(reading: &reader, .destinationAddress)
        esmClass = ESMClass(rawValue: try reader.uint8(.esmClass))
        protocolID = try reader.uint8(.protocolID)
        priority = try reader.uint8(.priorityFlag)
        scheduleDeliveryTime = try reader.cString(.scheduleDeliveryTime, maximum: 17)
        validityPeriod = try reader.cString(.validityPeriod, maximum: 17)
        registeredDelivery = RegisteredDelivery(rawValue: try reader.uint8(.registeredDelivery))
        replaceIfPresent = try reader.uint8(.replaceIfPresent)
        dataCoding = DataCoding(rawValue: try reader.uint8(.dataCoding))
        defaultMessageID = try reader.uint8(.defaultMessageID)
        let length = try reader.uint8(.shortMessage)
        guard length <= Self.maximumTextLength else { throw .tooLong(.shortMessage) }
        text = try reader.octets(Int(length), .shortMessage)
        optionalParameters = try TLVTable(reading: &reader)
    }

    func write(to writer: inout ByteWriter) throws(PDUEncodingError) {
        try writer.cString(serviceType, .serviceType, maximum: 6)
        try source.write(to: &writer, .sourceAddress)
        try destination.write(to: &writer, .destinationAddress)
        writer.uint8(esmClass.rawValue)
        writer.uint8(protocolID)
        writer.uint8(priority)
        try writer.cString(scheduleDeliveryTime, .scheduleDeliveryTime, maximum: 17)
        try writer.cString(validityPeriod, .validityPeriod, maximum: 17)
        writer.uint8(registeredDelivery.rawValue)
        writer.uint8(replaceIfPresent)
        writer.uint8(dataCoding.rawValue)
        writer.uint8(defaultMessageID)
        try writer.counted(text, .shortMessage, maximum: Self.maximumTextLength)
        try optionalParameters.write(to: &writer)
    }
}

// SMPP v3.4, section 4.7.1.

/// A message in the form of data_sm, whose text is in message_payload.
public struct DataMessage: Hashable, Sendable {
    /// The SMS application service, at most 5 octets; mostly empty.
    public var serviceType = ""
    /// The sender, at most 64 octets.
    public var source: SMPPAddress
    /// The receiver, at most 64 octets.
    public var destination: SMPPAddress
    /// The mode and type of the message.
    public var esmClass = ESMClass.ordinary
    /// The receipts that are asked for.
    public var registeredDelivery = RegisteredDelivery.none
    /// The alphabet of the text.
    public var dataCoding = DataCoding.smscDefault
    /// The optional parameters, message_payload among them.
    public var optionalParameters: TLVTable

    /// Creates a message with the defaults of the SMSC for everything else.
    public init(source: SMPPAddress, destination: SMPPAddress, optionalParameters: TLVTable) {
        self.source = source
        self.destination = destination
        self.optionalParameters = optionalParameters
    }

    /// The octets of the text, the user data header included; empty without message_payload.
    public var content: [UInt8] { optionalParameters.messagePayload ?? [] }

    init(reading reader: inout ByteReader) throws(PDUDecodingError.Reason) {
        serviceType = try reader.cString(.serviceType, maximum: 6)
        source = try SMPPAddress(reading: &reader, .sourceAddress, maximum: SMPPAddress.longMaximum)
        destination = try SMPPAddress(reading: &reader, .destinationAddress, maximum: SMPPAddress.longMaximum)
        esmClass = ESMClass(rawValue: try reader.uint8(.esmClass))
        registeredDelivery = RegisteredDelivery(rawValue: try reader.uint8(.registeredDelivery))
        dataCoding = DataCoding(rawValue: try reader.uint8(.dataCoding))
        optionalParameters = try TLVTable(reading: &reader)
    }

    func write(to writer: inout ByteWriter) throws(PDUEncodingError) {
        try writer.cString(serviceType, .serviceType, maximum: 6)
        try source.write(to: &writer, .sourceAddress, maximum: SMPPAddress.longMaximum)
        try destination.write(to: &writer, .destinationAddress, maximum: SMPPAddress.longMaximum)
        writer.uint8(esmClass.rawValue)
        writer.uint8(registeredDelivery.rawValue)
        writer.uint8(dataCoding.rawValue)
        try optionalParameters.write(to: &writer)
    }
}

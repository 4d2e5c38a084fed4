// SMPP v3.4, section 4.12.1.

/// The news that a phone, for which a message waited, is reachable again; it is never answered.
public struct AlertNotification: Hashable, Sendable {
    /// The phone, at most 64 octets.
    public var source: SMPPAddress
    /// The ESME that asked for the news, at most 64 octets.
    public var esme: SMPPAddress
    /// The optional parameters, ms_availability_status among them.
    public var optionalParameters: TLVTable

    /// Creates the news.
    public init(source: SMPPAddress, esme: SMPPAddress, optionalParameters: TLVTable = TLVTable()) {
        self.source = source
        self.esme = esme
        self.optionalParameters = optionalParameters
    }

    init(reading reader: inout ByteReader) throws(PDUDecodingError.Reason) {
        source = try SMPPAddress(reading: &reader, .sourceAddress, maximum: SMPPAddress.longMaximum)
        esme = try SMPPAddress(reading: &reader, .esmeAddress, maximum: SMPPAddress.longMaximum)
        optionalParameters = try TLVTable(reading: &reader)
    }

    func write(to writer: inout ByteWriter) throws(PDUEncodingError) {
        try source.write(to: &writer, .sourceAddress, maximum: SMPPAddress.longMaximum)
        try esme.write(to: &writer, .esmeAddress, maximum: SMPPAddress.longMaximum)
        try optionalParameters.write(to: &writer)
    }
}

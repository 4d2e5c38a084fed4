// SMPP v3.4, sections 4.4.2, 4.6.2 and 4.7.2.

/// The body of the answer to a message.
public struct MessageResponse: Hashable, Sendable {
    /// The octets that an id may take with its NUL.
    ///
    /// Section 5.2.23 allows 65; longer ids of careless peers are kept, for without its id a message gets no receipt.
    static let maximumMessageIDLength = 255

    /// The id that the SMSC gave to the message, an opaque text; empty in deliver_sm_resp.
    public var messageID: String
    /// The optional parameters.
    public var optionalParameters: TLVTable

    /// Creates a body.
    public init(messageID: String, optionalParameters: TLVTable = TLVTable()) {
        self.messageID = messageID
        self.optionalParameters = optionalParameters
    }

    /// Broken optional parameters are dropped, because losing the id with them would cost the receipt.
    init?(readingIfPresent reader: inout ByteReader) throws(PDUDecodingError.Reason) {
        if reader.isAtEnd { return nil }
        messageID = try reader.cString(.messageID, maximum: Self.maximumMessageIDLength, tolerant: true)
        optionalParameters = TLVTable(readingWhatIsWhole: &reader)
    }

    func write(to writer: inout ByteWriter) throws(PDUEncodingError) {
        try writer.cString(messageID, .messageID, maximum: Self.maximumMessageIDLength)
        try optionalParameters.write(to: &writer)
    }
}

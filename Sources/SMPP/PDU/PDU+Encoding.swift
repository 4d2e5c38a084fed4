// SMPP v3.4, section 3.2.

extension PDU {
    /// Writes the PDU with its length.
    ///
    /// - Returns: The octets, 16 to ``PDUFramer/maximumLength``.
    /// - Throws: The field that holds more than it may, or the length of a PDU that is too long.
    public func encoded() throws(PDUEncodingError) -> [UInt8] {
        var fields = ByteWriter()
        try body.write(to: &fields)
        let length = fields.bytes.count + PDUFramer.minimumLength
        guard length <= PDUFramer.maximumLength, let commandLength = UInt32(exactly: length) else {
            throw .pduTooLong(length)
        }
        var writer = ByteWriter()
        writer.uint32(commandLength)
        writer.uint32(body.commandID.rawValue)
        writer.uint32(status.rawValue)
        writer.uint32(sequenceNumber)
        writer.octets(fields.bytes)
        return writer.bytes
    }
}

extension PDU.Body {
    fileprivate func write(to writer: inout ByteWriter) throws(PDUEncodingError) {
        switch self {
        case .bind(_, let request): try request.write(to: &writer)
        case .bindResponse(_, let response): try response?.write(to: &writer)
        case .outbind(let outbind): try outbind.write(to: &writer)
        case .submit(let message), .deliver(let message): try message.write(to: &writer)
        case .submitResponse(let response), .deliverResponse(let response), .dataMessageResponse(let response):
            try response?.write(to: &writer)
        case .dataMessage(let message): try message.write(to: &writer)
        case .query(let query): try query.write(to: &writer)
        case .queryResponse(let response): try response?.write(to: &writer)
        case .cancel(let cancellation): try cancellation.write(to: &writer)
        case .replace(let replacement): try replacement.write(to: &writer)
        case .alertNotification(let alert): try alert.write(to: &writer)
        case .unknown(_, let octets): writer.octets(octets)
        case .unbind, .unbindResponse, .genericNack, .cancelResponse, .replaceResponse, .enquireLink,
            .enquireLinkResponse:
            break
        }
    }
}

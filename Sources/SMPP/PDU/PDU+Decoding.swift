// SMPP v3.4, section 3.2.

extension PDU {
    /// Reads one whole PDU as ``PDUFramer/next()`` gives it.
    ///
    /// Tolerated are missing bodies and unterminated ids in responses, octets behind the body of a kind that has none,
    /// and unknown kinds and optional parameters, which are kept.
    ///
    /// - Parameter frame: The octets, the length included.
    /// - Throws: What is wrong and where, with the header if it is whole.
    public init(decoding frame: [UInt8]) throws(PDUDecodingError) {
        let header = try Self.header(of: frame)
        var reader = ByteReader(frame, from: PDUFramer.minimumLength)
        do {
            body = try Body(header.commandID, reading: &reader)
        } catch {
            throw PDUDecodingError(reason: error, header: header)
        }
        status = header.status
        sequenceNumber = header.sequenceNumber
    }

    private static func header(of frame: [UInt8]) throws(PDUDecodingError) -> PDUHeader {
        var reader = ByteReader(frame)
        let length: UInt32
        let header: PDUHeader
        do throws(PDUDecodingError.Reason) {
            length = try reader.uint32(.commandLength)
            header = PDUHeader(
                commandID: CommandID(rawValue: try reader.uint32(.commandID)),
                status: CommandStatus(rawValue: try reader.uint32(.commandStatus)),
                sequenceNumber: try reader.uint32(.sequenceNumber)
            )
        } catch {
            throw PDUDecodingError(reason: error, header: nil)
        }
        guard length == UInt32(clamping: frame.count) else {
            throw PDUDecodingError(reason: .wrongLength(length), header: header)
        }
        return header
    }
}

extension PDU.Body {
    fileprivate init(_ commandID: CommandID, reading reader: inout ByteReader) throws(PDUDecodingError.Reason) {
        if let kind = BindKind(commandID) {
            self = .bind(kind, try BindRequest(reading: &reader))
        } else if let kind = BindKind(responseID: commandID) {
            self = .bindResponse(kind, try BindResponse(readingIfPresent: &reader))
        } else if commandID.isResponse {
            self = try Self.response(commandID, reading: &reader)
        } else {
            self = try Self.request(commandID, reading: &reader)
        }
    }

    private static func request(
        _ commandID: CommandID,
        reading reader: inout ByteReader
    ) throws(PDUDecodingError.Reason) -> PDU.Body {
        switch commandID {
        case .outbind: .outbind(try Outbind(reading: &reader))
        case .unbind: .unbind
        case .submit: .submit(try ShortMessage(reading: &reader))
        case .deliver: .deliver(try ShortMessage(reading: &reader))
        case .dataMessage: .dataMessage(try DataMessage(reading: &reader))
        case .query: .query(try MessageQuery(reading: &reader))
        case .cancel: .cancel(try MessageCancellation(reading: &reader))
        case .replace: .replace(try MessageReplacement(reading: &reader))
        case .enquireLink: .enquireLink
        case .alertNotification: .alertNotification(try AlertNotification(reading: &reader))
        default: .unknown(commandID, reader.rest())
        }
    }

    private static func response(
        _ commandID: CommandID,
        reading reader: inout ByteReader
    ) throws(PDUDecodingError.Reason) -> PDU.Body {
        switch commandID {
        case .genericNack: .genericNack
        case .unbind.response: .unbindResponse
        case .submit.response: .submitResponse(try MessageResponse(readingIfPresent: &reader))
        case .deliver.response: .deliverResponse(try MessageResponse(readingIfPresent: &reader))
        case .dataMessage.response: .dataMessageResponse(try MessageResponse(readingIfPresent: &reader))
        case .query.response: .queryResponse(try MessageQueryResponse(readingIfPresent: &reader))
        case .cancel.response: .cancelResponse
        case .replace.response: .replaceResponse
        case .enquireLink.response: .enquireLinkResponse
        default: .unknown(commandID, reader.rest())
        }
    }
}

import SMPP

extension SeededGenerator {
    /// A PDU of any kind whose fields are all within their limits.
    mutating func pdu() -> PDU {
        let status = happens(inHundred: 70) ? CommandStatus.ok : CommandStatus(rawValue: UInt32(octet()))
        return PDU(body(), sequenceNumber: UInt32(truncatingIfNeeded: next()), status: status)
    }

    private mutating func body() -> PDU.Body {
        switch number(below: 22) {
        case 0: .bind(choice(of: BindKind.allCases), bindRequest())
        case 1: .bindResponse(choice(of: BindKind.allCases), happens(inHundred: 30) ? nil : bindResponse())
        case 2: .outbind(Outbind(systemID: text(upTo: 15), password: text(upTo: 8)))
        case 3: .unbind
        case 4: .unbindResponse
        case 5: .genericNack
        case 6, 7: .submit(message())
        case 8: .submitResponse(response())
        case 9, 10: .deliver(message())
        case 11: .deliverResponse(response())
        case 12: .dataMessage(dataMessage())
        case 13: .dataMessageResponse(response())
        case 14: .query(MessageQuery(messageID: text(upTo: 64), source: address()))
        case 15: .queryResponse(happens(inHundred: 30) ? nil : queryResponse())
        case 16: .cancel(cancellation())
        case 17: happens(inHundred: 50) ? .cancelResponse : .replaceResponse
        case 18: .replace(replacement())
        case 19: happens(inHundred: 50) ? .enquireLink : .enquireLinkResponse
        case 20: .alertNotification(alert())
        default: .unknown(CommandID(rawValue: 0x0001_0000 | UInt32(octet())), octets(upTo: 100))
        }
    }

    mutating func message() -> ShortMessage {
        var message = ShortMessage(source: address(), destination: address(), text: octets(upTo: 254))
        message.serviceType = text(upTo: 5)
        message.esmClass = ESMClass(rawValue: octet())
        message.protocolID = octet()
        message.priority = octet()
        message.scheduleDeliveryTime = text(upTo: 16)
        message.validityPeriod = text(upTo: 16)
        message.registeredDelivery = RegisteredDelivery(rawValue: octet())
        message.replaceIfPresent = octet()
        message.dataCoding = DataCoding(rawValue: octet())
        message.defaultMessageID = octet()
        message.optionalParameters = parameters()
        return message
    }

    private mutating func bindRequest() -> BindRequest {
        BindRequest(
            systemID: text(upTo: 15),
            password: text(upTo: 8),
            systemType: text(upTo: 12),
            interfaceVersion: octet(),
            typeOfNumber: TypeOfNumber(rawValue: octet()),
            numberingPlan: NumberingPlan(rawValue: octet()),
            addressRange: text(upTo: 40)
        )
    }

    private mutating func bindResponse() -> BindResponse {
        BindResponse(systemID: text(upTo: 15), optionalParameters: parameters())
    }

    private mutating func response() -> MessageResponse? {
        guard happens(inHundred: 80) else { return nil }
        return MessageResponse(messageID: text(upTo: 64), optionalParameters: parameters())
    }

    private mutating func dataMessage() -> DataMessage {
        var message = DataMessage(source: address(64), destination: address(64), optionalParameters: parameters())
        message.serviceType = text(upTo: 5)
        message.esmClass = ESMClass(rawValue: octet())
        message.registeredDelivery = RegisteredDelivery(rawValue: octet())
        message.dataCoding = DataCoding(rawValue: octet())
        return message
    }

    private mutating func queryResponse() -> MessageQueryResponse {
        MessageQueryResponse(
            messageID: text(upTo: 64),
            finalDate: text(upTo: 16),
            messageState: octet(),
            errorCode: octet()
        )
    }

    private mutating func cancellation() -> MessageCancellation {
        MessageCancellation(
            serviceType: text(upTo: 5),
            messageID: text(upTo: 64),
            source: address(),
            destination: address()
        )
    }

    private mutating func replacement() -> MessageReplacement {
        var replacement = MessageReplacement(messageID: text(upTo: 64), source: address(), text: octets(upTo: 254))
        replacement.scheduleDeliveryTime = text(upTo: 16)
        replacement.validityPeriod = text(upTo: 16)
        replacement.registeredDelivery = RegisteredDelivery(rawValue: octet())
        replacement.defaultMessageID = octet()
        return replacement
    }

    private mutating func alert() -> AlertNotification {
        AlertNotification(source: address(64), esme: address(64), optionalParameters: parameters())
    }

    private mutating func address(_ maximum: Int = 20) -> SMPPAddress {
        SMPPAddress(
            typeOfNumber: TypeOfNumber(rawValue: octet()),
            numberingPlan: NumberingPlan(rawValue: octet()),
            value: text(upTo: maximum)
        )
    }

    private mutating func parameters() -> TLVTable {
        let tags: [TLVTag] = [
            .receiptedMessageID, .messageState, .partReference, .partTotal, .partNumber, .messagePayload,
            .networkErrorCode, .userMessageReference, .interfaceVersion, TLVTag(rawValue: 0x1400),
        ]
        // Three of the longest and the longest fields before them still fit into one PDU.
        return TLVTable(
            (0..<number(below: 4)).map { _ in
                TLV(choice(of: tags), octets(upTo: happens(inHundred: 1) ? 20_000 : 8))
            }
        )
    }
}

// SMPP v3.4, sections 4.6 (deliver_sm) and 4.7 (data_sm).

extension SMPPSession {
    /// Answers a delivery, once it is safely kept or found useless.
    ///
    /// May be called twice; the second call, and one for a delivery of an earlier connection, do nothing. The SMSC then
    /// delivers again, so the caller has to know a delivery that it has already kept.
    ///
    /// - Parameters:
    ///   - ticket: The ticket of the delivery.
    ///   - status: ``CommandStatus/ok`` if it was kept, ``CommandStatus/receiverTemporaryError`` to get it again.
    ///   - moment: The present moment.
    /// - Returns: The answer to be sent; nothing if the ticket is not open.
    public mutating func acknowledge(
        _ ticket: DeliveryTicket,
        status: CommandStatus = .ok,
        at moment: SessionInstant
    ) -> [SMPPAction] {
        advance(to: moment)
        guard
            ticket.connection == connection,
            let kind = openDeliveries.removeValue(forKey: ticket.sequenceNumber)
        else { return finished([]) }
        return finished(respond(kind, ticket.sequenceNumber, status) + unbindIfDrained())
    }

    mutating func deliver(
        _ message: ShortMessage,
        _ kind: DeliveryKind,
        _ sequenceNumber: UInt32
    ) -> [SMPPAction] {
        guard settings.kind.canReceive else { return respond(kind, sequenceNumber, .incorrectBindStatus) }
        switch state {
        case .disconnected, .binding, .closing:
            return respond(kind, sequenceNumber, .incorrectBindStatus)
        case .unbinding:
            return postpone(kind, sequenceNumber)
        case .bound, .draining:
            break
        }
        let isOpen = openDeliveries[sequenceNumber] != nil
        guard !isOpen, openDeliveries.count < settings.openDeliveryLimit else {
            return postpone(kind, sequenceNumber)
        }
        openDeliveries[sequenceNumber] = kind
        let ticket = DeliveryTicket(connection: connection, sequenceNumber: sequenceNumber)
        return [.delivered(Delivery(message: message, ticket: ticket))]
    }

    private mutating func postpone(_ kind: DeliveryKind, _ sequenceNumber: UInt32) -> [SMPPAction] {
        counters.postponedDeliveries &+= 1
        return respond(kind, sequenceNumber, .receiverTemporaryError)
    }

    /// Sections 4.6.2 and 4.7.2: the message id of these responses is empty.
    private func respond(
        _ kind: DeliveryKind,
        _ sequenceNumber: UInt32,
        _ status: CommandStatus
    ) -> [SMPPAction] {
        let response = MessageResponse(messageID: "")
        switch kind {
        case .deliver: return send(.deliverResponse(response), sequenceNumber, status: status)
        case .dataMessage: return send(.dataMessageResponse(response), sequenceNumber, status: status)
        }
    }
}

extension SMPPSession {
    /// Takes one whole PDU as ``PDUFramer/next()`` gives it.
    ///
    /// A request that cannot be read is answered with generic_nack; a submit whose answer cannot be read is settled by
    /// the status in the header, as unknown if that is ``CommandStatus/ok``.
    public mutating func received(frame: [UInt8], at moment: SessionInstant) -> [SMPPAction] {
        do throws(PDUDecodingError) {
            return received(try PDU(decoding: frame), at: moment)
        } catch {
            advance(to: moment)
            return finished(receivedUnreadable(error))
        }
    }

    /// Takes one PDU.
    public mutating func received(_ pdu: PDU, at moment: SessionInstant) -> [SMPPAction] {
        advance(to: moment)
        guard hasOpenConnection else { return finished([]) }
        heardFromPeer()
        return finished(answer(to: pdu))
    }

    /// Says that the stream cannot be cut into PDUs any further; everything open is settled and the link closed.
    public mutating func streamBroke(_ error: FramingError, at moment: SessionInstant) -> [SMPPAction] {
        advance(to: moment)
        guard hasOpenConnection else { return finished([]) }
        counters.unreadable &+= 1
        // Section 4.3.1: the sequence number is 0 if that of the request cannot be known.
        return finished(send(.genericNack, 0, status: .invalidCommandLength) + close(.streamBroken(error)))
    }

    private var hasOpenConnection: Bool {
        switch state {
        case .disconnected, .closing: false
        case .binding, .bound, .draining, .unbinding: true
        }
    }

    /// Any word of the peer proves the link, not only the answer to an enquiry.
    private mutating func heardFromPeer() {
        lastReceived = now
        enquiry = nil
    }

    private mutating func receivedUnreadable(_ error: PDUDecodingError) -> [SMPPAction] {
        guard hasOpenConnection else { return [] }
        counters.unreadable &+= 1
        guard let header = error.header else { return [] }
        heardFromPeer()
        guard header.commandID.isResponse else {
            return send(.genericNack, header.sequenceNumber, status: .invalidCommandLength)
        }
        guard header.commandID == CommandID.submit.response else { return [] }
        // An error stands in the header, so its body does not matter; an acceptance without its id does.
        let outcome = header.status == .ok ? .unknown(.unreadableAnswer) : Self.outcome(header.status, nil)
        return settle(header.sequenceNumber, outcome)
    }

    private mutating func answer(to pdu: PDU) -> [SMPPAction] {
        switch pdu.body {
        case .bindResponse(_, let response):
            return bindAnswered(pdu, systemID: response?.systemID ?? "")
        case .submitResponse(let response):
            return settle(pdu.sequenceNumber, Self.outcome(pdu.status, response))
        case .genericNack:
            return nacked(pdu)
        case .unbindResponse:
            return unbindAnswered(pdu.sequenceNumber)
        case .enquireLinkResponse:
            return []
        case .enquireLink:
            return send(.enquireLinkResponse, pdu.sequenceNumber)
        case .unbind:
            return send(.unbindResponse, pdu.sequenceNumber) + close(.peerUnbound)
        case .deliver(let message):
            return deliver(message, .deliver, pdu.sequenceNumber)
        case .dataMessage(let message):
            return deliver(ShortMessage(message), .dataMessage, pdu.sequenceNumber)
        case .alertNotification, .outbind:
            counters.passedOver &+= 1
            return []
        case .unknown(let commandID, _) where !commandID.isResponse:
            return refuseToServe(pdu.sequenceNumber)
        case .bind, .submit, .query, .cancel, .replace:
            return refuseToServe(pdu.sequenceNumber)
        case .deliverResponse, .dataMessageResponse, .queryResponse, .cancelResponse, .replaceResponse, .unknown:
            counters.unexpectedResponses &+= 1
            return []
        }
    }

    private mutating func refuseToServe(_ sequenceNumber: UInt32) -> [SMPPAction] {
        counters.unservedRequests &+= 1
        return send(.genericNack, sequenceNumber, status: .invalidCommandID)
    }

    private mutating func bindAnswered(_ pdu: PDU, systemID: String) -> [SMPPAction] {
        guard case .binding(pdu.sequenceNumber, _) = state else {
            counters.unexpectedResponses &+= 1
            return []
        }
        guard pdu.status == .ok else {
            return [.bindRefused(pdu.status)] + close(.bindRefused(pdu.status))
        }
        state = .bound
        return [.bound(systemID: systemID)]
    }

    private mutating func unbindAnswered(_ sequenceNumber: UInt32) -> [SMPPAction] {
        guard case .unbinding(sequenceNumber, _) = state else {
            counters.unexpectedResponses &+= 1
            return []
        }
        return close(.shutDown)
    }

    /// A nack of the bind or unbind ends the connection, one of a submit settles it.
    private mutating func nacked(_ pdu: PDU) -> [SMPPAction] {
        switch state {
        case .binding(pdu.sequenceNumber, _):
            return [.bindRefused(pdu.status)] + close(.bindRefused(pdu.status))
        case .unbinding(pdu.sequenceNumber, _):
            return close(.shutDown)
        case .disconnected, .binding, .bound, .draining, .unbinding, .closing:
            let isPassing = pdu.status.disposition == .tryLater
            return settle(pdu.sequenceNumber, isPassing ? .tryLater(pdu.status) : .refused(pdu.status))
        }
    }

    private static func outcome(_ status: CommandStatus, _ response: MessageResponse?) -> SubmitOutcome {
        switch status.disposition {
        case .accepted:
            let messageID = response?.messageID ?? ""
            return .accepted(messageID: messageID.isEmpty ? nil : messageID)
        case .refused: return .refused(status)
        case .tryLater: return .tryLater(status)
        }
    }
}

// SMPP v3.4, section 3.2.

/// One protocol data unit (gói tin SMPP).
public struct PDU: Hashable, Sendable {
    /// Success or failure in a response; ``CommandStatus/ok`` in a request.
    public var status: CommandStatus
    /// What pairs a response with its request, 1 to 0x7FFFFFFF by section 5.1.4; other numbers are kept as they came.
    public var sequenceNumber: UInt32
    /// The kind with its fields.
    public var body: Body

    /// Creates a PDU; requests have the status ``CommandStatus/ok``.
    public init(_ body: Body, sequenceNumber: UInt32, status: CommandStatus = .ok) {
        self.body = body
        self.sequenceNumber = sequenceNumber
        self.status = status
    }

    /// The header as it stands on the wire, without the length.
    public var header: PDUHeader {
        PDUHeader(commandID: body.commandID, status: status, sequenceNumber: sequenceNumber)
    }

    /// The kinds of PDU with their fields; in responses nil stands for a missing body.
    ///
    /// Many peers leave the body of a response out when its status is an error, as section 4.4.2 asks for submit_sm.
    public enum Body: Hashable, Sendable {
        /// bind_transmitter, bind_receiver or bind_transceiver, section 4.1.
        case bind(BindKind, BindRequest)
        /// The response to a bind, section 4.1.
        case bindResponse(BindKind, BindResponse?)
        /// outbind: the SMSC asks the ESME to bind, section 4.1.7.
        case outbind(Outbind)
        /// unbind, section 4.2.1.
        case unbind
        /// unbind_resp, section 4.2.2.
        case unbindResponse
        /// generic_nack, section 4.3.1.
        case genericNack
        /// submit_sm: a text for a phone, section 4.4.1.
        case submit(ShortMessage)
        /// submit_sm_resp, section 4.4.2.
        case submitResponse(MessageResponse?)
        /// deliver_sm: a text or receipt for the ESME, section 4.6.1.
        case deliver(ShortMessage)
        /// deliver_sm_resp, section 4.6.2.
        case deliverResponse(MessageResponse?)
        /// data_sm, in either direction, section 4.7.1.
        case dataMessage(DataMessage)
        /// data_sm_resp, section 4.7.2.
        case dataMessageResponse(MessageResponse?)
        /// query_sm, section 4.8.1.
        case query(MessageQuery)
        /// query_sm_resp, section 4.8.2.
        case queryResponse(MessageQueryResponse?)
        /// cancel_sm, section 4.9.1.
        case cancel(MessageCancellation)
        /// cancel_sm_resp, section 4.9.2.
        case cancelResponse
        /// replace_sm, section 4.10.1.
        case replace(MessageReplacement)
        /// replace_sm_resp, section 4.10.2.
        case replaceResponse
        /// enquire_link, section 4.11.1.
        case enquireLink
        /// enquire_link_resp, section 4.11.2.
        case enquireLinkResponse
        /// alert_notification: a phone is reachable again, section 4.12.1.
        case alertNotification(AlertNotification)
        /// A kind that is none of the above, with its octets as they came.
        case unknown(CommandID, [UInt8])
    }
}

extension PDU.Body {
    /// The kind as it stands on the wire.
    public var commandID: CommandID {
        switch self {
        case .bind(let kind, _): kind.commandID
        case .bindResponse(let kind, _): kind.commandID.response
        case .outbind: .outbind
        case .unbind: .unbind
        case .unbindResponse: .unbind.response
        case .genericNack: .genericNack
        case .submit: .submit
        case .submitResponse: .submit.response
        case .deliver: .deliver
        case .deliverResponse: .deliver.response
        case .dataMessage: .dataMessage
        case .dataMessageResponse: .dataMessage.response
        case .query: .query
        case .queryResponse: .query.response
        case .cancel: .cancel
        case .cancelResponse: .cancel.response
        case .replace: .replace
        case .replaceResponse: .replace.response
        case .enquireLink: .enquireLink
        case .enquireLinkResponse: .enquireLink.response
        case .alertNotification: .alertNotification
        case .unknown(let commandID, _): commandID
        }
    }
}

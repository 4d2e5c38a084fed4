/// A text or receipt that the SMSC delivers and that waits to be acknowledged.
public struct Delivery: Hashable, Sendable {
    /// The message; one that came as data_sm is written in the same form.
    public let message: ShortMessage
    /// What to hand to ``SMPPSession/acknowledge(_:status:at:)``.
    public let ticket: DeliveryTicket
}

/// The name of a delivery within the session, good for one answer on the connection on which it came.
public struct DeliveryTicket: Hashable, Sendable {
    let connection: UInt64
    let sequenceNumber: UInt32
}

extension ShortMessage {
    /// The same message as data_sm carries it; its text stays in message_payload.
    init(_ message: DataMessage) {
        self.init(source: message.source, destination: message.destination, text: [])
        serviceType = message.serviceType
        esmClass = message.esmClass
        registeredDelivery = message.registeredDelivery
        dataCoding = message.dataCoding
        optionalParameters = message.optionalParameters
    }
}

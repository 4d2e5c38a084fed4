// SMPP v3.4, section 3.2.1.

/// The fields at the head of every PDU after its length.
public struct PDUHeader: Hashable, Sendable {
    /// The kind of the PDU.
    public let commandID: CommandID
    /// Success or failure in a response; ``CommandStatus/ok`` in a request.
    public let status: CommandStatus
    /// What pairs a response with its request, 1 to 0x7FFFFFFF; 0 in a generic_nack to an unreadable header.
    public let sequenceNumber: UInt32

    /// Creates a header.
    public init(commandID: CommandID, status: CommandStatus, sequenceNumber: UInt32) {
        self.commandID = commandID
        self.status = status
        self.sequenceNumber = sequenceNumber
    }
}

/// Why octets cannot be read as a PDU.
public struct PDUDecodingError: Error, Hashable, Sendable {
    /// What is wrong, and where.
    public let reason: Reason
    /// The header, with which a generic_nack can answer; nil if not even the header is whole.
    public let header: PDUHeader?

    /// Creates an error.
    public init(reason: Reason, header: PDUHeader?) {
        self.reason = reason
        self.header = header
    }

    /// The ways in which a field can be wrong.
    public enum Reason: Error, Hashable, Sendable {
        /// The PDU ends before or inside the field.
        case truncated(PDUField)
        /// The NUL at the end of the text is missing.
        case unterminated(PDUField)
        /// The text is longer than the specification allows for this field.
        case tooLong(PDUField)
        /// command_length is not the number of octets at hand.
        case wrongLength(UInt32)
    }
}

/// Why a PDU cannot be written.
public enum PDUEncodingError: Error, Hashable, Sendable {
    /// The field holds more octets than the maximum (without a terminating NUL).
    case tooLong(PDUField, maximum: Int)
    /// The text holds a NUL or a character beyond U+00FF.
    case notEncodable(PDUField)
    /// The whole PDU would be longer than ``PDUFramer/maximumLength``.
    case pduTooLong(Int)
}

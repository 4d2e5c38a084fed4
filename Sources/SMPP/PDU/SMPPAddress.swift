// SMPP v3.4, sections 5.2.5 to 5.2.9.

/// The address of a sender or receiver (địa chỉ): its type, its plan and its digits or letters.
public struct SMPPAddress: Hashable, Sendable {
    /// The octets of an address with its NUL in most PDUs, sections 5.2.8 and 5.2.9.
    static let maximum = 21
    /// The octets of an address with its NUL in data_sm and alert_notification, sections 4.7.1 and 4.12.1.
    static let longMaximum = 65

    /// The type of number.
    public var typeOfNumber: TypeOfNumber
    /// The numbering plan.
    public var numberingPlan: NumberingPlan
    /// The digits or letters as they stand on the wire, at most 20 octets (64 in data_sm).
    public var value: String

    /// Creates an address as the wire would carry it; lengths are checked when it is written.
    public init(typeOfNumber: TypeOfNumber = .unknown, numberingPlan: NumberingPlan = .unknown, value: String) {
        self.typeOfNumber = typeOfNumber
        self.numberingPlan = numberingPlan
        self.value = value
    }

    init(
        reading reader: inout ByteReader,
        _ field: PDUField,
        maximum: Int = Self.maximum
    ) throws(PDUDecodingError.Reason) {
        typeOfNumber = TypeOfNumber(rawValue: try reader.uint8(.typeOfNumber))
        numberingPlan = NumberingPlan(rawValue: try reader.uint8(.numberingPlan))
        value = try reader.cString(field, maximum: maximum)
    }

    func write(
        to writer: inout ByteWriter,
        _ field: PDUField,
        maximum: Int = Self.maximum
    ) throws(PDUEncodingError) {
        writer.uint8(typeOfNumber.rawValue)
        writer.uint8(numberingPlan.rawValue)
        try writer.cString(value, field, maximum: maximum)
    }
}

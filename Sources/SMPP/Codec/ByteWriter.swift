// SMPP v3.4, section 3.1.

/// A writer of the fields of one PDU into one buffer, which refuses what the field cannot hold.
struct ByteWriter {
    /// What has been written so far.
    private(set) var bytes: [UInt8] = []

    /// Starts an empty buffer with room for an ordinary message.
    init() { bytes.reserveCapacity(256) }

    /// Writes one octet.
    mutating func uint8(_ value: UInt8) {
        bytes.append(value)
    }

    /// Writes two octets.
    mutating func uint16(_ value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    /// Writes four octets.
    mutating func uint32(_ value: UInt32) {
        uint16(UInt16(truncatingIfNeeded: value >> 16))
        uint16(UInt16(truncatingIfNeeded: value))
    }

    /// Writes octets as they are.
    mutating func octets(_ octets: [UInt8]) {
        bytes.append(contentsOf: octets)
    }

    /// Writes a C-Octet string with its NUL; the maximum counts the NUL as the specification does.
    mutating func cString(_ text: String, _ field: PDUField, maximum: Int) throws(PDUEncodingError) {
        guard let octets = Latin1.octets(text), !octets.contains(0) else { throw .notEncodable(field) }
        guard octets.count < maximum else { throw .tooLong(field, maximum: maximum - 1) }
        bytes.append(contentsOf: octets)
        bytes.append(0)
    }

    /// Writes octets with their number in one octet before them.
    mutating func counted(_ octets: [UInt8], _ field: PDUField, maximum: UInt8) throws(PDUEncodingError) {
        guard let count = UInt8(exactly: octets.count), count <= maximum else {
            throw .tooLong(field, maximum: Int(maximum))
        }
        bytes.append(count)
        bytes.append(contentsOf: octets)
    }
}

// SMPP v3.4, section 3.1: integers are unsigned and big-endian, C-Octet strings end with a NUL octet.

/// A reader over the octets of one PDU, from left to right, which never reads past their end.
///
/// Every read of a field that is not there throws and leaves the position where it was.
struct ByteReader {
    private let bytes: [UInt8]
    private var position: Int

    /// Starts at an octet; a start past the end reads nothing.
    init(_ bytes: [UInt8], from start: Int = 0) {
        self.bytes = bytes
        position = min(max(start, 0), bytes.count)
    }

    /// The octets that are still unread.
    var remaining: Int { bytes.count - position }

    /// Whether every octet has been read.
    var isAtEnd: Bool { remaining == 0 }

    /// Reads one octet.
    mutating func uint8(_ field: PDUField) throws(PDUDecodingError.Reason) -> UInt8 {
        guard remaining >= 1 else { throw .truncated(field) }
        let value = bytes[position]
        position += 1
        return value
    }

    /// Reads two octets.
    mutating func uint16(_ field: PDUField) throws(PDUDecodingError.Reason) -> UInt16 {
        guard remaining >= 2 else { throw .truncated(field) }
        let value = UInt16(bytes[position]) << 8 | UInt16(bytes[position + 1])
        position += 2
        return value
    }

    /// Reads four octets.
    mutating func uint32(_ field: PDUField) throws(PDUDecodingError.Reason) -> UInt32 {
        guard remaining >= 4 else { throw .truncated(field) }
        let value = bytes[position..<position + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        position += 4
        return value
    }

    /// Reads that many octets.
    mutating func octets(_ count: Int, _ field: PDUField) throws(PDUDecodingError.Reason) -> [UInt8] {
        guard count >= 0, remaining >= count else { throw .truncated(field) }
        let value = Array(bytes[position..<position + count])
        position += count
        return value
    }

    /// Reads all that is left, perhaps nothing.
    mutating func rest() -> [UInt8] {
        let value = Array(bytes[position...])
        position = bytes.count
        return value
    }

    /// Reads a C-Octet string, whose octets become scalars of the same number.
    ///
    /// The maximum counts the NUL as the specification does. In `tolerant` reading the end of the PDU stands for a
    /// missing NUL: some peers forget it in the message id of a response.
    mutating func cString(
        _ field: PDUField,
        maximum: Int,
        tolerant: Bool = false
    ) throws(PDUDecodingError.Reason) -> String {
        let unread = bytes[position...]
        let end: Int
        let next: Int
        if let terminator = unread.prefix(maximum).firstIndex(of: 0) {
            (end, next) = (terminator, terminator + 1)
        } else if unread.count >= maximum {
            throw .tooLong(field)
        } else if tolerant {
            (end, next) = (bytes.count, bytes.count)
        } else {
            throw .unterminated(field)
        }
        let text = Latin1.text(bytes[position..<end])
        position = next
        return text
    }
}

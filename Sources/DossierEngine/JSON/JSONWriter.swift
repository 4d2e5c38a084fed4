/// A writer of compact JSON into one buffer, keys in the order they are written.
///
/// The same calls give the same bytes, which is what makes the canonical form of an event: see ``EventCodec``.
/// Source: RFC 8259; numbers are whole, text is UTF-8, only what must be is escaped.
public struct JSONWriter {
    /// The bytes written so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Creates an empty writer.
    public init(capacity: Int = 1024) { bytes.reserveCapacity(capacity) }

    /// Writes an object whose members the closure writes.
    public mutating func object(_ members: (inout JSONWriter) -> Void) {
        open(0x7B)
        members(&self)
        close(0x7D)
    }

    /// Writes an array whose elements the closure writes.
    public mutating func array(_ elements: (inout JSONWriter) -> Void) {
        open(0x5B)
        elements(&self)
        close(0x5D)
    }

    /// Writes an array of one element for each of a sequence.
    public mutating func array<S: Sequence>(of values: S, _ element: (inout JSONWriter, S.Element) -> Void) {
        array { writer in
            for value in values { element(&writer, value) }
        }
    }

    /// Writes the name of a member; its value must follow.
    public mutating func key(_ name: StaticString) {
        separate()
        bytes.append(0x22)
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(0x22)
        bytes.append(0x3A)
        needsComma = false
    }

    /// Writes the name of a member that is not known to the program.
    public mutating func key(dynamic name: String) {
        separate()
        appendQuoted(name)
        bytes.append(0x3A)
        needsComma = false
    }

    /// Writes a text, or null.
    public mutating func value(_ text: String?) {
        separate()
        guard let text else { return appendNull() }
        appendQuoted(text)
    }

    /// Writes a whole number, or null.
    public mutating func value(_ number: Int64?) {
        separate()
        guard let number else { return appendNull() }
        bytes.append(contentsOf: String(number).utf8)
    }

    /// Writes a truth value.
    public mutating func value(_ flag: Bool) {
        separate()
        bytes.append(contentsOf: flag ? Self.trueBytes : Self.falseBytes)
    }

    /// Writes null.
    public mutating func null() {
        separate()
        appendNull()
    }

    /// Writes bytes that are JSON already.
    public mutating func raw(_ json: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }

    /// Writes a member with a text or null.
    public mutating func member(_ name: StaticString, _ text: String?) {
        key(name)
        value(text)
    }

    /// Writes a member with a whole number or null.
    public mutating func member(_ name: StaticString, _ number: Int64?) {
        key(name)
        value(number)
    }

    /// Writes a member with a whole number.
    public mutating func member(_ name: StaticString, _ number: Int) {
        key(name)
        value(Int64(number))
    }

    /// Writes a member with a truth value.
    public mutating func member(_ name: StaticString, _ flag: Bool) {
        key(name)
        value(flag)
    }

    private static let trueBytes = Array("true".utf8)
    private static let falseBytes = Array("false".utf8)
    private static let nullBytes = Array("null".utf8)
    private static let hexDigits = Array("0123456789abcdef".utf8)

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
        needsComma = true
    }

    private mutating func appendNull() { bytes.append(contentsOf: Self.nullBytes) }

    private mutating func appendQuoted(_ text: String) {
        bytes.append(0x22)
        var text = text
        text.withUTF8 { letters in
            // Few letters are escaped, so what lies between them is copied at once.
            var start = letters.startIndex
            for (index, byte) in letters.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
                bytes.append(contentsOf: letters[start..<index])
                appendEscaped(byte)
                start = index + 1
            }
            bytes.append(contentsOf: letters[start...])
        }
        bytes.append(0x22)
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        bytes.append(0x5C)
        switch byte {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x0A: bytes.append(0x6E)
        default:
            bytes.append(contentsOf: [0x75, 0x30, 0x30])
            bytes.append(Self.hexDigits[Int(byte >> 4)])
            bytes.append(Self.hexDigits[Int(byte & 15)])
        }
    }
}

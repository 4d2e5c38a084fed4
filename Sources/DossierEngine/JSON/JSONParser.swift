/// A strict reader of JSON (RFC 8259): valid UTF-8 only, no name twice, bounded depth, nothing after the value.
///
/// Libraries at hand keep the last of two equal names silently or cannot tell which member was not asked for; a desk
/// that takes people's data must do neither.
public struct JSONParser {
    /// The deepest nesting taken; deeper input is an attack, not a form.
    public static let maximumDepth = 16

    /// Below this depth room is made beforehand, for the objects and arrays of a form.
    private static let roomyDepth = 2

    private let bytes: [UInt8]
    private var offset = 0
    /// For how many objects and arrays room may still be made beforehand: no form has more, and an attacker could make
    /// much room with few bytes.
    private var roomsLeft = 16

    /// Reads one JSON text.
    ///
    /// - Throws: ``JSONDefect``.
    public static func parse(_ bytes: [UInt8]) throws(JSONDefect) -> JSONValue {
        guard isUTF8(bytes) else { throw .notUTF8 }
        var parser = JSONParser(bytes: bytes)
        parser.skipBlanks()
        let value = try parser.value(depth: 0)
        parser.skipBlanks()
        guard parser.offset == bytes.count else { throw .malformed(offset: parser.offset) }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return true
        } catch {
            return false
        }
    }

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private mutating func value(depth: Int) throws(JSONDefect) -> JSONValue {
        guard depth < Self.maximumDepth else { throw .tooDeep }
        switch current {
        case 0x7B: return try object(depth: depth)
        case 0x5B: return try array(depth: depth)
        case 0x22: return .string(try text())
        case 0x74: return try word("true", .bool(true))
        case 0x66: return try word("false", .bool(false))
        case 0x6E: return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONDefect) -> JSONValue {
        let length = word.utf8CodeUnitCount
        let matches = word.withUTF8Buffer { letters in
            offset + length <= bytes.count && bytes[offset..<offset + length].elementsEqual(letters)
        }
        guard matches else { throw .malformed(offset: offset) }
        offset += length
        return value
    }

    private mutating func object(depth: Int) throws(JSONDefect) -> JSONValue {
        offset += 1
        skipBlanks()
        if current == 0x7D {
            offset += 1
            return .object([])
        }
        var members: [JSONMember] = []
        // Where there can be few, room for more than are there costs less than to grow from one.
        if takeRoom(atDepth: depth) { members.reserveCapacity(8) }
        var names = Names()
        while true {
            guard current == 0x22 else { throw .malformed(offset: offset) }
            let name = try text()
            guard names.take(name, besides: members) else { throw .duplicateName(name) }
            skipBlanks()
            try expect(0x3A)
            skipBlanks()
            members.append(JSONMember(name: name, value: try value(depth: depth + 1)))
            skipBlanks()
            if try isLast(closing: 0x7D) { return .object(members) }
        }
    }

    private mutating func array(depth: Int) throws(JSONDefect) -> JSONValue {
        offset += 1
        skipBlanks()
        if current == 0x5D {
            offset += 1
            return .array([])
        }
        var elements: [JSONValue] = []
        if takeRoom(atDepth: depth) { elements.reserveCapacity(4) }
        while true {
            elements.append(try value(depth: depth + 1))
            skipBlanks()
            if try isLast(closing: 0x5D) { return .array(elements) }
        }
    }

    /// Whether room is made beforehand for an object or an array.
    private mutating func takeRoom(atDepth depth: Int) -> Bool {
        guard depth < Self.roomyDepth, roomsLeft > 0 else { return false }
        roomsLeft -= 1
        return true
    }

    private mutating func isLast(closing bracket: UInt8) throws(JSONDefect) -> Bool {
        if current == bracket {
            offset += 1
            return true
        }
        try expect(0x2C)
        skipBlanks()
        return false
    }

    private mutating func expect(_ byte: UInt8) throws(JSONDefect) {
        guard current == byte else { throw .malformed(offset: offset) }
        offset += 1
    }

    private mutating func number() throws(JSONDefect) -> JSONValue {
        let start = offset
        if current == 0x2D { offset += 1 }
        let first = current
        let digits = skipDigits()
        guard digits > 0, !(first == 0x30 && digits > 1) else { throw .malformed(offset: start) }
        var isWhole = true
        if current == 0x2E {
            isWhole = false
            offset += 1
            guard skipDigits() > 0 else { throw .malformed(offset: offset) }
        }
        if current == 0x65 || current == 0x45 {
            isWhole = false
            offset += 1
            if current == 0x2B || current == 0x2D { offset += 1 }
            guard skipDigits() > 0 else { throw .malformed(offset: offset) }
        }
        if isWhole, let whole = shortWhole(from: start) { return .integer(whole) }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isWhole, let whole = Int64(text) { return .integer(whole) }
        return .number(text)
    }

    /// The whole number that was just read; nil if it has more than 18 digits, which may be too many for 64 bits.
    private func shortWhole(from start: Int) -> Int64? {
        let isNegative = bytes[start] == 0x2D
        let digits = bytes[(isNegative ? start + 1 : start)..<offset]
        guard digits.count <= 18 else { return nil }
        let number = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
        return isNegative ? -number : number
    }

    private mutating func skipDigits() -> Int {
        let start = offset
        while let byte = current, (0x30...0x39).contains(byte) { offset += 1 }
        return offset - start
    }
}

extension JSONParser {
    /// The names of an object so far; only large ones are worth a set.
    private struct Names {
        private static let few = 32
        private var many: Set<String> = []

        /// Notes a name; false if the object has it already.
        mutating func take(_ name: String, besides members: [JSONMember]) -> Bool {
            guard members.count >= Self.few else { return !members.contains { $0.name == name } }
            if many.isEmpty { many = Set(members.map(\.name)) }
            return many.insert(name).inserted
        }
    }

    private mutating func text() throws(JSONDefect) -> String {
        offset += 1
        let start = offset
        while let byte = current, byte != 0x22, byte != 0x5C, byte >= 0x20 { offset += 1 }
        guard current != 0x22 else {
            defer { offset += 1 }
            return String(decoding: bytes[start..<offset], as: UTF8.self)
        }
        var letters = Array(bytes[start..<offset])
        while let byte = current {
            switch byte {
            case 0x22:
                offset += 1
                return String(decoding: letters, as: UTF8.self)
            case 0x5C: try appendEscape(to: &letters)
            case 0x00..<0x20: throw .malformed(offset: offset)
            default:
                letters.append(byte)
                offset += 1
            }
        }
        throw .malformed(offset: offset)
    }

    private mutating func appendEscape(to letters: inout [UInt8]) throws(JSONDefect) {
        offset += 1
        guard let letter = current else { throw .malformed(offset: offset) }
        offset += 1
        switch letter {
        case 0x22, 0x5C, 0x2F: letters.append(letter)
        case 0x62: letters.append(0x08)
        case 0x66: letters.append(0x0C)
        case 0x6E: letters.append(0x0A)
        case 0x72: letters.append(0x0D)
        case 0x74: letters.append(0x09)
        case 0x75: letters.append(contentsOf: try escapedScalar().utf8)
        default: throw .malformed(offset: offset - 1)
        }
    }

    /// Reads the digits after `\u`, with the second half of a surrogate pair where there is one.
    private mutating func escapedScalar() throws(JSONDefect) -> Character {
        let first = try hexadecimalUnit()
        var code = UInt32(first)
        if UTF16.isLeadSurrogate(first) {
            try expect(0x5C)
            try expect(0x75)
            let second = try hexadecimalUnit()
            guard UTF16.isTrailSurrogate(second) else { throw .malformed(offset: offset) }
            code = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw .malformed(offset: offset) }
        return Character(scalar)
    }

    private mutating func hexadecimalUnit() throws(JSONDefect) -> UInt16 {
        guard offset + 4 <= bytes.count else { throw .malformed(offset: offset) }
        let digits = bytes[offset..<offset + 4]
        let isHexadecimal = digits.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
        }
        guard isHexadecimal, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw .malformed(offset: offset)
        }
        offset += 4
        return unit
    }
}

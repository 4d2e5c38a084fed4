/// A walk through JSON that this program wrote itself, which takes apart only what is asked for (đọc lướt JSON).
///
/// It knows no blanks between values, as ``JSONWriter`` writes none, and proves no more than it needs to come through:
/// whoever shows what it found lets ``JSONParser`` read the whole first. Every step moves on, and so it ends with the
/// bytes.
struct JSONWalker {
    private let bytes: [UInt8]
    private var offset = 0

    /// Stands before the value that the bytes are.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Goes through an object; a member that is left alone is stepped over.
    ///
    /// - Parameter read: Is told each name, and may read the value.
    /// - Throws: ``StoredFormDefect`` if it is none, and what `read` throws.
    mutating func object(
        _ read: (_ name: String, _ walker: inout JSONWalker) throws(StoredFormDefect) -> Void
    ) throws(StoredFormDefect) {
        try expect(0x7B)
        if take(0x7D) { return }
        repeat {
            let name = try text()
            try expect(0x3A)
            let start = offset
            try read(name, &self)
            if offset == start { try skip() }
        } while take(0x2C)
        try expect(0x7D)
    }

    /// Goes through an array; an element that is left alone is stepped over.
    ///
    /// - Parameter read: May read an element.
    /// - Throws: ``StoredFormDefect`` if it is none, and what `read` throws.
    mutating func array(
        _ read: (_ walker: inout JSONWalker) throws(StoredFormDefect) -> Void
    ) throws(StoredFormDefect) {
        try expect(0x5B)
        if take(0x5D) { return }
        repeat {
            let start = offset
            try read(&self)
            if offset == start { try skip() }
        } while take(0x2C)
        try expect(0x5D)
    }

    /// Reads a text.
    ///
    /// - Throws: ``StoredFormDefect`` if it is none.
    mutating func text() throws(StoredFormDefect) -> String {
        let start = offset
        let hasEscapes = try skipText()
        guard hasEscapes else { return String(decoding: bytes[start + 1..<offset - 1], as: UTF8.self) }
        guard let text = try storedJSON(Array(bytes[start..<offset])).string else { throw defect }
        return text
    }

    /// Reads a text, or null as nil.
    ///
    /// - Throws: ``StoredFormDefect`` if it is neither.
    mutating func optionalText() throws(StoredFormDefect) -> String? {
        if offset < bytes.count, bytes[offset] == 0x22 { return try text() }
        for letter in "null".utf8 { try expect(letter) }
        return nil
    }

    /// Reads a whole number of 0 or more.
    ///
    /// - Throws: ``StoredFormDefect`` if it is none.
    mutating func natural() throws(StoredFormDefect) -> Int64 {
        let start = offset
        while offset < bytes.count, (0x30...0x39).contains(bytes[offset]) { offset += 1 }
        guard let number = Int64(String(decoding: bytes[start..<offset], as: UTF8.self)) else { throw defect }
        return number
    }

    /// Steps over a value.
    private mutating func skip() throws(StoredFormDefect) {
        var depth = 0
        repeat {
            guard offset < bytes.count else { throw defect }
            switch bytes[offset] {
            case 0x22: _ = try skipText()
            case 0x7B, 0x5B:
                depth += 1
                offset += 1
            case 0x7D, 0x5D:
                depth -= 1
                offset += 1
            case 0x2C where depth > 0, 0x3A where depth > 0: offset += 1
            default: try skipWord()
            }
        } while depth > 0
        guard depth == 0 else { throw defect }
    }

    /// Steps over a number or a word such as true.
    private mutating func skipWord() throws(StoredFormDefect) {
        let start = offset
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x2B, 0x2D, 0x2E, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: offset += 1
            default:
                guard offset > start else { throw defect }
                return
            }
        }
    }

    /// Steps over a text and tells whether it has escapes.
    private mutating func skipText() throws(StoredFormDefect) -> Bool {
        try expect(0x22)
        var hasEscapes = false
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            if byte == 0x22 { return hasEscapes }
            if byte == 0x5C {
                hasEscapes = true
                offset += 1
            }
        }
        throw defect
    }

    private mutating func expect(_ byte: UInt8) throws(StoredFormDefect) {
        guard take(byte) else { throw defect }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard offset < bytes.count, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    private var defect: StoredFormDefect { StoredFormDefect(member: "JSON") }
}

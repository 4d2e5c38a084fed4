/// XML that a provider sent (XML của nhà cung cấp), read into the shape of JSON, so that one kind of path leads into
/// both.
///
/// An element with elements in it is an object of them by their names without prefix, where the first of a name counts;
/// any other is its text without blanks around it. Attributes, comments and instructions are passed over. A document
/// type is refused, and with it every entity but the five of XML itself: nothing is fetched and nothing can grow.
/// Source: XML 1.0, fifth edition.
struct ReplyXML {
    /// Elements within each other that are read; answers of web services are five deep.
    static let maximumDepth = 32

    private struct Malformed: Error {}

    private static let entities = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]

    private var rest: ArraySlice<UInt8>

    /// Reads XML in UTF-8; nil if it is none, or longer than ``GatewayCall/maximumReplyBytes``.
    static func read(_ bytes: [UInt8]) -> ReplyJSON? {
        guard bytes.count <= GatewayCall.maximumReplyBytes, String(validating: bytes, as: UTF8.self) != nil else {
            return nil
        }
        var reader = ReplyXML(rest: bytes[...])
        // What is not XML is no answer that can be understood, and why it is not helps nobody.
        return try? reader.document()
    }

    private mutating func document() throws(Malformed) -> ReplyJSON {
        _ = takes("\u{FEFF}")
        try skipBesideRoot()
        let root = try element(depth: 1)
        try skipBesideRoot()
        guard rest.isEmpty else { throw Malformed() }
        return .object([root.name: root.value])
    }

    private mutating func element(depth: Int) throws(Malformed) -> (name: String, value: ReplyJSON) {
        guard depth <= Self.maximumDepth, takes("<") else { throw Malformed() }
        let name = try takeName()
        let nameWithoutPrefix = name.split(separator: ":").last.map(String.init) ?? name
        guard try opens() else { return (nameWithoutPrefix, .text("")) }
        let value = try content(depth: depth)
        guard try takeName() == name else { throw Malformed() }
        skipBlanks()
        guard takes(">") else { throw Malformed() }
        return (nameWithoutPrefix, value)
    }

    /// What stands in an element, up to the name in its closing tag.
    private mutating func content(depth: Int) throws(Malformed) -> ReplyJSON {
        var members: [String: ReplyJSON] = [:]
        var text: [UInt8] = []
        while !takes("</") {
            if try skipsRemark() { continue }
            if takes("<![CDATA[") {
                text += try take(through: "]]>")
            } else if rest.first == UInt8(ascii: "<") {
                let child = try element(depth: depth + 1)
                members[child.name] = members[child.name] ?? child.value
            } else {
                guard !rest.isEmpty else { throw Malformed() }
                text += try takeText(until: UInt8(ascii: "<"))
            }
        }
        return members.isEmpty ? .text(Self.trimmed(text)) : .object(members)
    }

    private static func trimmed(_ text: [UInt8]) -> String {
        let beginning = text.drop(while: isBlank)
        let blanks = beginning.reversed().prefix(while: isBlank).count
        return String(decoding: beginning.dropLast(blanks), as: UTF8.self)
    }
}

// MARK: The pieces of XML

extension ReplyXML {
    /// Passes over the rest of an opening tag; false if it is its element's only one (`<a/>`).
    private mutating func opens() throws(Malformed) -> Bool {
        while true {
            let isApart = skipBlanks()
            if takes("/>") { return false }
            if takes(">") { return true }
            guard isApart else { throw Malformed() }
            try skipAttribute()
        }
    }

    private mutating func skipAttribute() throws(Malformed) {
        _ = try takeName()
        skipBlanks()
        guard takes("=") else { throw Malformed() }
        skipBlanks()
        guard let quote = rest.popFirst(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw Malformed()
        }
        _ = try takeText(until: quote)
        guard rest.popFirst() == quote else { throw Malformed() }
    }

    private mutating func skipBesideRoot() throws(Malformed) {
        skipBlanks()
        while try skipsRemark() { skipBlanks() }
    }

    /// Passes over a comment or an instruction; false if there is none.
    private mutating func skipsRemark() throws(Malformed) -> Bool {
        if takes("<!--") {
            _ = try take(through: "-->")
        } else if takes("<?") {
            _ = try take(through: "?>")
        } else {
            return false
        }
        return true
    }

    /// Text up to a byte or to markup, with its references read.
    private mutating func takeText(until end: UInt8) throws(Malformed) -> [UInt8] {
        var text: [UInt8] = []
        while let byte = rest.first, byte != end, byte != UInt8(ascii: "<") {
            rest = rest.dropFirst()
            if byte == UInt8(ascii: "&") {
                text += try takeReference().utf8
            } else {
                text.append(byte)
            }
        }
        return text
    }

    /// What a reference stands for whose `&` is taken.
    private mutating func takeReference() throws(Malformed) -> String {
        let name = String(decoding: try take(through: ";"), as: UTF8.self)
        if let character = Self.entities[name] { return character }
        let isHexadecimal = name.hasPrefix("#x")
        let digits = name.dropFirst(isHexadecimal ? 2 : 1)
        // A sign is none of the digits, though Swift would read it.
        guard name.hasPrefix("#"), !digits.hasPrefix("+"),
            let number = UInt32(digits, radix: isHexadecimal ? 16 : 10),
            let scalar = Unicode.Scalar(number), TemplateEscaping.isInXML(scalar)
        else { throw Malformed() }
        return String(scalar)
    }

    private mutating func takeName() throws(Malformed) -> String {
        let name = rest.prefix(while: Self.isPartOfName)
        guard let first = name.first, !Self.isInsideNamesOnly(first) else { throw Malformed() }
        rest = rest.dropFirst(name.count)
        return String(decoding: name, as: UTF8.self)
    }

    /// What stands before a text, which is passed over as well.
    private mutating func take(through end: String) throws(Malformed) -> [UInt8] {
        var bytes: [UInt8] = []
        while !takes(end) {
            guard let byte = rest.popFirst() else { throw Malformed() }
            bytes.append(byte)
        }
        return bytes
    }

    /// Passes over a text; false if it does not stand here.
    private mutating func takes(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    /// Passes over blanks; false if there are none.
    @discardableResult
    private mutating func skipBlanks() -> Bool {
        let after = rest.drop(while: Self.isBlank)
        defer { rest = after }
        return after.count < rest.count
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D: true
        default: false
        }
    }

    private static func isPartOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...0xFF: true
        case UInt8(ascii: "_"), UInt8(ascii: ":"): true
        default: isInsideNamesOnly(byte)
        }
    }

    private static func isInsideNamesOnly(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }
}

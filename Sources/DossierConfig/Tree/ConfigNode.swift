/// A value of a configuration file (giá trị cấu hình) with the place where it is written.
///
/// It is what YAML and JSON have in common: no anchors, no tags, no dates; a text is a text only if it says so.
struct ConfigNode: Sendable {
    /// Where the value begins.
    let place: TextPlace
    /// The value.
    let value: Value

    /// The kinds of values.
    indirect enum Value: Sendable {
        /// Nothing was written.
        case null
        /// `true` or `false`.
        case flag(Bool)
        /// A whole number, also one written as `2.0`.
        case integer(Int)
        /// A number with a fraction.
        case decimal(Double)
        /// A text, in NFC.
        case text(String)
        /// Values in their written order.
        case list([ConfigNode])
        /// Keys, each once, with their values in their written order.
        case mapping([Entry])
    }

    /// One key of a mapping with its value.
    struct Entry: Sendable {
        let key: String
        let keyPlace: TextPlace
        let node: ConfigNode
    }

    /// The entries of a mapping, none for any other value.
    var entries: [Entry] {
        if case .mapping(let entries) = value { return entries }
        return []
    }

    /// The elements of a list, none for any other value.
    var elements: [ConfigNode] {
        if case .list(let elements) = value { return elements }
        return []
    }

    /// The value of a key; nil if this is no mapping or has no such key.
    subscript(key: String) -> ConfigNode? {
        entries.first { $0.key == key }?.node
    }

    /// The text; nil for any other value.
    var text: String? {
        if case .text(let text) = value { return text }
        return nil
    }

    /// The whole number; nil for any other value.
    var integer: Int? {
        if case .integer(let number) = value { return number }
        return nil
    }

    /// The number, whole or not; nil for any other value.
    var number: Double? {
        switch value {
        case .integer(let number): Double(number)
        case .decimal(let number): number
        case .null, .flag, .text, .list, .mapping: nil
        }
    }

    /// The flag; nil for any other value.
    var flag: Bool? {
        if case .flag(let flag) = value { return flag }
        return nil
    }

    /// The kind of value in the words of JSON Schema.
    var kind: String {
        switch value {
        case .null: "null"
        case .flag: "boolean"
        case .integer: "integer"
        case .decimal: "number"
        case .text: "string"
        case .list: "array"
        case .mapping: "object"
        }
    }

    /// Whether two values are the same in the sense of JSON Schema: places and the order of keys play no part.
    func isSame(as other: ConfigNode) -> Bool {
        CanonicalJSON.text(of: self) == CanonicalJSON.text(of: other)
    }
}

/// A place in a text file (vị trí trong tệp), counted from 1 as editors do.
struct TextPlace: Hashable, Sendable {
    /// The line.
    let line: Int
    /// The column, in Unicode scalars.
    let column: Int

    /// The beginning of a file, for what is wrong with the file as a whole.
    static let beginning = TextPlace(line: 1, column: 1)
}

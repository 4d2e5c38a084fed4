/// A JSON value as it was read; objects keep the order of their members.
public enum JSONValue: Hashable, Sendable {
    /// null
    case null
    /// true or false
    case bool(Bool)
    /// A number without fraction or exponent that fits 64 bits.
    case integer(Int64)
    /// Any other number, as written.
    case number(String)
    /// A text.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object; no name stands twice.
    case object([JSONMember])

    /// The member of that name; nil if there is none or this is no object.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        // By places: a closure would take each member into its hands.
        for place in members.indices where members[place].name == name { return members[place].value }
        return nil
    }

    /// The text, if it is one.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The whole number, if it is one.
    public var integer: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// The truth value, if it is one.
    public var bool: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    /// The elements, if it is an array.
    public var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// Whether it is null.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }
}

/// One member of a JSON object.
public struct JSONMember: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The value.
    public let value: JSONValue

    /// Creates a member.
    public init(name: String, value: JSONValue) {
        self.name = name
        self.value = value
    }
}

/// Why a text is not JSON as this program takes it.
public enum JSONDefect: Error, Hashable, Sendable {
    /// Not JSON, from that byte on.
    case malformed(offset: Int)
    /// Not valid UTF-8.
    case notUTF8
    /// Nested deeper than ``JSONParser/maximumDepth``.
    case tooDeep
    /// An object has a name twice.
    case duplicateName(String)
}

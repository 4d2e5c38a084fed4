import Foundation

/// JSON that a provider sent (JSON của nhà cung cấp), of any shape.
enum ReplyJSON: Decodable {
    case null
    case flag(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case array([ReplyJSON])
    case object([String: ReplyJSON])

    /// Reads JSON; nil if it is none.
    static func read(_ bytes: [UInt8]) -> ReplyJSON? {
        // What is not JSON is no answer that can be understood, and why it is not helps nobody.
        try? JSONDecoder().decode(ReplyJSON.self, from: Data(bytes))
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = container.ifOf(Bool.self) {
            self = .flag(flag)
        } else if let integer = container.ifOf(Int64.self) {
            self = .integer(integer)
        } else if let number = container.ifOf(Double.self) {
            self = .number(number)
        } else if let text = container.ifOf(String.self) {
            self = .text(text)
        } else if let elements = container.ifOf([ReplyJSON].self) {
            self = .array(elements)
        } else {
            self = .object(try container.decode([String: ReplyJSON].self))
        }
    }

    /// A text, number or truth value written as text; nil for anything else.
    var scalarText: String? {
        switch self {
        case .flag(let flag): flag ? "true" : "false"
        case .integer(let integer): String(integer)
        case .number(let number): String(number)
        case .text(let text): text
        case .null, .array, .object: nil
        }
    }
}

extension SingleValueDecodingContainer {
    /// The value if it is of this type.
    fileprivate func ifOf<Value: Decodable>(_ type: Value.Type) -> Value? {
        // Another type is not an error here: the next one is tried.
        try? decode(type)
    }
}

/// One JSON object (RFC 8259) written field by field on one line.
struct JSONLine {
    /// What a field may hold.
    enum Value {
        case text(String)
        /// A number or a truth value that is already JSON.
        case literal(String)
        case array([Value])
        case object([(key: String, value: Value)])

        fileprivate func write(to line: inout String) {
            switch self {
            case .text(let text): JSONLine.quote(text, to: &line)
            case .literal(let literal): line += literal
            case .array(let elements):
                line += "["
                for (index, element) in elements.enumerated() {
                    if index > 0 { line += "," }
                    element.write(to: &line)
                }
                line += "]"
            case .object(let fields):
                line += "{"
                for (index, field) in fields.enumerated() {
                    if index > 0 { line += "," }
                    JSONLine.quote(field.key, to: &line)
                    line += ":"
                    field.value.write(to: &line)
                }
                line += "}"
            }
        }
    }

    /// The longest text of one value in Unicode scalars; what follows is cut and an ellipsis put in its place, so that
    /// one event cannot flood the log.
    static let maximumScalars = 4_096

    /// As long as most lines are.
    private static let usualLength = 320

    private var text = "{"

    init() { text.reserveCapacity(Self.usualLength) }

    /// Appends a field; the caller sees to it that names differ.
    mutating func append(_ name: String, _ value: Value) {
        if text.utf8.count > 1 { text += "," }
        Self.quote(name, to: &text)
        text += ":"
        value.write(to: &text)
    }

    /// Returns the whole line, the line feed included.
    func finished() -> String {
        text + "}\n"
    }

    /// Writes a JSON string: quotation mark, backslash and all control characters escaped, the rest as it is.
    ///
    /// The line separators U+0085, U+2028 and U+2029 are escaped as well: JSON does not ask for it, but readers of
    /// lines may split there.
    fileprivate static func quote(_ value: String, to line: inout String) {
        // Most texts are words of the program.
        guard !isPlain(value) else {
            line += "\""
            line += value
            line += "\""
            return
        }
        var result = String.UnicodeScalarView("\"".unicodeScalars)
        for (index, scalar) in value.unicodeScalars.enumerated() {
            guard index < maximumScalars else {
                result.append("…")
                break
            }
            switch scalar {
            case "\"": result.append(contentsOf: "\\\"".unicodeScalars)
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\r": result.append(contentsOf: "\\r".unicodeScalars)
            case "\t": result.append(contentsOf: "\\t".unicodeScalars)
            case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                result.append(contentsOf: escape(scalar).unicodeScalars)
            default: result.append(scalar)
            }
        }
        result.append("\"")
        line += String(result)
    }

    /// Whether a text is short and of printable ASCII without what must be escaped.
    private static func isPlain(_ value: String) -> Bool {
        value.utf8.count <= maximumScalars
            && value.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

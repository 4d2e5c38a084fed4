/// Escapes of the text format 0.0.4.
///
/// Scalars are looked at, not characters: a carriage return with a line feed is one character in Swift.
enum Escaping {
    /// Returns a label value with backslash, quotation mark and line feed escaped.
    static func labelValue(_ value: String) -> String {
        escaped(value, quotationMark: true)
    }

    /// Returns a help text with backslash and line feed escaped.
    static func help(_ text: String) -> String {
        escaped(text, quotationMark: false)
    }

    private static func escaped(_ text: String, quotationMark: Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\"" where quotationMark: result.append(contentsOf: "\\\"".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

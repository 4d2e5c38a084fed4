/// The one written form (dạng chuẩn) of a file's values: JSON with sorted keys, without blanks and comments.
///
/// Two files that say the same have the same canonical text, so it is what a version's content hash is taken of.
/// It is valid YAML too and is read back by the same reader.
enum CanonicalJSON {
    /// Writes a value.
    static func text(of node: ConfigNode) -> String {
        var text = ""
        append(node, to: &text)
        return text
    }

    private static func append(_ node: ConfigNode, to text: inout String) {
        switch node.value {
        case .null: text += "null"
        case .flag(let flag): text += flag ? "true" : "false"
        case .integer(let number): text += String(number)
        // Only fractions with a written decimal form come in, so no exponent is ever needed.
        case .decimal(let number): text += String(number)
        case .text(let string): append(string, to: &text)
        case .list(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                append(element, to: &text)
            }
            text += "]"
        case .mapping(let entries):
            text += "{"
            for (index, entry) in entries.sorted(by: { isBefore($0.key, $1.key) }).enumerated() {
                if index > 0 { text += "," }
                append(entry.key, to: &text)
                text += ":"
                append(entry.node, to: &text)
            }
            text += "}"
        }
    }

    /// Orders by bytes of UTF-8, which no version of Unicode changes.
    private static func isBefore(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    private static func append(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

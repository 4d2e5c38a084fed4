/// How values are written into a template (cách mã hóa giá trị).
public enum TemplateEscaping: String, CaseIterable, Sendable {
    /// Inside a JSON string: quotes, backslashes and controls are escaped (RFC 8259, section 7).
    case json
    /// As text or in an attribute of XML: markup, tabs and line breaks are written as references; what XML cannot hold,
    /// such as most controls, becomes a blank (XML 1.0, sections 2.2, 2.4, 2.11 and 3.3.3).
    case xml
    /// As a value of `application/x-www-form-urlencoded`, a blank as `%20`, which every reader takes.
    case form
    /// As a value in the query of an address (RFC 3986, section 2.1).
    case query
    /// As it is.
    case none

    /// Writes a value so that the receiver reads exactly this value, but for what XML cannot hold.
    func escaped(_ value: String) -> String {
        switch self {
        case .json: Self.jsonEscaped(value)
        case .xml: Self.xmlEscaped(value)
        case .form, .query: Self.percentEncoded(value)
        case .none: value
        }
    }

    private static func jsonEscaped(_ value: String) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            // The two separators end a line in JavaScript, and some providers read JSON as such.
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func xmlEscaped(_ value: String) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&apos;"
            // Written plainly, readers turn some of them into others.
            case "\t", "\n", "\r": result += "&#\(scalar.value);"
            default: result.unicodeScalars.append(isInXML(scalar) ? scalar : " ")
            }
        }
        return result
    }

    /// Whether XML can hold a character, even as a reference (XML 1.0, section 2.2).
    static func isInXML(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\t", "\n", "\r": true
        default: scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        }
    }

    private static func percentEncoded(_ value: String) -> String {
        var result = ""
        for byte in value.utf8 {
            let scalar = Unicode.Scalar(byte)
            if isUnreserved(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return result
    }

    private static func isUnreserved(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "A"..."Z", "a"..."z", "0"..."9", "-", ".", "_", "~": true
        default: false
        }
    }
}

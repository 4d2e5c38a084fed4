/// What a word written without quotes means (giá trị không đặt trong ngoặc kép).
///
/// Only what every reader of YAML understands alike is taken. What YAML 1.1 reads as a date, a time in base sixty, an
/// octal number or a yes or no is refused, so that `NO`, `010`, `07:30` and `2022-01-05` have to be put in quotes.
enum PlainScalar {
    /// Nothing, written as `null`, `~` or not at all.
    case null
    /// `true` or `false` in small letters.
    case flag(Bool)
    /// A whole number without leading zeros.
    case integer(Int)
    /// A number with digits on both sides of its point.
    case decimal(Double)
    /// Any text that no reader takes for something else.
    case text
    /// A word on whose meaning readers differ.
    case ambiguous

    /// Reads a word.
    init(_ word: String) {
        switch word {
        case "", "~", "null": self = .null
        case "true": self = .flag(true)
        case "false": self = .flag(false)
        default: self = Self.number(word) ?? (Self.isAmbiguous(word) ? .ambiguous : .text)
        }
    }

    private static let otherConstants: Set<String> = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "=", "<<",
        ".inf", "+.inf", "-.inf", ".nan",
    ]

    /// The most digits before and after the point; more than any quantity here needs.
    private static let maximumWholeDigits = 15
    private static let maximumFractionDigits = 3

    private static func number(_ word: String) -> PlainScalar? {
        let isNegative = word.utf8.first == 0x2D
        let digits = isNegative ? word.dropFirst() : word[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, isWhole(whole), parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return Int(word).map(PlainScalar.integer) }
        guard (1...maximumFractionDigits).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy(isDigit) else {
            return nil
        }
        if parts[1].utf8.allSatisfy({ $0 == 0x30 }) {
            return Int((isNegative ? "-" : "") + whole).map(PlainScalar.integer)
        }
        return Double(word).map(PlainScalar.decimal)
    }

    private static func isWhole(_ text: Substring) -> Bool {
        (1...maximumWholeDigits).contains(text.utf8.count) && text.utf8.allSatisfy(isDigit)
            && (text.utf8.count == 1 || text.utf8.first != 0x30)
    }

    /// Whether a word that is no number here might be a number, a date or a constant elsewhere.
    private static func isAmbiguous(_ word: String) -> Bool {
        if otherConstants.contains(word.lowercased()) { return true }
        let body = word.utf8.drop { $0 == 0x2B || $0 == 0x2D }
        guard let first = body.first else { return false }
        // A point or digit first, and nothing but the letters, signs and digits of which numbers and dates are made.
        guard isDigit(first) || first == 0x2E && body.dropFirst().first.map(isDigit) == true else { return false }
        return body.allSatisfy { isDigit($0) || "+-.:_ abcdefoxtzABCDEFOXTZ".utf8.contains($0) }
            && !looksLikeVersion(body)
    }

    /// Whether a word has two points and is thus no number anywhere, as `000.00.15.H47`.
    private static func looksLikeVersion(_ body: Substring.UTF8View) -> Bool {
        body.count { $0 == 0x2E } >= 2 && !body.contains(0x3A) && !body.contains(0x5F)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

import DossierEngine
import WorkingCalendar

/// A value bound to a place of a statement.
enum SQLValue {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    /// A count, a position or a version.
    static func count(_ number: Int) -> SQLValue { .integer(Int64(number)) }

    /// An instant in milliseconds; NULL for nil.
    static func instant(_ instant: Instant?) -> SQLValue { instant.map { .integer($0.milliseconds) } ?? .null }

    /// A number; NULL for nil.
    static func optional(_ number: Int64?) -> SQLValue { number.map { .integer($0) } ?? .null }

    /// A text; NULL for nil.
    static func optional(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }

    /// A hash as its 32 bytes.
    static func digest(_ digest: Digest) -> SQLValue { .blob(digest.bytes) }

    /// Whole numbers as one JSON array, which `json_each` takes apart.
    static func list(_ numbers: [Int64]) -> SQLValue {
        .text("[" + numbers.map(String.init).joined(separator: ",") + "]")
    }

    /// How many rows are wanted; never negative, which SQLite would take for "all".
    static func limit(_ limit: Int) -> SQLValue { .integer(Int64(max(0, limit))) }
}

import DossierDomain
import Testing
import WorkingCalendar

/// Reads a local date and time such as `2022-01-05 10:20` or `2022-01-05 10:20:30`, Vietnam's zone.
func at(_ text: String) throws -> Instant {
    let parts = text.split(separator: " ")
    return try #require(Instant(iso8601: "\(parts[0])T\(parts[1])+07:00"))
}

/// Reads a date such as `2022-01-05`.
func date(_ text: String) throws -> LocalDate {
    try #require(LocalDate(iso8601: text))
}

/// A vault row of the tests; what it says plays no part in any decision.
func paper(_ number: Int64) -> VaultReference {
    VaultReference(number: number, commitment: String(repeating: "0123456789abcdef", count: 4))
}

/// The bytes of a text, for comparisons that canonical equivalence must not soften.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The text of bytes, for messages and comparisons with literals.
func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

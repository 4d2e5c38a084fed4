/// A statement put together from literals alone (câu lệnh ghép), so that several share one condition and no text from
/// outside can become SQL.
struct SQLText: Sendable {
    /// The statement.
    let text: String

    /// Puts literals together, each on lines of its own.
    init(_ parts: StaticString...) { text = parts.map(\.description).joined(separator: "\n") }
}

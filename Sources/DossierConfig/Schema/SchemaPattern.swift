/// A regular expression of a schema (mẫu ký tự), which may match anywhere unless it has anchors.
struct SchemaPattern {
    private let expression: Regex<AnyRegexOutput>

    /// Reads an expression; nil if it is none.
    init?(_ text: String) {
        do {
            // Schemas speak about Unicode scalars, not about what a reader sees as one character.
            expression = try Regex(text).matchingSemantics(.unicodeScalar)
        } catch {
            return nil
        }
    }

    /// Whether it matches somewhere in a text.
    func matches(_ text: String) -> Bool {
        text.firstMatch(of: expression) != nil
    }
}

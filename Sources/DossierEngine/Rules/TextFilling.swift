/// Fills the placeholders of a sentence (điền mẫu câu).
public enum TextFilling {
    /// The sentence with its words in braces replaced; a value is never searched for further ones.
    ///
    /// - Parameters:
    ///   - text: The sentence.
    ///   - values: The values by their words.
    ///   - missing: What a word without a value becomes; nil leaves it as it stands, with its braces.
    /// - Returns: The sentence filled in.
    public static func filled(_ text: String, _ values: [String: String], orElse missing: String? = nil) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let word = String(rest[rest.index(after: open)..<close])
            result += rest[..<open]
            result += values[word] ?? missing ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}

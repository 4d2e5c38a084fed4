/// The token that staff send with every request (mã phiên), from the field `Authorization`.
///
/// Source: RFC 6750, 2.1.
enum BearerToken {
    /// The token; nil if the field is of another scheme or has none.
    static func read(_ field: String?) -> String? {
        guard let field else { return nil }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", !parts[1].isEmpty else { return nil }
        return String(parts[1])
    }
}

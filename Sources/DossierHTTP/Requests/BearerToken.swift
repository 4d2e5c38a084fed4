import DossierEngine

/// The token that is sent with every request (mã phiên), from the field `Authorization`.
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

    /// What a token can be (loại mã), by its form alone: no form fits two, so that none is ever tried as another.
    enum Kind: Equatable {
        /// A key of another system: it begins with a mark of ours.
        case key
        /// An access token of the provider: three parts with points between.
        case accessToken
        /// A session: neither.
        case session
    }

    /// What a token is meant as.
    static func kind(of token: String) -> Kind {
        if KeyService.isKey(token) { return .key }
        return token.utf8.contains(UInt8(ascii: ".")) ? .accessToken : .session
    }
}

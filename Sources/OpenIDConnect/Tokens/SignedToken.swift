import DossierEngine
import JWTKit

/// A signed token as it is written (mã thông báo ký số), taken apart and not believed yet.
///
/// Source: RFC 7515, 7.1; RFC 7519, 7.2.
struct SignedToken: Sendable {
    /// The longest token taken, in bytes.
    static let maximumBytes = 8_192

    /// The algorithm.
    let algorithm: SigningAlgorithm
    /// The name of the key; nil if it names none.
    let keyID: String?
    /// The kind of token, in lower case without `application/`; nil if it does not say.
    let type: String?
    /// What it says: an object.
    let claims: JSONValue

    private let signature: [UInt8]
    private let signed: [UInt8]

    /// Takes a token apart.
    ///
    /// - Throws: ``TokenDefect``.
    init(_ text: String) throws(TokenDefect) {
        guard text.utf8.count <= Self.maximumBytes else { throw .malformed }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let head = Self.object(parts[0]), let claims = Self.object(parts[1]),
            let signature = Base64URL.bytes(parts[2])
        else { throw .malformed }
        // An extension that has to be understood and is not: RFC 7515, 4.1.11.
        guard head["crit"] == nil else { throw .critical }
        guard let algorithm = head["alg"]?.string.flatMap(SigningAlgorithm.init) else { throw .algorithm }
        self.algorithm = algorithm
        keyID = head["kid"]?.string
        type = head["typ"]?.string.map { typed in
            let lower = typed.lowercased()
            return lower.hasPrefix("application/") ? String(lower.dropFirst(12)) : lower
        }
        self.claims = claims
        self.signature = signature
        signed = Array((parts[0] + "." + parts[1]).utf8)
    }

    /// Whether one of the keys has signed it.
    func isSigned(byOneOf keys: [any JWTAlgorithm]) -> Bool {
        keys.contains { key in
            // A key that cannot judge a signature has not made it.
            (try? key.verify(signature, signs: signed)) == true
        }
    }

    private static func object(_ part: Substring) -> JSONValue? {
        guard let bytes = Base64URL.bytes(part) else { return nil }
        // Whatever is no JSON is no part of a token.
        guard let value = try? JSONParser.parse(bytes), case .object = value else { return nil }
        return value
    }
}

/// Why a token is not believed (lỗi mã thông báo); the words go to the log.
enum TokenDefect: String, Error, CaseIterable {
    /// It is no signed token.
    case malformed
    /// Its algorithm is none of ours, or is not allowed.
    case algorithm
    /// It asks for an extension that is not known.
    case critical
    /// None of the provider's keys has signed it.
    case signature
    /// It is of another kind.
    case type
    /// It is of another provider.
    case issuer
    /// It is for somebody else.
    case audience
    /// It was given to another program.
    case authorizedParty
    /// It lacks a scope.
    case scope
    /// It has ended.
    case expired
    /// It has not begun.
    case notBefore
    /// It was made in the future, too long ago, or does not say when.
    case issuedAt
    /// Its owner signed in too long ago, or it does not say when.
    case authenticationTime
    /// It belongs to another attempt.
    case nonce
    /// It names nobody.
    case subject
}

import DossierEngine

/// What a provider says of itself (tài liệu khám phá) at `/.well-known/openid-configuration`.
///
/// Source: OpenID Connect Discovery 1.0, 3 and 4.3.
struct ProviderDocument: Hashable, Sendable {
    /// How we prove at the token endpoint that it is us.
    enum ClientProof: Hashable, Sendable {
        /// By the field `Authorization`.
        case basic
        /// By parameters of the form.
        case post
    }

    /// Where browsers sign in.
    let authorization: ProviderAddress
    /// Where codes are redeemed.
    let token: ProviderAddress
    /// Where its keys are.
    let keys: ProviderAddress
    /// How we prove that it is us; nil if it takes neither way that we know.
    let clientProof: ClientProof?
    /// Whether browsers bring its name back with the code.
    ///
    /// Source: RFC 9207, 3.
    let namesItself: Bool

    private static let path = "/.well-known/openid-configuration"

    /// Where the document of an issuer is.
    static func address(of issuer: String) -> ProviderAddress? {
        ProviderAddress((issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + path)
    }

    /// Reads a document.
    ///
    /// - Throws: A sentence that says what is wrong with it.
    init(_ bytes: [UInt8], issuer: String) throws(WebFailure) {
        // What the parser has against it says nothing that helps more than the sentence below.
        guard let root = try? JSONParser.parse(bytes) else { throw WebFailure("its document is no JSON") }
        guard root["issuer"]?.string == issuer else { throw WebFailure("its document names another issuer") }
        authorization = try Self.address("authorization_endpoint", in: root)
        token = try Self.address("token_endpoint", in: root)
        keys = try Self.address("jwks_uri", in: root)
        if let methods = Self.texts("code_challenge_methods_supported", in: root), !methods.contains("S256") {
            throw WebFailure("its document says that it has no PKCE with S256")
        }
        // Source: OpenID Connect Discovery 1.0, 3: without the member it is client_secret_basic.
        let proofs = Self.texts("token_endpoint_auth_methods_supported", in: root) ?? ["client_secret_basic"]
        clientProof =
            proofs.contains("client_secret_basic") ? .basic : proofs.contains("client_secret_post") ? .post : nil
        namesItself = root["authorization_response_iss_parameter_supported"]?.bool ?? false
    }

    private static func address(_ name: String, in root: JSONValue) throws(WebFailure) -> ProviderAddress {
        guard let address = root[name]?.string.flatMap(ProviderAddress.init) else {
            throw WebFailure("its document has no \(name) with https")
        }
        return address
    }

    private static func texts(_ name: String, in root: JSONValue) -> [String]? {
        root[name]?.array?.compactMap(\.string)
    }
}

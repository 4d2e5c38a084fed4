/// What is agreed with a provider (thiết lập hệ thống đăng nhập một lần).
///
/// Its description shows no secret, so that it may stand in a log line.
public struct ProviderSettings: Sendable, CustomStringConvertible, CustomReflectable {
    /// The provider's name for itself, to the letter, without a slash at its end or with it, as the provider has it.
    public let issuer: String
    /// Our name at the provider.
    public let clientID: String
    /// What proves that it is us; nil for a client without a secret, which PKCE alone guards.
    let clientSecret: String?
    /// Where the provider sends browsers back to.
    public let redirectAddress: String
    /// What is asked for, `openid` among it.
    public let scopes: [String]
    /// The algorithms of signatures that are believed.
    public let algorithms: Set<SigningAlgorithm>
    /// How far the provider's clock and ours may differ, in seconds.
    public let clockSkewSeconds: Int64
    /// How long ago somebody may have shown his password to the provider, in seconds; nil for however long.
    public let maximumAgeSeconds: Int64?
    /// Which access tokens are taken; nil for none.
    public let bearer: BearerSettings?

    /// Creates settings.
    ///
    /// - Parameters:
    ///   - issuer: The provider's name for itself.
    ///   - clientID: Our name at the provider.
    ///   - clientSecret: What proves that it is us; nil for a client without a secret.
    ///   - redirectAddress: Where the provider sends browsers back to.
    ///   - scopes: What is asked for.
    ///   - algorithms: The algorithms of signatures that are believed.
    ///   - clockSkewSeconds: How far the clocks may differ.
    ///   - maximumAgeSeconds: How long ago somebody may have signed in at the provider; nil for however long.
    ///   - bearer: Which access tokens are taken; nil for none.
    public init(
        issuer: String,
        clientID: String,
        clientSecret: String?,
        redirectAddress: String,
        scopes: [String],
        algorithms: Set<SigningAlgorithm>,
        clockSkewSeconds: Int64,
        maximumAgeSeconds: Int64?,
        bearer: BearerSettings?
    ) {
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.redirectAddress = redirectAddress
        self.scopes = scopes
        self.algorithms = algorithms
        self.clockSkewSeconds = clockSkewSeconds
        self.maximumAgeSeconds = maximumAgeSeconds
        self.bearer = bearer
    }

    /// The provider and our name at it.
    public var description: String { "ProviderSettings(\(issuer), \(clientID))" }

    /// A mirror without children, so that `dump` shows no secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Which access tokens are taken (mã truy cập được chấp nhận).
public struct BearerSettings: Hashable, Sendable {
    /// The audience that a token has to name: this interface, not our name as a client.
    public let audience: String
    /// The programs whose tokens are taken, by `azp` or `client_id`; empty for all of the provider's.
    public let clients: Set<String>
    /// The scope that a token must have; nil for none.
    public let scope: String?

    /// Creates settings.
    public init(audience: String, clients: Set<String>, scope: String?) {
        self.audience = audience
        self.clients = clients
        self.scope = scope
    }
}

/// An algorithm of signatures by a key of which we have the public half only (thuật toán ký).
///
/// Neither `none` nor one with a shared secret is among them, so that nobody signs with what everybody can read.
/// Source: RFC 8725, 3.1 and 3.2.
public enum SigningAlgorithm: String, CaseIterable, Sendable {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
    /// RSASSA-PSS with SHA-256.
    case ps256 = "PS256"
    /// ECDSA with P-256 and SHA-256.
    case es256 = "ES256"
    /// ECDSA with P-384 and SHA-384.
    case es384 = "ES384"
    /// Ed25519.
    case edDSA = "EdDSA"
}

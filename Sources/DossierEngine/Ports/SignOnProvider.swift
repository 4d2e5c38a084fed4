public import WorkingCalendar

/// The provider of single sign-on (hệ thống đăng nhập một lần) as the engine knows it: it proves who somebody is, and
/// knows nothing of accounts.
public protocol SignOnProvider: Sendable {
    /// Where a browser is sent to sign in.
    ///
    /// - Parameter attempt: What the browser's return will be held against.
    /// - Returns: The whole address.
    /// - Throws: ``SignOnFailure``.
    func address(for attempt: SignOnAttempt) async throws(SignOnFailure) -> String

    /// Who has signed in, proved by the code that the browser brought back.
    ///
    /// - Parameters:
    ///   - answer: What the browser brought back.
    ///   - attempt: What it set out with.
    /// - Returns: Who it is.
    /// - Throws: ``SignOnFailure``.
    func identity(from answer: SignOnAnswer, to attempt: SignOnAttempt) async throws(SignOnFailure) -> ProvenIdentity

    /// Who an access token stands for.
    ///
    /// - Parameter token: The token.
    /// - Returns: Who it is, and until when.
    /// - Throws: ``SignOnFailure``.
    func identity(bearing token: String) async throws(SignOnFailure) -> ProvenIdentity
}

/// What one browser sets out with to sign in (một lần đăng nhập), known to it and this program alone.
public struct SignOnAttempt: Hashable, Sendable {
    /// What the provider gives back untouched, so that nobody else's answer is taken.
    public let state: String
    /// What the identity token has to name, so that no other one is taken.
    public let nonce: String
    /// What proves that the code was asked for here.
    ///
    /// Source: RFC 7636, 4.1.
    public let verifier: String

    /// Creates an attempt.
    public init(state: String, nonce: String, verifier: String) {
        self.state = state
        self.nonce = nonce
        self.verifier = verifier
    }
}

/// What a browser brings back from the provider (kết quả quay về).
public struct SignOnAnswer: Hashable, Sendable {
    /// The code.
    public let code: String
    /// Who says that it issued it; nil if the provider does not say.
    ///
    /// Source: RFC 9207.
    public let issuer: String?

    /// Creates an answer.
    public init(code: String, issuer: String?) {
        self.code = code
        self.issuer = issuer
    }
}

/// Somebody whom the provider vouches for (danh tính đã xác thực).
///
/// Issuer and subject together are the identity; a name or an address of mail is none, because others may come to have
/// it. Source: OpenID Connect Core 1.0, 5.7.
public struct ProvenIdentity: Hashable, Sendable {
    /// The provider.
    public let issuer: String
    /// The provider's own name for him, which is never given to somebody else.
    public let subject: String
    /// What the provider says of him: an object.
    public let claims: JSONValue
    /// When the provider said so, by its clock; nil if it does not tell.
    public let issuedAt: Instant?
    /// When the proof ends, in machine time.
    public let expiresAt: Instant

    /// Creates an identity.
    public init(issuer: String, subject: String, claims: JSONValue, issuedAt: Instant?, expiresAt: Instant) {
        self.issuer = issuer
        self.subject = subject
        self.claims = claims
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }
}

/// Why nobody was proved (xác thực thất bại).
public enum SignOnFailure: Error, Hashable, Sendable {
    /// The provider cannot be asked now; a constant sentence says what went wrong.
    case unavailable(reason: String)
    /// What was shown proves nothing; a constant word says why, for the log.
    case rejected(reason: String)
    /// What was shown was a proof once and has ended.
    case expired
}

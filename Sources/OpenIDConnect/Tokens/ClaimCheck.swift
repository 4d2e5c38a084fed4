import DossierEngine
import WorkingCalendar

/// The checks of what a token says (kiểm tra nội dung mã thông báo), after its signature is known to be right.
struct ClaimCheck: Sendable {
    /// How long an identity token may be under way, in seconds.
    ///
    /// Source: project decision, 2026-11-29: it comes straight from the provider in the answer to our own request.
    static let identityTokenSeconds: Int64 = 300
    /// The longest subject, in bytes.
    ///
    /// Source: OpenID Connect Core 1.0, 2.
    private static let maximumSubjectBytes = 255
    /// The latest moment that is read, in seconds: the year 5138.
    private static let latest = 100_000_000_000.0

    let settings: ProviderSettings
    /// The present moment, in seconds.
    let now: Int64

    private var skew: Int64 { settings.clockSkewSeconds }

    /// Checks an identity token.
    ///
    /// Source: OpenID Connect Core 1.0, 3.1.3.7.
    ///
    /// - Throws: ``TokenDefect``.
    func identity(of token: SignedToken, nonce: String) throws(TokenDefect) -> ProvenIdentity {
        // An access token or a notice of signing out is no identity token: RFC 8725, 3.11.
        guard token.type == nil || token.type == "jwt" else { throw .type }
        let claims = token.claims
        let identity = try common(claims)
        let audiences = Self.audiences(claims)
        guard audiences.contains(settings.clientID) else { throw .audience }
        let party = claims["azp"]
        guard party != nil || audiences.count == 1, party == nil || party?.string == settings.clientID else {
            throw .authorizedParty
        }
        guard let issued = Self.seconds(claims["iat"]), issued >= now - Self.identityTokenSeconds - skew else {
            throw .issuedAt
        }
        guard let named = claims["nonce"]?.string, Self.isSame(named, nonce) else { throw .nonce }
        if let maximum = settings.maximumAgeSeconds {
            guard let at = Self.seconds(claims["auth_time"]), at >= now - maximum - skew, at <= now + skew else {
                throw .authenticationTime
            }
        }
        return identity
    }

    /// Checks an access token.
    ///
    /// Source: RFC 9068, 4, but for the kind, which many providers leave at `JWT`.
    ///
    /// - Throws: ``TokenDefect``.
    func bearer(of token: SignedToken, _ bearer: BearerSettings) throws(TokenDefect) -> ProvenIdentity {
        guard token.type == nil || token.type == "jwt" || token.type == "at+jwt" else { throw .type }
        let claims = token.claims
        // What only identity tokens have, or notices of signing out.
        guard ["nonce", "at_hash", "c_hash", "events"].allSatisfy({ claims[$0] == nil }) else { throw .type }
        let identity = try common(claims)
        guard Self.audiences(claims).contains(bearer.audience) else { throw .audience }
        if !bearer.clients.isEmpty {
            let named = [claims["azp"]?.string, claims["client_id"]?.string].compactMap { $0 }
            guard !named.isEmpty, named.allSatisfy(bearer.clients.contains) else { throw .authorizedParty }
        }
        if let scope = bearer.scope {
            let scopes = claims["scope"]?.string?.split(separator: " ").map(String.init) ?? []
            guard scopes.contains(scope) else { throw .scope }
        }
        return identity
    }

    /// What holds of every token: issuer, subject and times.
    private func common(_ claims: JSONValue) throws(TokenDefect) -> ProvenIdentity {
        guard claims["iss"]?.string == settings.issuer else { throw .issuer }
        guard let subject = claims["sub"]?.string, Self.isSubject(subject) else { throw .subject }
        guard let end = Self.seconds(claims["exp"]) else { throw .expired }
        guard end + skew > now else { throw .expired }
        if claims["nbf"] != nil {
            guard let start = Self.seconds(claims["nbf"]), start <= now + skew else { throw .notBefore }
        }
        if claims["iat"] != nil {
            guard let issued = Self.seconds(claims["iat"]), issued <= now + skew else { throw .issuedAt }
        }
        return ProvenIdentity(
            issuer: settings.issuer,
            subject: subject,
            claims: claims,
            issuedAt: Self.seconds(claims["iat"]).map { Instant(milliseconds: $0 * 1000) },
            expiresAt: Instant(milliseconds: (end + skew) * 1000)
        )
    }

    private static func audiences(_ claims: JSONValue) -> [String] {
        if let one = claims["aud"]?.string { return [one] }
        guard let several = claims["aud"]?.array else { return [] }
        let texts = several.compactMap(\.string)
        return texts.count == several.count ? texts : []
    }

    /// A moment in seconds, perhaps written with a fraction.
    ///
    /// Source: RFC 7519, 2, NumericDate.
    private static func seconds(_ value: JSONValue?) -> Int64? {
        switch value {
        case .integer(let seconds): (0...Int64(latest)).contains(seconds) ? seconds : nil
        case .number(let text): Double(text).flatMap { (0...latest).contains($0) ? Int64($0) : nil }
        default: nil
        }
    }

    private static func isSubject(_ text: String) -> Bool {
        (1...maximumSubjectBytes).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        Digest.of(Array(one.utf8)).equalsInConstantTime(Digest.of(Array(other.utf8)))
    }
}

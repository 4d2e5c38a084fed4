import DossierEngine
import HTTPTypes

/// Lets public look-ups through as far as their budget goes (cửa tra cứu), and tells what is left of it.
///
/// The machine itself has no bound: a proxy on it tells whom it asks for once `server.trustedProxies` names it.
struct LookupGate: Sendable {
    private let limiter: LookupLimiter
    private let trustedProxies: TrustedProxies

    init(limiter: LookupLimiter, trustedProxies: TrustedProxies) {
        self.limiter = limiter
        self.trustedProxies = trustedProxies
    }

    /// The network that pays for a look-up.
    ///
    /// - Parameters:
    ///   - peer: The other end of the connection.
    ///   - forwarded: The values of `X-Forwarded-For` in their order.
    /// - Returns: Its key; nil for the machine itself.
    func network(peer: String, forwarded: [String]) -> String? {
        AddressText.network(of: trustedProxies.client(peer: peer, forwarded: forwarded))
    }

    /// Pays for a look-up.
    ///
    /// - Parameter network: Who pays; nil for the machine itself.
    /// - Returns: What is left; nil where there is no bound.
    /// - Throws: ``RequestRefusal/tooManyLookups(retryAfterSeconds:)``.
    func pay(_ network: String?) throws(RequestRefusal) -> LookupLimiter.Standing? {
        guard let network else { return nil }
        return try limiter.pay(from: network)
    }

    /// Pays the rest of the price of an unknown code.
    ///
    /// - Returns: What is left; nil where there is no bound.
    func noteUnknown(_ network: String?) -> LookupLimiter.Standing? {
        network.map { limiter.noteUnknown(from: $0) }
    }
}

extension LookupLimiter.Standing {
    /// The fields that tell it.
    ///
    /// Source: draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4 (unverified).
    var fields: [HTTPField] {
        [
            HTTPField(name: .rateLimitPolicy, value: "\"lookup\";q=\(limit);w=60"),
            HTTPField(name: .rateLimit, value: "\"lookup\";r=\(remaining);t=\(resetSeconds)"),
        ]
    }
}

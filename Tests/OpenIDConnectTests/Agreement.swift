import AsyncHTTPClient
import DossierEngine
import Foundation
import OpenIDPeers
import Synchronization
import WorkingCalendar

@testable import OpenIDConnect

/// A clock that stands where a test puts it.
final class StandingClock: WallClock {
    private let milliseconds = Mutex<Int64>(1_764_400_000_000)

    var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }

    /// The same moment for the provider.
    var date: Date { Date(timeIntervalSince1970: Double(now.milliseconds) / 1000) }

    func advance(seconds: Int64) { milliseconds.withLock { $0 += seconds * 1000 } }
}

/// A provider of the tests, and our side of it.
struct Agreement: Sendable {
    static let attempt = SignOnAttempt(state: "state", nonce: "nonce", verifier: String(repeating: "v", count: 43))
    static let redirect = "https://motcua.example.vn/api/v1/oidc/callback"

    let provider: ScriptedProvider
    let ours: OpenIDProvider
    let clock: StandingClock

    /// Runs a story with a provider that signs with some keys; one on P-256 unless told.
    static func run(
        keys: [TokenKey]? = nil,
        secret: String? = nil,
        maximumAgeSeconds: Int64? = nil,
        clients: Set<String> = [],
        scope: String? = nil,
        bound: Duration = .seconds(600),
        _ story: @escaping @Sendable (Agreement) async throws -> Void
    ) async throws {
        let signing: [TokenKey] = if let keys { keys } else { [try await .p256("first")] }
        let clock = StandingClock()
        let client = HTTPClient(configuration: ProviderWeb.configuration())
        do {
            try await ScriptedProvider.run(keys: signing, clock: { clock.date }) { provider in
                let settings = ProviderSettings(
                    issuer: provider.issuer,
                    clientID: "motcua",
                    clientSecret: secret,
                    redirectAddress: redirect,
                    scopes: ["openid", "profile"],
                    algorithms: Set(SigningAlgorithm.allCases),
                    clockSkewSeconds: 60,
                    maximumAgeSeconds: maximumAgeSeconds,
                    bearer: BearerSettings(audience: "motcua-api", clients: clients, scope: scope)
                )
                let web = ProviderWeb(client: client, bound: bound)
                let ours = OpenIDProvider(settings, web: web, clock: clock)
                try await story(Agreement(provider: provider, ours: ours, clock: clock))
            }
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    /// What somebody is told who signs in, where the provider says this of him.
    func outcome(_ claims: [String: any Sendable] = ["sub": "an"]) async throws -> Result<ProvenIdentity, SignOnFailure>
    {
        let brought = try provider.signIn(try await ours.address(for: Self.attempt), claims: claims)
        return await outcome(code: Self.code(in: brought))
    }

    /// What comes of a code.
    func outcome(
        code: String,
        attempt: SignOnAttempt = Agreement.attempt,
        issuer: String? = nil
    ) async -> Result<ProvenIdentity, SignOnFailure> {
        do throws(SignOnFailure) {
            return .success(try await ours.identity(from: SignOnAnswer(code: code, issuer: issuer), to: attempt))
        } catch {
            return .failure(error)
        }
    }

    /// What comes of an access token.
    func outcome(bearing token: String) async -> Result<ProvenIdentity, SignOnFailure> {
        do throws(SignOnFailure) {
            return .success(try await ours.identity(bearing: token))
        } catch {
            return .failure(error)
        }
    }

    /// The claims of an access token that is in order, with changes.
    func access(_ changes: [String: any Sendable] = [:]) -> [String: any Sendable] {
        let usual: [String: any Sendable] = [
            "iss": provider.issuer, "sub": "an", "aud": "motcua-api", "iat": provider.seconds,
            "exp": provider.seconds + 300, "client_id": "portal", "scope": "read motcua",
        ]
        return usual.merging(changes) { $1 }
    }

    /// The code that a browser brings back.
    static func code(in brought: String) -> String {
        String(brought.split(separator: "&")[0].dropFirst("code=".count))
    }
}

extension Result where Success == ProvenIdentity, Failure == SignOnFailure {
    /// Whom it proves; nil if nobody.
    var subject: String? {
        if case .success(let identity) = self { identity.subject } else { nil }
    }

    /// Why it proves nobody; nil if it does.
    var reason: String? {
        switch self {
        case .success: nil
        case .failure(.rejected(let reason)): reason
        case .failure(.expired): "expired"
        case .failure(.unavailable(let reason)): "unavailable: " + reason
        }
    }
}

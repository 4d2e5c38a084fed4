import DossierEngine
import Foundation
import OpenIDPeers
import Testing

@testable import OpenIDConnect

/// Signing in through a provider whose answers are right, late, forged or somebody else's.
@Suite("Signing in by code")
struct SignInTests {
    @Test("proves who it is by issuer and subject, with what the provider says of him")
    func honest() async throws {
        try await Agreement.run { agreement in
            let outcome = try await agreement.outcome(["sub": "an", "groups": ["desk"]])

            let identity = try outcome.get()
            #expect(identity.issuer == agreement.provider.issuer)
            #expect(identity.subject == "an")
            #expect(identity.claims["groups"]?.array == [.string("desk")])
        }
    }

    @Test("sends browsers with state, nonce and an S256 challenge, and never the verifier")
    func address() async throws {
        try await Agreement.run(maximumAgeSeconds: 900) { agreement in
            let address = try await agreement.ours.address(for: Agreement.attempt)

            let items = try #require(URLComponents(string: address)?.queryItems)
            let asked = Dictionary(items.map { ($0.name, $0.value) }) { first, _ in first }
            #expect(asked["redirect_uri"] == Agreement.redirect)
            #expect(asked["code_challenge_method"] == "S256")
            #expect(asked["state"] == "state")
            #expect(asked["nonce"] == "nonce")
            #expect(asked["max_age"] == "900")
            #expect(!address.contains(Agreement.attempt.verifier))
        }
    }

    @Test(
        "believes every algorithm with a public key",
        arguments: ["RS256", "PS256", "ES256", "ES384", "EdDSA"]
    )
    func algorithms(_ name: String) async throws {
        let key: TokenKey =
            switch name {
            case "RS256", "PS256": try await .rsa("k", name)
            case "ES384": try await .p384("k")
            case "EdDSA": try await .ed25519("k")
            default: try await .p256("k")
            }
        try await Agreement.run(keys: [key]) { agreement in
            let outcome = try await agreement.outcome()
            #expect(outcome.subject == "an", "\(outcome)")
        }
    }

    /// What identity tokens say that are not believed; seconds are counted from now.
    private static let wrongClaims: [(name: String, value: any Sendable, reason: String)] = [
        ("iss", "https://other.example.vn", "issuer"),
        ("iss", NSNull(), "issuer"),
        ("aud", "other", "audience"),
        ("aud", NSNull(), "audience"),
        ("aud", ["motcua", "other"], "authorizedParty"),
        ("azp", "other", "authorizedParty"),
        ("azp", 1, "authorizedParty"),
        ("nonce", "other", "nonce"),
        ("nonce", NSNull(), "nonce"),
        ("sub", NSNull(), "subject"),
        ("sub", "", "subject"),
        ("sub", 12, "subject"),
        ("sub", String(repeating: "s", count: 256), "subject"),
        ("sub", "a\u{0}b", "subject"),
        ("exp", NSNull(), "expired"),
        ("exp", "tomorrow", "expired"),
        ("iat", NSNull(), "issuedAt"),
    ]

    @Test("believes no token of somebody else or for somebody else", arguments: wrongClaims.indices)
    func falseClaims(_ index: Int) async throws {
        let (name, value, reason) = Self.wrongClaims[index]
        try await Agreement.run { agreement in
            let usual: [String: any Sendable] = ["sub": "an"]
            let outcome = try await agreement.outcome(usual.merging([name: value]) { $1 })
            #expect(outcome.reason == reason, "\(name)")
        }
    }

    @Test(
        "bears a minute between the clocks and no more",
        arguments: [
            ("exp", -59, nil), ("exp", -60, "expired"), ("nbf", 60, nil), ("nbf", 61, "notBefore"), ("iat", 60, nil),
            ("iat", 61, "issuedAt"), ("iat", -360, nil), ("iat", -361, "issuedAt"),
        ] as [(String, Int, String?)]
    )
    func clocks(_ name: String, _ seconds: Int, _ reason: String?) async throws {
        try await Agreement.run { agreement in
            let outcome = try await agreement.outcome(["sub": "an", name: agreement.provider.seconds + seconds])
            #expect(outcome.reason == reason)
        }
    }

    @Test("takes several audiences where the token was given to us")
    func audiences() async throws {
        try await Agreement.run { agreement in
            let outcome = try await agreement.outcome(["sub": "an", "aud": ["other", "motcua"], "azp": "motcua"])
            #expect(outcome.subject == "an")
        }
    }

    @Test("asks anew whoever signed in at the provider too long ago")
    func authenticationTime() async throws {
        try await Agreement.run(maximumAgeSeconds: 900) { agreement async throws in
            let now = agreement.provider.seconds
            #expect(try await agreement.outcome(["sub": "an", "auth_time": now - 900]).reason == nil)
            #expect(try await agreement.outcome(["sub": "an", "auth_time": now - 961]).reason == "authenticationTime")
            #expect(try await agreement.outcome(["sub": "an"]).reason == "authenticationTime")
        }
    }

    @Test("redeems a code once, and only with the verifier that it was asked for with")
    func codes() async throws {
        try await Agreement.run { agreement in
            let location = try await agreement.ours.address(for: Agreement.attempt)
            let first = Agreement.code(in: try agreement.provider.signIn(location, claims: ["sub": "an"]))
            let other = SignOnAttempt(state: "state", nonce: "nonce", verifier: String(repeating: "w", count: 43))
            #expect(await agreement.outcome(code: first, attempt: other).reason == "code")

            let second = Agreement.code(in: try agreement.provider.signIn(location, claims: ["sub": "an"]))
            #expect(await agreement.outcome(code: second).subject == "an")
            #expect(await agreement.outcome(code: second).reason == "code")
        }
    }

    @Test("takes no answer that another provider says is its own, nor an unnamed one where it names itself")
    func mixUp() async throws {
        try await Agreement.run { agreement in
            let location = try await agreement.ours.address(for: Agreement.attempt)
            let code = Agreement.code(in: try agreement.provider.signIn(location, claims: ["sub": "an"]))
            let outcome = await agreement.outcome(code: code, issuer: "https://other.example.vn")
            #expect(outcome.reason == "answerIssuer")
            #expect(agreement.provider.calls(of: .token) == 0)
            #expect(await agreement.outcome(code: code, issuer: agreement.provider.issuer).subject == "an")
        }
        try await Agreement.run { agreement async throws in
            agreement.provider.describe("authorization_response_iss_parameter_supported", as: true)
            #expect(try await agreement.outcome().reason == "answerIssuer")
        }
    }

    @Test("shows its secret in the way that the provider takes, and none where there is none")
    func secrets() async throws {
        try await Agreement.run(secret: "bí mật&") { agreement in
            #expect(try await agreement.outcome().subject == "an")
            let form = try #require(agreement.provider.forms.first)
            let expected = "Basic " + Data("motcua:b%C3%AD%20m%E1%BA%ADt%26".utf8).base64EncodedString()
            #expect(form["authorization"] == expected)
            #expect(form["client_secret"] == nil)
        }
        try await Agreement.run(secret: "bí mật&") { agreement in
            agreement.provider.describe("token_endpoint_auth_methods_supported", as: ["client_secret_post"])
            #expect(try await agreement.outcome().subject == "an")
            let form = try #require(agreement.provider.forms.first)
            #expect(form["authorization"] == nil)
            #expect(form["client_secret"] == "bí mật&")
        }
        try await Agreement.run { agreement in
            #expect(try await agreement.outcome().subject == "an")
            let form = try #require(agreement.provider.forms.first)
            #expect(form["client_id"] == "motcua")
            #expect(form["authorization"] == nil)
            #expect(form["client_secret"] == nil)
        }
    }
}

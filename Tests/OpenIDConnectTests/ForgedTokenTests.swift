import DossierEngine
import Foundation
import OpenIDPeers
import Testing

@testable import OpenIDConnect

/// Tokens that somebody made who has not the provider's key, or for another purpose.
@Suite("Forged and borrowed tokens")
struct ForgedTokenTests {
    @Test("without a signature are not believed, however that is written", arguments: ["none", "None", "NONE", ""])
    func unsigned(_ algorithm: String) async throws {
        try await Agreement.run { agreement in
            let claims = try ScriptedProvider.text(agreement.access())
            let outcome = await agreement.outcome(bearing: TokenText.unsigned(claims, algorithm: algorithm))
            #expect(outcome.reason == "algorithm")
        }
    }

    @Test("signed with the public key as a shared secret are not believed")
    func confused() async throws {
        let key = try await TokenKey.rsa("k")
        try await Agreement.run(keys: [key]) { agreement in
            let claims = try ScriptedProvider.text(agreement.access())
            let published = try JSONEncoder().encode(key.published())
            let secrets = [published, Data((key.publicKey["n"] ?? "").utf8)]
            for secret in secrets {
                let outcome = await agreement.outcome(bearing: TokenText.shared(claims, secret: secret, keyID: "k"))
                #expect(outcome.reason == "algorithm")
            }
        }
    }

    @Test("signed by another key of the same name are not believed")
    func otherKey() async throws {
        let other = try await TokenKey.p256("first")
        try await Agreement.run { agreement in
            let token = try other.token(ScriptedProvider.text(agreement.access()))
            #expect(await agreement.outcome(bearing: token).reason == "signature")
        }
    }

    @Test("that bring their own key along, or name where it is, are not believed")
    func ownKey() async throws {
        let other = try await TokenKey.p256("first")
        try await Agreement.run { agreement in
            let claims = try ScriptedProvider.text(agreement.access())
            for name in ["jku", "x5u"] {
                let token = try other.token(claims, header: [name: agreement.provider.issuer + "/keys"])
                #expect(await agreement.outcome(bearing: token).reason == "signature")
            }
        }
    }

    @Test("whose text was changed after it was signed are not believed")
    func changed() async throws {
        try await Agreement.run { agreement in
            let parts = try agreement.provider.token(agreement.access()).split(separator: ".")
            let claims = try ScriptedProvider.text(agreement.access(["sub": "giám đốc"]))
            let token = "\(parts[0]).\(TokenText.encoded(Data(claims.utf8))).\(parts[2])"
            #expect(await agreement.outcome(bearing: token).reason == "signature")
        }
    }

    @Test("with an algorithm that is not the key's are not believed")
    func otherAlgorithm() async throws {
        let key = try await TokenKey.rsa("k")
        try await Agreement.run(keys: [key]) { agreement in
            agreement.provider.rotate(to: [key], published: [key.published(["alg": "RS256"])])
            let token = try agreement.provider.token(agreement.access(), header: ["alg": "PS256"])
            #expect(await agreement.outcome(bearing: token).reason == "signature")
        }
    }

    @Test("that ask for an extension are not believed")
    func critical() async throws {
        try await Agreement.run { agreement in
            let token = try agreement.provider.token(agreement.access(), header: ["crit": "exp"])
            #expect(await agreement.outcome(bearing: token).reason == "critical")
        }
    }

    @Test("that are no tokens are told apart at once")
    func malformed() async throws {
        try await Agreement.run { agreement in
            let token = try agreement.provider.token(agreement.access())
            let twice = TokenText.encoded(Data(#"{"alg":"ES256","alg":"none"}"#.utf8))
            let parts = token.split(separator: ".")
            let broken = [
                "", ".", "..", "a.b", token + ".", token + "=", "." + token, token.replacing(".", with: " "),
                "\(twice).\(parts[1]).\(parts[2])", "\(parts[0]).W10.\(parts[2])", "\(parts[0])..\(parts[2])",
                String(repeating: "a", count: 9_000) + "." + token,
            ]
            for text in broken {
                #expect(await agreement.outcome(bearing: text).reason == "malformed", "\(text.prefix(40))")
            }
            #expect(agreement.provider.calls(of: .keys) == 0)
        }
    }

    /// What access tokens say that are not taken.
    private static let wrongClaims: [(name: String, value: any Sendable, reason: String)] = [
        ("aud", "motcua", "audience"),
        ("aud", ["motcua", 7] as [any Sendable], "audience"),
        ("iss", "http://127.0.0.1", "issuer"),
        ("client_id", "other", "authorizedParty"),
        ("client_id", NSNull(), "authorizedParty"),
        ("azp", "other", "authorizedParty"),
        ("scope", "read", "scope"),
        ("scope", NSNull(), "scope"),
        ("exp", 1, "expired"),
        ("nonce", "nonce", "type"),
        ("at_hash", "x", "type"),
        ("events", "x", "type"),
        ("sub", NSNull(), "subject"),
    ]

    @Test("for other purposes are no access tokens", arguments: wrongClaims.indices)
    func borrowed(_ index: Int) async throws {
        let (name, value, reason) = Self.wrongClaims[index]
        try await Agreement.run(clients: ["portal"], scope: "motcua") { agreement in
            let token = try agreement.provider.token(agreement.access([name: value]))
            #expect(await agreement.outcome(bearing: token).reason == reason, "\(name)")
            let right = try agreement.provider.token(agreement.access())
            #expect(await agreement.outcome(bearing: right).subject == "an")
        }
    }

    @Test(
        "say of what kind they are, and only two kinds are access tokens",
        arguments: [
            ("JWT", nil), ("at+jwt", nil), ("application/at+jwt", nil), (nil, nil), ("logout+jwt", "type"),
            ("id+jwt", "type"),
        ] as [(String?, String?)]
    )
    func types(_ type: String?, _ reason: String?) async throws {
        try await Agreement.run { agreement in
            let token = try agreement.provider.token(agreement.access(), header: ["typ": type])
            #expect(await agreement.outcome(bearing: token).reason == reason)
        }
    }

    @Test("that were given as access tokens do not sign in, nor identity tokens bear")
    func crossed() async throws {
        try await Agreement.run { agreement in
            let claims = agreement.access(["aud": "motcua", "nonce": "nonce"])
            agreement.provider.answer(with: try agreement.provider.token(claims, header: ["typ": "at+jwt"]))
            #expect(try await agreement.outcome().reason == "type")
            let identity = try agreement.provider.token(
                agreement.access(["aud": ["motcua-api", "motcua"], "nonce": "n"])
            )
            #expect(await agreement.outcome(bearing: identity).reason == "type")
        }
    }
}

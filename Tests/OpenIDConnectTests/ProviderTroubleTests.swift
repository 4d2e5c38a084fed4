import DossierEngine
import Foundation
import OpenIDPeers
import Testing

@testable import OpenIDConnect

/// A provider that says the wrong thing, too much, too slowly or nothing.
@Suite("A provider in trouble")
struct ProviderTroubleTests {
    @Test(
        "is not believed about itself",
        arguments: [
            ("issuer", "http://127.0.0.1", "its document names another issuer"),
            (
                "authorization_endpoint", "http://sso.example.vn/a",
                "its document has no authorization_endpoint with https"
            ),
            ("token_endpoint", "ftp://127.0.0.1/t", "its document has no token_endpoint with https"),
            ("jwks_uri", "http://127.0.0.1.example.vn/k", "its document has no jwks_uri with https"),
            ("jwks_uri", "https://user:pass@sso.example.vn/k", "its document has no jwks_uri with https"),
        ]
    )
    func document(_ name: String, _ value: String, _ reason: String) async throws {
        try await Agreement.run { agreement in
            agreement.provider.describe(name, as: value)
            #expect(await agreement.outcome(code: "x").reason?.hasSuffix(reason) == true)
            #expect(agreement.provider.calls(of: .token) == 0)
        }
    }

    @Test("that says that it has no S256 is not used")
    func plainChallenge() async throws {
        try await Agreement.run { agreement in
            agreement.provider.describe("code_challenge_methods_supported", as: ["plain"])
            await #expect(throws: SignOnFailure.self) { try await agreement.ours.address(for: Agreement.attempt) }
        }
    }

    /// How long calls may take: short where none is answered, long enough for a busy machine where all are.
    private static func bound(of conduct: ScriptedProvider.Conduct) -> Duration {
        if case .stalls = conduct { .seconds(8) } else { .seconds(600) }
    }

    @Test(
        "is refused within bounds, whatever its description does",
        arguments: [
            (.redirects, "it redirects, which is not followed"), (.floods(1_000_000), "the answer is too long"),
            (.stalls, "no whole answer in time"), (.status(503), "it answers with status 503"),
            (.says("no"), "its document is no JSON"), (.says("[]"), "its document names another issuer"),
        ] as [(ScriptedProvider.Conduct, String)]
    )
    func discovery(_ conduct: ScriptedProvider.Conduct, _ reason: String) async throws {
        try await Agreement.run(bound: Self.bound(of: conduct)) { agreement in
            agreement.provider.set(.discovery, conduct)
            await #expect(throws: SignOnFailure.unavailable(reason: reason)) {
                try await agreement.ours.address(for: Agreement.attempt)
            }
        }
    }

    @Test(
        "is refused within bounds, whatever its keys do",
        arguments: [
            (.redirects, "unavailable: it redirects, which is not followed"),
            (.floods(1_000_000), "unavailable: the answer is too long"),
            (.stalls, "unavailable: no whole answer in time"),
            (.says("{}"), "unavailable: its keys are no set of keys"),
            (.says(#"{"keys":[]}"#), "unavailable: it has no key of an algorithm that is allowed"),
        ] as [(ScriptedProvider.Conduct, String)]
    )
    func keys(_ conduct: ScriptedProvider.Conduct, _ reason: String) async throws {
        try await Agreement.run(bound: Self.bound(of: conduct)) { agreement in
            agreement.provider.set(.keys, conduct)
            let token = try agreement.provider.token(agreement.access())
            #expect(await agreement.outcome(bearing: token).reason == reason)
        }
    }

    @Test(
        "is refused within bounds, whatever it answers to a code",
        arguments: [
            (.redirects, "unavailable: it redirects, which is not followed"),
            (.stalls, "unavailable: no whole answer in time"), (.status(500), "unavailable: it fails to redeem a code"),
            (.status(401), "unavailable: it does not take our client ID and secret"),
            (.refuses("invalid_client"), "unavailable: it does not take our client ID and secret"),
            (.refuses("invalid_grant"), "code"), (.status(400), "code"), (.says("{}"), "code"),
            (.says(#"{"id_token":"a.b.c"}"#), "malformed"),
        ] as [(ScriptedProvider.Conduct, String)]
    )
    func token(_ conduct: ScriptedProvider.Conduct, _ reason: String) async throws {
        try await Agreement.run(bound: Self.bound(of: conduct)) { agreement async throws in
            agreement.provider.set(.token, conduct)
            var outcome: Result<ProvenIdentity, SignOnFailure>?
            for _ in 1...20 where outcome == nil {
                do {
                    outcome = try await agreement.outcome()
                } catch SignOnFailure.unavailable(_) where agreement.provider.calls(of: .token) == 0 {
                    // On a busy machine so short a bound may pass before the provider has said where it is; it is asked
                    // again half a minute later by this clock.
                    agreement.clock.advance(seconds: 31)
                }
            }
            #expect(outcome?.reason == reason)
        }
    }

    @Test("has its keys used on for a day while it is gone, and then no longer")
    func gone() async throws {
        try await Agreement.run { agreement in
            #expect(try await agreement.outcome(bearing: agreement.provider.token(agreement.access())).subject == "an")
            agreement.provider.set(.keys, .status(503))
            agreement.provider.set(.discovery, .status(503))

            agreement.clock.advance(seconds: 86_000)
            #expect(try await agreement.outcome(bearing: agreement.provider.token(agreement.access())).subject == "an")

            agreement.clock.advance(seconds: 1_000)
            let outcome = try await agreement.outcome(bearing: agreement.provider.token(agreement.access()))
            #expect(outcome.reason == "unavailable: it answers with status 503")

            agreement.provider.set(.keys, .honest)
            agreement.provider.set(.discovery, .honest)
            agreement.clock.advance(seconds: 30)
            #expect(try await agreement.outcome(bearing: agreement.provider.token(agreement.access())).subject == "an")
        }
    }

    @Test("that is gone is not called again for each who asks")
    func patience() async throws {
        try await Agreement.run { agreement in
            agreement.provider.set(.discovery, .status(503))
            for _ in 0..<20 { #expect(await agreement.outcome(code: "x").reason?.hasPrefix("unavailable") == true) }
            #expect(agreement.provider.calls(of: .discovery) == 1)
        }
    }
}

/// Keys that come and go.
@Suite("The keys of a provider")
struct KeyRotationTests {
    @Test("are fetched anew when a token names one that is not known")
    func rotation() async throws {
        let second = try await TokenKey.p256("second")
        try await Agreement.run { agreement async throws in
            #expect(try await agreement.outcome(bearing: agreement.provider.token(agreement.access())).subject == "an")
            agreement.provider.rotate(to: [second])
            agreement.clock.advance(seconds: 31)

            #expect(try await agreement.outcome(bearing: agreement.provider.token(agreement.access())).subject == "an")
            #expect(agreement.provider.calls(of: .keys) == 2)
        }
    }

    @Test("are fetched twice at most while a thousand tokens name unknown ones")
    func flood() async throws {
        let stranger = try await TokenKey.p256("stranger")
        try await Agreement.run { agreement in
            #expect(try await agreement.outcome(bearing: agreement.provider.token(agreement.access())).subject == "an")
            agreement.clock.advance(seconds: 31)
            let claims = try ScriptedProvider.text(agreement.access())
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<1_000 {
                    group.addTask {
                        do {
                            let token = try stranger.token(claims, header: ["kid": "unknown-\(number)"])
                            #expect(await agreement.outcome(bearing: token).reason == "signature")
                        } catch {
                            Issue.record(error)
                        }
                    }
                }
            }
            #expect(agreement.provider.calls(of: .keys) == 2)
        }
    }

    @Test("are fetched once for all who ask at the same time")
    func singleFlight() async throws {
        try await Agreement.run { agreement in
            let token = try agreement.provider.token(agreement.access())
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask { #expect(await agreement.outcome(bearing: token).subject == "an") }
                }
            }
            #expect(agreement.provider.calls(of: .keys) == 1)
            #expect(agreement.provider.calls(of: .discovery) == 1)
        }
    }

    @Test("that were taken back are not believed after a quarter of an hour")
    func withdrawn() async throws {
        let second = try await TokenKey.p256("second")
        try await Agreement.run { agreement in
            let old = try agreement.provider.token(agreement.access(["exp": agreement.provider.seconds + 5_000]))
            #expect(await agreement.outcome(bearing: old).subject == "an")
            agreement.provider.rotate(to: [second])
            agreement.clock.advance(seconds: 900)
            #expect(await agreement.outcome(bearing: old).reason == "signature")
        }
    }

    @Test("are passed over if they are for something else, broken or weak")
    func unusable() async throws {
        let key = try await TokenKey.p256("first")
        let bytes = [UInt8](repeating: 0xC1, count: 128)
        let weak = [
            "kty": "RSA", "kid": "weak", "n": TokenText.encoded(bytes), "e": "AQAB",
        ]
        let unusable: [[String: String]] = [
            key.published(["use": "enc"]), key.published(["alg": "ES512"]), key.published(["crv": "P-384"]),
            key.published(["kty": "oct"]), key.published(["y": "AAAA"]), ["kty": "RSA", "kid": "first"], weak, [:],
        ]
        try await Agreement.run(keys: [key]) { agreement in
            agreement.provider.rotate(to: [key], published: unusable)
            let token = try agreement.provider.token(agreement.access())
            let reason = "unavailable: it has no key of an algorithm that is allowed"
            #expect(await agreement.outcome(bearing: token).reason == reason)

            agreement.clock.advance(seconds: 31)
            agreement.provider.rotate(to: [key], published: unusable + [key.published(["use": "sig"])])
            #expect(await agreement.outcome(bearing: token).subject == "an")
        }
    }

    @Test("need no name where there is one of the algorithm, and need it where there are two")
    func unnamed() async throws {
        let second = try await TokenKey.p256("second")
        try await Agreement.run { agreement in
            let token = try agreement.provider.token(agreement.access(), header: ["kid": nil])
            #expect(await agreement.outcome(bearing: token).subject == "an")
        }
        try await Agreement.run(keys: [try await .p256("first"), second]) { agreement in
            let token = try agreement.provider.token(agreement.access(), header: ["kid": nil])
            #expect(await agreement.outcome(bearing: token).reason == "signature")
        }
    }
}

import DossierEngine
import Foundation
import HTTPTypes
import OpenIDPeers
import Testing

@testable import motcua

/// Access tokens of the provider, sent by programs.
struct AccessTokenScenarioTests {
    private static func run(
        _ story: @escaping @Sendable (SignOnSite, ScriptedProvider) async throws -> Void
    ) async throws {
        try await ScriptedProvider.run(keys: [try await .p256("k")]) { provider in
            try await SignOnSite.open(provider.issuer) { try await story($0, provider) }
        }
    }

    @Test("let a program act in the role that the provider's word gives, under an account of its own")
    func program() async throws {
        try await Self.run { site, provider in
            let token = try provider.token(site.access(provider, ["sub": "portal", "groups": ["mot-cua"]]))
            let desk = Staff(service: site.service, token: token)
            #expect(try await desk.register("1.001612").status == 201)
            #expect(try await desk.get("/users").status == 403)
            let mine = try await desk.get("/me/sessions")
            #expect(mine.status == 200 && mine.json["items"]?.array?.isEmpty == true)
        }
    }

    @Test("of the same subject stand for the account that signs in by browser")
    func sameAccount() async throws {
        try await Self.run { site, provider in
            let claims: [String: any Sendable] = ["sub": "1", "groups": ["mot-cua"], "preferred_username": "an"]
            #expect(try await site.signIn(claims, at: provider).status == 200)
            let token = try provider.token(site.access(provider, ["sub": "1", "groups": ["mot-cua"]]))
            let code = try #require(
                try await Staff(service: site.service, token: token).register("1.001612").string("code")
            )
            let history = try await site.service.staff("leader").get("/dossiers/\(code)/history")
            #expect(history.json["items"]?.array?.first?["by"]?["username"]?.string == "sso.an")
        }
    }

    @Test("die at once with the account")
    func disabled() async throws {
        try await Self.run { site, provider in
            let claims = ["sub": "1", "groups": "mot-cua", "preferred_username": "an"]
            let token = try provider.token(site.access(provider, claims))
            #expect(try await site.inbox(token).status == 200)
            let admin = try await site.service.staff("admin")
            #expect(try await admin.post("/users/sso.an/disable", "{}").status == 200)
            let answer = try await site.inbox(token)
            #expect(answer.status == 401 && answer.string("code") == "unauthenticated")
            #expect(try await admin.post("/users/sso.an/enable", "{}").status == 200)
            #expect(try await site.inbox(token).status == 200)
        }
    }

    @Test("give back no role that a newer word has taken away")
    func older() async throws {
        try await Self.run { site, provider in
            let now = provider.seconds
            let old = try provider.token(site.access(provider, ["sub": "1", "groups": ["quan-tri"], "iat": now - 100]))
            #expect(try await Staff(service: site.service, token: old).get("/users").status == 200)
            let new = try provider.token(site.access(provider, ["sub": "1", "groups": ["mot-cua"], "iat": now - 50]))
            #expect(try await site.inbox(new).status == 200)
            #expect(try await Staff(service: site.service, token: old).get("/users").status == 403)
            #expect(try await site.signIn(["sub": "1"], at: provider).status == 403)
            for token in [old, new] {
                let answer = try await site.inbox(token)
                #expect(answer.status == 403 && answer.string("code") == "sign-on-unmapped", "\(answer.text)")
            }
        }
    }

    @Test("that say less than an identity token are refused and take nothing away")
    func lean() async throws {
        try await Self.run { site, provider in
            let claims: [String: any Sendable] = ["sub": "1", "groups": ["mot-cua"], "iat": provider.seconds - 30]
            let session = try #require(try await site.signIn(claims, at: provider).string("token"))
            let token = try provider.token(site.access(provider, ["sub": "1"]))
            #expect(try await site.inbox(token).string("code") == "sign-on-unmapped")
            #expect(try await site.inbox(session).status == 200)
        }
    }

    @Test("are no sessions and no keys, and neither is taken for the other")
    func kinds() async throws {
        try await Self.run { site, provider in
            let token = try provider.token(site.access(provider, ["sub": "1", "groups": ["mot-cua"]]))
            let signOut = try await site.service.send(.delete, "/api/v1/sessions/current", token: token)
            #expect(signOut.status == 409 && signOut.string("code") == "account-of-provider")
            let session = try await site.service.newSession("desk").token
            for wrong in [
                session + ".", "motcua_" + token, token + "x", String(token.dropLast()), "." + session, "a.b.c", "..",
                token.uppercased(), "motcua_." + session,
            ] {
                let answer = try await site.inbox(wrong)
                #expect(answer.status == 401 && answer.string("code") == "unauthenticated", "\(wrong.prefix(30))")
            }
            #expect(try await site.inbox(session).status == 200)
            #expect(try await site.inbox(token).status == 200)
        }
    }

    @Test("are not taken where the installation takes none, nor where there is no provider")
    func off() async throws {
        try await ScriptedProvider.run(keys: [try await .p256("k")]) { provider in
            let changes = [("accessTokens:\n  audience: motcua-api\n  clients: [portal]\n", "")]
            try await SignOnSite.open(provider.issuer, changes: changes) { site in
                let token = try provider.token(site.access(provider, ["sub": "1", "groups": ["mot-cua"]]))
                #expect(try await site.inbox(token).status == 401)
                #expect(provider.calls(of: .keys) == 0)
            }
            try await OneStop.open { service in
                let answer = try await service.send(.get, "/api/v1/inbox", token: "eyJhbGciOiJub25lIn0.e30.")
                #expect(answer.status == 401)
            }
        }
    }

    @Test("wait while the provider's keys cannot be had")
    func gone() async throws {
        try await Self.run { site, provider in
            provider.set(.keys, .status(500))
            let token = try provider.token(site.access(provider, ["sub": "1", "groups": ["mot-cua"]]))
            let answer = try await site.inbox(token)
            #expect(answer.status == 503 && answer.string("code") == "sign-on-unavailable")
        }
    }
}

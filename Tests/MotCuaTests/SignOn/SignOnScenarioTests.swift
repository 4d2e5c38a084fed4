import DossierEngine
import DossierStoreSQLite
import Foundation
import HTTPTypes
import OpenIDPeers
import Testing

@testable import motcua

/// Signing in through a provider of the tests, as browsers see it.
struct SignOnScenarioTests {
    private static func run(
        _ story: @escaping @Sendable (SignOnSite, ScriptedProvider) async throws -> Void
    ) async throws {
        try await ScriptedProvider.run(keys: [try await .p256("k")]) { provider in
            try await SignOnSite.open(provider.issuer) { try await story($0, provider) }
        }
    }

    @Test("is not begun by a rule that nobody could pass: the start refuses it by its field")
    func impossibleRule() async throws {
        try await ScriptedProvider.run(keys: [try await .p256("k")]) { provider in
            let officers = "role: officer\n    unitClaim: [department]"
            for (rule, field) in [
                ("role: leader\n    unit: CT-X\n    communeClaim: [xa]", "rules[2].role"),
                ("role: officer\n    unit: TCKH\n    commune: binh-an", "rules[2].commune"),
            ] {
                let refusal = await #expect(throws: CommandFailure.self, "\(rule)") {
                    try await SignOnSite.open(provider.issuer, changes: [(officers, rule)]) { _ in }
                }
                #expect(refusal?.description.contains(field) == true, "\(refusal?.description ?? "")")
            }
            let possible = "role: head\n    unit: CT-X\n    communeClaim: [xa]"
            try await SignOnSite.open(provider.issuer, changes: [(officers, possible)]) { _ in }
        }
    }

    @Test("opens a session like any other, with the role and unit that the provider's word gives")
    func session() async throws {
        try await Self.run { site, provider in
            let claims: [String: any Sendable] = ["sub": "1", "groups": ["x", "mot-cua"], "preferred_username": "an"]
            let answer = try await site.signIn(claims, at: provider)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.string("user.username") == "sso.an")
            #expect(answer.string("user.role") == "desk")
            #expect(answer.string("user.unit") == "BPMC-H")
            #expect(answer.headers[.setCookie]?.contains("Max-Age=0") == true)
            #expect(answer.headers[.cacheControl] == "no-store")

            let desk = Staff(service: site.service, token: try #require(answer.string("token")))
            let code = try #require(try await desk.register("1.001612").string("code"))
            let sessions = try await desk.get("/me/sessions")
            #expect(sessions.json["items"]?.array?.count == 1)
            let history = try await desk.get("/dossiers/\(code)/history")
            #expect(history.json["items"]?.array?.first?["by"]?["username"]?.string == "sso.an")
            #expect(provider.forms[0]["authorization"]?.hasPrefix("Basic ") == true)

            #expect(try await site.service.send(.delete, "/api/v1/sessions/current", token: desk.token).status == 204)
            #expect(try await desk.get("/inbox").status == 401)
        }
    }

    @Test("leaves a cookie that scripts do not see, and leads nowhere that somebody names")
    func way() async throws {
        try await Self.run { site, provider in
            let answer = try await site.service.send(.get, "/api/v1/oidc/login")
            let cookie = try #require(answer.headers[.setCookie])
            for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"] { #expect(cookie.contains(part)) }
            #expect(answer.headers[.location]?.hasPrefix(provider.issuer + "/authorize?") == true)
            let named = try await site.service.send(.get, "/api/v1/oidc/login?returnTo=https%3A%2F%2Fevil.example")
            #expect(named.status == 422)
        }
        try await ScriptedProvider.run(keys: [try await .p256("k")]) { provider in
            let changes = [("http://localhost:8080", "https://motcua.example.vn")]
            try await SignOnSite.open(provider.issuer, changes: changes) { site in
                let cookie = try #require(try await site.service.send(.get, "/api/v1/oidc/login").headers[.setCookie])
                #expect(cookie.hasPrefix("__Host-motcua-sign-on="))
                #expect(cookie.hasSuffix("; Secure"))
            }
        }
    }

    @Test("takes an answer once, and only from the browser that set out")
    func binding() async throws {
        try await Self.run { site, provider in
            let claims: [String: any Sendable] = ["sub": "1", "groups": ["mot-cua"]]
            let mine = try await site.begin()
            let other = try await site.begin()
            let brought = try provider.signIn(mine.location, claims: claims)

            for cookie in [nil, other.cookie, "motcua-sign-on=00", mine.cookie + "; " + other.cookie] {
                let answer = try await site.finish(brought, cookie: cookie)
                #expect(answer.status == 401 && answer.string("code") == "sign-on-failed", "\(answer.text)")
            }
            #expect(provider.calls(of: .token) == 0)
            #expect(try await site.finish(brought, cookie: mine.cookie).status == 200)
            #expect(try await site.finish(brought, cookie: mine.cookie).status == 401)
            #expect(provider.calls(of: .token) == 1)
        }
    }

    @Test("fails without a code, with an error, and where a parameter stands twice")
    func answers() async throws {
        try await Self.run { site, provider in
            for change in [
                { (brought: String) in brought.replacing("code=", with: "kode=") },
                { $0 + "&error=access_denied" }, { $0 + "&state=x" }, { $0.replacing("&state=", with: "&zustand=") },
                { $0 + "&iss=https%3A%2F%2Fother.example" },
            ] {
                let browser = try await site.begin()
                let brought = try provider.signIn(browser.location, claims: ["sub": "1", "groups": ["mot-cua"]])
                let answer = try await site.finish(change(brought), cookie: browser.cookie)
                #expect(answer.string("code") == "sign-on-failed", "\(change(brought)) \(answer.text)")
            }
            #expect(try await Self.accountCount(site) == 0)
            let browser = try await site.begin()
            let brought = try provider.signIn(browser.location, claims: ["sub": "1", "groups": ["mot-cua"]])
            #expect(try await site.finish(brought + "&session_state=x", cookie: browser.cookie).status == 200)
        }
    }

    @Test("takes over no local account by a name, and knows somebody by his subject whatever he is called")
    func names() async throws {
        try await Self.run { site, provider in
            func name(_ subject: String, _ name: any Sendable) async throws -> String? {
                let claims: [String: any Sendable] = [
                    "sub": subject, "groups": ["mot-cua"], "preferred_username": name,
                ]
                return try await site.signIn(claims, at: provider).string("user.username")
            }
            #expect(try await name("1", "admin") == "sso.admin")
            #expect(try await name("2", "ADMIN") == "sso.admin-2")
            #expect(try await name("1", "renamed") == "sso.admin")
            #expect(try await name("3", "Nguyễn Văn An@example.vn") == "sso.nguyen-van-an")
            let plain = try #require(try await name("4", 7))
            #expect(plain.hasPrefix("sso.") && plain.count == 16)
            let admin = try await site.service.staff("admin")
            #expect(try await admin.get("/users/admin").string("role") == "admin")
            #expect(try await site.service.signIn("sso.admin", password: "").status == 422)
            #expect(try await site.service.signIn("sso.admin", password: "sso.admin").status == 401)
        }
    }

    @Test("refuses whom no rule fits, and ends what he had here")
    func unmapped() async throws {
        try await Self.run { site, provider in
            let stranger = try await site.signIn(["sub": "1", "groups": ["khac"]], at: provider)
            #expect(stranger.status == 403 && stranger.string("code") == "sign-on-unmapped")
            for department in [NSNull(), "KHONG", ["TCKH", "TNMT"]] as [any Sendable] {
                let claims: [String: any Sendable] = ["sub": "1", "groups": "chuyen-vien", "department": department]
                #expect(try await site.signIn(claims, at: provider).string("code") == "sign-on-unmapped")
            }
            #expect(try await Self.accountCount(site) == 0)

            let claims: [String: any Sendable] = ["sub": "1", "groups": "chuyen-vien", "department": "TCKH"]
            let token = try #require(try await site.signIn(claims, at: provider).string("token"))
            #expect(try await site.inbox(token).status == 200)
            #expect(try await site.signIn(["sub": "1"], at: provider).status == 403)
            #expect(try await site.inbox(token).status == 401)
        }
    }

    @Test("gives another role or unit at the next sign-in, and ends the sessions of the former one")
    func reassigned() async throws {
        try await Self.run { site, provider in
            let before: [String: any Sendable] = ["sub": "1", "groups": ["mot-cua"]]
            let first = try #require(try await site.signIn(before, at: provider).string("token"))
            let second = try #require(try await site.signIn(before, at: provider).string("token"))
            #expect(try await site.inbox(first).status == 200)

            let after: [String: any Sendable] = ["sub": "1", "groups": ["chuyen-vien"], "department": "TNMT"]
            let answer = try await site.signIn(after, at: provider)
            #expect(answer.string("user.unit") == "TNMT")
            for token in [first, second] { #expect(try await site.inbox(token).status == 401) }
            #expect(try await site.inbox(try #require(answer.string("token"))).status == 200)
            let types = try await AccountHistoryTests.events(of: site.service.server.workplace.store)
                .compactMap { $0["type"]?.string }.suffix(2)
            #expect(types == ["accountCreated", "accountAssigned"])
            let name = try #require(answer.string("user.username"))
            let history = try await site.service.staff("admin").get("/users/\(name)/history")
            let details = try #require(history.json["items"]?.array, "\(history.text)").map { $0["details"] }
            #expect(details.map { $0?["reason"]?.string } == ["signOn", "signOn"])
            #expect(details.map { $0?["unit"]?.string } == ["BPMC-H", "TNMT"])
        }
    }

    @Test("leaves a disabled account disabled, and password, role and unit to the provider")
    func kept() async throws {
        try await Self.run { site, provider in
            let claims: [String: any Sendable] = ["sub": "1", "groups": ["mot-cua"], "preferred_username": "an"]
            let token = try #require(try await site.signIn(claims, at: provider).string("token"))
            let admin = try await site.service.staff("admin")
            let reset = try await admin.post("/users/sso.an/reset", "{}")
            #expect(reset.status == 409 && reset.string("code") == "account-of-provider")
            let seat = #"{"role":"officer","unit":"TCKH"}"#
            #expect(try await admin.post("/users/sso.an/assign", seat).string("code") == "account-of-provider")
            let passwords = #"{"currentPassword":"x","newPassword":"mot mat khau that dai"}"#
            let changed = try await site.service.send(.post, "/api/v1/me/password", json: passwords, token: token)
            #expect(changed.string("code") == "account-of-provider")

            #expect(try await admin.post("/users/sso.an/disable", "{}").status == 200)
            #expect(try await site.inbox(token).status == 401)
            let refused = try await site.signIn(claims, at: provider)
            #expect(refused.status == 403 && refused.string("code") == "account-disabled")
            #expect(try await admin.post("/users/sso.an/enable", "{}").status == 200)
            #expect(try await site.signIn(claims, at: provider).status == 200)
        }
    }

    @Test("makes no account where the installation makes none")
    func unknown() async throws {
        try await ScriptedProvider.run(keys: [try await .p256("k")]) { provider in
            let changes = [("makesAccounts: true", "makesAccounts: false")]
            try await SignOnSite.open(provider.issuer, changes: changes) { site in
                let answer = try await site.signIn(["sub": "1", "groups": ["mot-cua"]], at: provider)
                #expect(answer.status == 403 && answer.string("code") == "sign-on-unknown")
                #expect(try await Self.accountCount(site) == 0)
            }
        }
    }

    @Test("is told plainly while the provider is gone, and costs local accounts nothing")
    func gone() async throws {
        try await Self.run { site, provider in
            provider.set(.discovery, .status(503))
            let answer = try await site.service.send(.get, "/api/v1/oidc/login")
            #expect(answer.status == 503 && answer.string("code") == "sign-on-unavailable")
            #expect(answer.headers[.retryAfter] == "30")
            #expect(try await site.service.signIn("desk", password: "desk").status == 201)
        }
    }

    @Test("is off where no provider is named")
    func off() async throws {
        try await OneStop.open { service in
            for path in ["login", "callback?code=a&state=b"] {
                let answer = try await service.send(.get, "/api/v1/oidc/" + path)
                #expect(answer.status == 404 && answer.string("code") == "sign-on-off")
            }
        }
    }

    @Test("keeps neither subject, claims nor name in history or identities, and verify finds it whole")
    func privacy() async throws {
        try await Self.run { site, provider in
            let claims: [String: any Sendable] = [
                "sub": "049085001234", "groups": ["mot-cua"], "preferred_username": "tran.thi.binh",
                "email": "binh@example.vn",
            ]
            #expect(try await site.signIn(claims, at: provider).status == 200)
            let text = try await DatabaseText(path: site.service.folder.database)
            for table in text.tables.keys {
                #expect(!text.text(table).contains("049085001234"), "\(table)")
                #expect(!text.text(table).contains("binh@example.vn"), "\(table)")
                #expect(!text.text(table).contains(SignOnSite.secret), "\(table)")
                if table != "account" { #expect(!text.text(table).contains("tran.thi.binh"), "\(table)") }
            }
            let workplace = site.service.server.workplace
            let report = try workplace.store.inspect { inspection in
                var verifier = Verifier(rules: workplace.rules)
                return try verifier.verify(inspection) { _, _ in }
            }
            #expect(report.isClean)
        }
    }

    private static func accountCount(_ site: SignOnSite) async throws -> Int {
        try await site.service.server.workplace.store.read { try $0.accounts(after: nil, limit: 1_000) }
            .filter { $0.username.hasPrefix("sso.") }.count
    }
}

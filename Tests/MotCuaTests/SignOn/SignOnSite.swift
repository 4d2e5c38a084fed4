import DossierEngine
import Foundation
import HTTPTypes
import OpenIDPeers
import Testing

@testable import motcua

/// A whole service that trusts a provider, and browsers that go back and forth between the two.
struct SignOnSite: Sendable {
    static let secret = "client-secret-of-the-tests"

    let service: OneStop

    /// Runs a story in a service that trusts a provider by a file that differs from ``file(_:)`` in some texts.
    static func open(
        _ issuer: String,
        changes: [(old: String, new: String)] = [],
        _ story: @escaping @Sendable (SignOnSite) async throws -> Void
    ) async throws {
        let config = try ConfigCopy()
        var text = file(issuer)
        for change in changes {
            try #require(text.contains(change.old), "\(change.old)")
            text = text.replacing(change.old, with: change.new)
        }
        try config.write(text, to: "signon/test.yaml")
        try config.replace(#"provider: """#, with: #"provider: "test""#, in: "motcua.yaml")
        let folder = try TemporaryFolder()
        let server = try await TestServer.build(
            in: folder,
            config: config.file,
            clock: "2022-01-05T10:20+07:00",
            environment: ["SIGNON_TEST": secret]
        )
        try await OneStop.serve(server, in: folder) { try await story(SignOnSite(service: $0)) }
    }

    /// The provider's file.
    static func file(_ issuer: String) -> String {
        """
        version: 1
        name: test
        issuer: "\(issuer)"
        clientID: motcua
        secret: SIGNON_TEST
        redirect: "http://localhost:8080/api/v1/oidc/callback"
        scopes: [openid, profile]
        algorithms: [RS256, ES256]
        makesAccounts: true
        nameClaim: [preferred_username]
        nameMark: "sso."
        accessTokens:
          audience: motcua-api
          clients: [portal]
        rules:
          - claim: [groups]
            values: [quan-tri]
            role: admin
          - claim: [groups]
            values: [mot-cua]
            role: desk
            unit: BPMC-H
          - claim: [groups]
            values: [chuyen-vien]
            role: officer
            unitClaim: [department]

        """
    }

    /// Begins a sign-in as a browser does.
    func begin() async throws -> (location: String, cookie: String) {
        let answer = try await service.send(.get, "/api/v1/oidc/login")
        try #require(answer.status == 303, "\(answer.text)")
        let field = try #require(answer.headers[.setCookie])
        return (try #require(answer.headers[.location]), String(field.split(separator: ";")[0]))
    }

    /// Comes back as a browser does.
    func finish(_ brought: String, cookie: String?) async throws -> Answer {
        let headers: HTTPFields = cookie.map { [.cookie: $0] } ?? [:]
        return try await service.send(.get, "/api/v1/oidc/callback?" + brought, headers: headers)
    }

    /// Signs somebody in of whom the provider says this.
    func signIn(_ claims: [String: any Sendable], at provider: ScriptedProvider) async throws -> Answer {
        let browser = try await begin()
        return try await finish(try provider.signIn(browser.location, claims: claims), cookie: browser.cookie)
    }

    /// The claims of an access token that is in order, with changes.
    func access(_ provider: ScriptedProvider, _ changes: [String: any Sendable]) -> [String: any Sendable] {
        let usual: [String: any Sendable] = [
            "iss": provider.issuer, "aud": "motcua-api", "azp": "portal", "iat": provider.seconds,
            "exp": provider.seconds + 300,
        ]
        return usual.merging(changes) { $1 }
    }

    /// What somebody with a token is told of an inbox.
    func inbox(_ token: String) async throws -> Answer {
        try await service.send(.get, "/api/v1/inbox", token: token)
    }
}

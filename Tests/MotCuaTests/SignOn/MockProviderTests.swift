import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import OpenIDPeers
import Testing

@testable import motcua

/// The whole way with a real provider: the Python package oidc-provider-mock in a process of its own.
struct MockProviderTests {
    private static let users = [
        #"{"sub":"an","groups":["mot-cua"],"preferred_username":"nguyen.an"}"#,
        #"{"sub":"binh","groups":["chuyen-vien"],"department":"TCKH"}"#,
        #"{"sub":"cuong","groups":["bao-ve"]}"#,
    ]

    /// Signs somebody in at the provider's page, as its form does, and returns what the browser brings back.
    private static func signIn(_ subject: String, _ location: String, _ client: HTTPClient) async throws -> String {
        var request = HTTPClientRequest(url: location)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.body = .bytes(ByteBuffer(string: "sub=\(subject)"))
        let answer = try await client.execute(request, timeout: .seconds(600))
        let back = try #require(answer.headers.first(name: "Location"), "\(answer.status)")
        #expect(back.hasPrefix("http://localhost:8080/api/v1/oidc/callback?"))
        return String(try #require(back.split(separator: "?").last))
    }

    @Test("signs in whom the provider vouches for, by its own discovery, keys, codes and tokens")
    func realProvider() async throws {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        let client = HTTPClient(configuration: configuration)
        do {
            try await MockProviderPeer.run(users: Self.users) { peer in
                try await SignOnSite.open(peer.issuer) { site in
                    let first = try await site.begin()
                    let brought = try await Self.signIn("an", first.location, client)
                    let answer = try await site.finish(brought, cookie: first.cookie)
                    #expect(answer.status == 200, "\(answer.text)")
                    #expect(answer.string("user.username") == "sso.nguyen.an")
                    #expect(answer.string("user.unit") == "BPMC-H")
                    #expect(try await site.inbox(try #require(answer.string("token"))).status == 200)
                    #expect(try await site.finish(brought, cookie: first.cookie).status == 401)

                    let second = try await site.begin()
                    let officer = try await Self.signIn("binh", second.location, client)
                    #expect(try await site.finish(officer, cookie: first.cookie).status == 401)
                    let seated = try await site.finish(officer, cookie: second.cookie)
                    #expect(seated.string("user.role") == "officer" && seated.string("user.unit") == "TCKH")

                    let third = try await site.begin()
                    let watchman = try await Self.signIn("cuong", third.location, client)
                    #expect(try await site.finish(watchman, cookie: third.cookie).string("code") == "sign-on-unmapped")
                }
            }
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    @Test("is told plainly when the provider dies between the way there and the way back")
    func deadProvider() async throws {
        try await MockProviderPeer.run(users: Self.users) { peer in
            try await SignOnSite.open(peer.issuer) { site in
                let browser = try await site.begin()
                let state = try #require(
                    URLComponents(string: browser.location)?.queryItems?.first { $0.name == "state" }?.value
                )
                peer.stop()
                let answer = try await site.finish("code=x&state=\(state)", cookie: browser.cookie)
                #expect(answer.status == 503 && answer.string("code") == "sign-on-unavailable", "\(answer.text)")
            }
        }
    }
}

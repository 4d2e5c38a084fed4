import AsyncHTTPClient
import DossierEngine
import NIOCore
import NIOHTTP1
import SMSGateways
import Testing

/// Notifications on their way to another system.
@Suite(.timeLimit(.minutes(60)))
struct WebhookClientTests {
    private let post = WebhookPost(
        fields: [("webhook-id", "motcua-1"), ("webhook-signature", "v1,abc"), ("content-type", "application/json")],
        body: Array(#"{"type":"dossier.received"}"#.utf8)
    )

    private func answer(
        _ host: String = "127.0.0.1",
        allowed: Bool = true,
        _ action: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Action
    ) async throws -> (answer: WebhookAnswer, requests: [LoopbackServer.Request]) {
        try await LoopbackServer.run(action) { server in
            let url = "http\(allowed ? "" : "s")://\(host):\(server.port)/hook?a=1"
            // Far longer than this server takes on any machine.
            var configuration = GatewayHTTPClient.configuration()
            configuration.timeout.connect = .seconds(600)
            let client = try WebhookClient(
                url: url,
                allowsPrivateAddresses: allowed,
                configuration: configuration,
                timeoutSeconds: 600
            )
            let answer = await client.post(post)
            await client.close()
            return (answer, server.requests)
        }
    }

    @Test("a notification is posted with its fields and its very body, by a name too")
    func posted() async throws {
        for host in ["127.0.0.1", "localhost"] {
            let (answer, requests) = try await answer(host) { _ in .reply(204, "") }
            #expect(answer == .taken)
            let request = try #require(requests.first)
            #expect(request.method == "POST" && request.uri == "/hook?a=1")
            #expect(request.headers["webhook-id"] == ["motcua-1"])
            #expect(request.headers["webhook-signature"] == ["v1,abc"])
            #expect(request.headers["host"].first?.hasPrefix(host) == true)
            #expect(request.body == #"{"type":"dossier.received"}"#)
        }
    }

    @Test(
        "what other systems answer",
        arguments: [
            (200, WebhookAnswer.taken), (202, .taken), (410, .gone), (400, .failed(reason: "HTTP 400")),
            (503, .failed(reason: "HTTP 503")),
        ]
    )
    func answers(status: Int, meaning: WebhookAnswer) async throws {
        #expect(try await answer { _ in .reply(status, "x") }.answer == meaning)
    }

    @Test("a system that never ends its answer holds nobody up: its status is enough")
    func endlessAnswer() async throws {
        #expect(try await answer { _ in .halfReply }.answer == .taken)
    }

    @Test("a redirect is not followed")
    func redirect() async throws {
        let (answer, requests) = try await answer { _ in .reply(302, "", headers: ["Location": "/elsewhere"]) }
        #expect(answer == .failed(reason: "HTTP 302"))
        #expect(requests.count == 1)
    }

    @Test(
        "an address inside the own network is refused before anything is sent, also behind a name",
        arguments: ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "127.1"]
    )
    func privateAddress(host: String) async throws {
        let (answer, requests) = try await answer(host, allowed: false) { _ in .reply(200, "") }
        #expect(answer != .taken && requests.isEmpty)
    }

    @Test("nobody there, and a connection that is closed, are failures without an address in their words")
    func failures() async throws {
        let client = try WebhookClient(url: "http://127.0.0.1:1/hook", allowsPrivateAddresses: true)
        guard case .failed(let reason) = await client.post(post) else {
            Issue.record("it was taken")
            return
        }
        await client.close()
        #expect(!reason.contains("127.0.0.1"))
        #expect(try await answer { _ in .hangUp }.answer != .taken)
        #expect(await client.post(post) != .taken)
    }

    @Test(
        "what cannot be an address is refused",
        arguments: [
            "", "ftp://a.vn", "http://a.vn", "https://", "https://user:pw@a.vn/", "https://%61.vn/", "https://a_b.vn/",
        ]
    )
    func refused(url: String) {
        #expect(throws: GatewayDescriptionError.self) { try WebhookClient(url: url, allowsPrivateAddresses: false) }
    }
}

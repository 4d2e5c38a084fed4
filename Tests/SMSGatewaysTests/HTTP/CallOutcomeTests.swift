import AsyncHTTPClient
import DossierEngine
import SMSGateways
import SMSPeers
import Testing

/// What is known when a request gets no whole answer.
struct CallOutcomeTests {
    /// Seconds that a server is given that does not answer, and the most that it is given where the text did not come
    /// to it in the first.
    private static let patience = (first: 8, longest: 50)

    private func answer(
        client configuration: HTTPClient.Configuration = GatewayHTTPClient.configuration(),
        method: HTTPRequestTemplate.Method = .post,
        within seconds: Int = 50,
        to action: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Action
    ) async throws -> SMSAnswer {
        try await LoopbackServer.run(action) { server in
            try await send(to: server.port, scheme: "http", method: method, within: seconds, client: configuration)
        }
    }

    private func send(
        to port: Int,
        scheme: String,
        method: HTTPRequestTemplate.Method,
        within seconds: Int = 50,
        client configuration: HTTPClient.Configuration = GatewayHTTPClient.configuration()
    ) async throws -> SMSAnswer {
        try await withClient(configuration) { client in
            var description = ProviderFixture.description(port: port, scheme: scheme)
            description.timeoutSeconds = seconds
            if method == .get {
                description.request.method = .get
                description.request.body = ""
                description.request.url += "?to={to}&text={text}"
            }
            let gateway = try HTTPGateway(description, secrets: ProviderFixture.secrets, client: client)
            return await gateway.send(try submission())
        }
    }

    /// What is known of a text that a server reads without ever answering it whole, and the seconds it was given.
    ///
    /// On a busy machine the first seconds may be over before the text is with the server: then it surely was not
    /// taken, which proves nothing here, and it is given longer.
    private func unanswered(
        method: HTTPRequestTemplate.Method = .post,
        _ action: LoopbackServer.Action
    ) async throws -> (answer: SMSAnswer, seconds: Int) {
        let first = Self.patience.first
        let (answer, hasText) = try await LoopbackServer.run { _ in
            action
        } _: { server in
            let answer = try await send(to: server.port, scheme: "http", method: method, within: first)
            return (answer, !server.requests.isEmpty)
        }
        if hasText || answer.kind == "unknown" { return (answer, first) }
        let longest = Self.patience.longest
        return (try await self.answer(method: method, within: longest) { _ in action }, longest)
    }

    @Test("a server that is slow leaves it open", arguments: HTTPRequestTemplate.Method.allCases)
    func slow(method: HTTPRequestTemplate.Method) async throws {
        let (answer, seconds) = try await unanswered(method: method, .silence)

        #expect(answer == .unknown(reason: "no answer within \(seconds) s"))
    }

    @Test("a server that closes after reading leaves it open", arguments: HTTPRequestTemplate.Method.allCases)
    func closing(method: HTTPRequestTemplate.Method) async throws {
        let answer = try await answer(method: method) { _ in .hangUp }

        #expect(answer == .unknown(reason: "the connection broke before the answer came"))
    }

    @Test("half an answer leaves it open")
    func half() async throws {
        let (answer, seconds) = try await unanswered(.halfReply)

        #expect(answer == .unknown(reason: "no answer within \(seconds) s"))
    }

    @Test("an answer without end leaves it open")
    func endless() async throws {
        let long = String(repeating: "x", count: 65_537)

        let answer = try await answer { _ in .reply(200, long) }

        #expect(answer == .unknown(reason: "the answer is longer than 65536 bytes"))
    }

    @Test("a refused port surely took nothing", arguments: HTTPRequestTemplate.Method.allCases)
    func refused(method: HTTPRequestTemplate.Method) async throws {
        let answer = try await send(to: try await freePort(), scheme: "http", method: method)

        #expect(answer == .later(reason: "no connection could be made"))
    }

    @Test("failed TLS surely took nothing", arguments: HTTPRequestTemplate.Method.allCases)
    func failedTLS(method: HTTPRequestTemplate.Method) async throws {
        let answer = try await LoopbackServer.run { _ in
            .silence
        } _: { server in
            try await send(to: server.port, scheme: "https", method: method)
        }

        #expect(answer == .later(reason: "no connection could be made"))
    }

    @Test("a name that is not found surely took nothing")
    func unknownName() async throws {
        let answer = try await withClient { client in
            var description = ProviderFixture.description(port: 1)
            // A label longer than 63 letters is no name, so that no name server has to be asked (RFC 1035, 2.3.4).
            description.request.url = "http://\(String(repeating: "x", count: 64)).vn/send"
            let gateway = try HTTPGateway(description, secrets: ProviderFixture.secrets, client: client)
            return await gateway.send(try submission())
        }

        #expect(answer == .later(reason: "no connection could be made"))
    }

    @Test("a text under way is counted, and stays open if the program stops")
    func stopping() async throws {
        let answer = try await LoopbackServer.run { _ in
            .silence
        } _: { server in
            try await withClient { client -> SMSAnswer? in
                let description = ProviderFixture.description(port: server.port)
                let gateway = try HTTPGateway(description, secrets: ProviderFixture.secrets, client: client)
                let text = try submission()
                return try await withThrowingTaskGroup(of: SMSAnswer.self) { group in
                    group.addTask { await gateway.send(text) }
                    // The server has the text, so it cannot be said that it was not taken.
                    try await until("the text") { !server.requests.isEmpty }
                    #expect(await gateway.condition().unanswered == 1)
                    group.cancelAll()
                    return try await group.next()
                }
            }
        }

        #expect(answer == .unknown(reason: "the program stopped before the answer came"))
    }

    @Test("a redirect is not followed")
    func redirect() async throws {
        let answer = try await answer { request in
            request.uri == "/send"
                ? .reply(302, "", headers: ["Location": "/other"]) : .reply(200, #"{"CodeResult":"100"}"#)
        }

        #expect(answer == .unknown(reason: "HTTP status 302"))
    }

    @Test("a client that follows redirects is found out")
    func followedRedirect() async throws {
        let answer = try await answer(client: HTTPClient.Configuration()) { request in
            request.uri == "/send"
                ? .reply(302, "", headers: ["Location": "/other"]) : .reply(200, #"{"CodeResult":"100"}"#)
        }

        #expect(answer == .unknown(reason: "the gateway redirected the request"))
    }
}

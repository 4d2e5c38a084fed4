import DossierEngine
import NIOHTTP1
import SMSGateways
import SMSPeers
import Testing

/// The gateway against a server that answers as Kannel 1.4.5 does.
struct KannelGatewayTests {
    static let password = "mat-khau-01"

    func description(port: Int, reportURL: String? = nil) -> KannelDescription {
        KannelDescription(
            url: "http://127.0.0.1:\(port)/cgi-bin/sendsms",
            username: "onestop",
            passwordSecret: "KANNEL_PASSWORD",
            sender: "8088",
            reportURL: reportURL,
            maximumSegments: 3,
            timeoutSeconds: 50,
            concurrency: 2
        )
    }

    let secrets = GatewaySecrets(["KANNEL_PASSWORD": password, "HOOK": "moc-7"])

    /// One row of the replies seen with Kannel 1.4.5 from Debian 12, and of what other servers may say.
    struct Row: Sendable, CustomTestStringConvertible {
        let status: Int
        let body: String
        let kind: String
        let state: GatewayCondition.State

        var testDescription: String { "\(status) \(body)" }
    }

    static let rows: [Row] = [
        Row(status: 202, body: "0: Accepted for delivery", kind: "accepted", state: .up),
        Row(status: 202, body: "3: Queued for later delivery", kind: "accepted", state: .up),
        Row(status: 503, body: "Temporal failure, try again later.", kind: "later", state: .up),
        Row(status: 403, body: "Authorization failed for sendsms", kind: "later", state: .down),
        Row(status: 400, body: "Missing receiver number, rejected", kind: "rejected", state: .up),
        Row(status: 400, body: "DLR-Mask field misformed, rejected", kind: "rejected", state: .up),
        Row(status: 400, body: "Number(s) has/have been denied by white- and/or", kind: "rejected", state: .up),
        Row(status: 404, body: "Not found", kind: "later", state: .down),
        Row(status: 500, body: "", kind: "unknown", state: .connecting),
        Row(status: 502, body: "Bad Gateway", kind: "unknown", state: .connecting),
        Row(status: 200, body: "<html></html>", kind: "unknown", state: .connecting),
        Row(status: 302, body: "", kind: "unknown", state: .connecting),
    ]

    @Test("each answer of sendsms has its meaning", arguments: rows)
    func meaning(row: Row) async throws {
        try await LoopbackServer.run { _ in
            .reply(row.status, row.body)
        } _: { server in
            try await withClient { client in
                let gateway = try KannelGateway(description(port: server.port), secrets: secrets, client: client)

                let answer = await gateway.send(try submission())

                #expect(answer.kind == row.kind)
                #expect(await gateway.condition().state == row.state)
                #expect(await gateway.condition().window == 2)
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test("a refusal says why, without digits")
    func reasonOfRefusal() async throws {
        try await LoopbackServer.run { _ in
            .reply(400, "Bad number 84905123456, rejected\nmore")
        } _: { server in
            try await withClient { client in
                let gateway = try KannelGateway(description(port: server.port), secrets: secrets, client: client)

                let answer = await gateway.send(try submission())

                #expect(answer == .rejected(reason: "Kannel refused: Bad number ···········, rejected"))
            }
        }
    }

    @Test("a refusal that quotes the password and the text shows neither")
    func quotingRefusal() async throws {
        try await LoopbackServer.run { request in
            .reply(400, "denied for user onestop password \(Self.password) text: \(request.body)")
        } _: { server in
            try await withClient { client in
                let gateway = try KannelGateway(description(port: server.port), secrets: secrets, client: client)

                let answer = await gateway.send(try submission("Moi ong Nguyen"))

                let reason = "Kannel refused: denied for user onestop password · text: · · ·"
                #expect(answer == .rejected(reason: reason))
                #expect(await gateway.condition().lastError == reason)
            }
        }
    }

    @Test("a text goes out as a body, with the rest in headers")
    func request() async throws {
        try await LoopbackServer.run { _ in
            .reply(202, "0: Accepted for delivery")
        } _: { server in
            try await withClient { client in
                let url = "http://127.0.0.1:1/hook/{secret:HOOK}?reference={reference}&status=%d"
                let gateway = try KannelGateway(
                    description(port: server.port, reportURL: url),
                    secrets: secrets,
                    client: client
                )

                _ = await gateway.send(try submission("Le phi 5% & \"mien\" + giam"))

                let request = try #require(server.requests.first)
                #expect(request.method == "POST")
                #expect(request.uri == "/cgi-bin/sendsms")
                #expect(request.body == "Le phi 5% & \"mien\" + giam")
                #expect(request.headers["Content-Type"] == ["text/plain; charset=UTF-8"])
                #expect(request.headers["X-Kannel-To"] == ["84905123456"])
                #expect(request.headers["X-Kannel-From"] == ["8088"])
                #expect(request.headers["X-Kannel-Coding"] == ["0"])
                #expect(request.headers["X-Kannel-Username"] == ["onestop"])
                #expect(request.headers["X-Kannel-Password"] == [Self.password])
                #expect(request.headers["X-Kannel-DLR-Mask"] == ["31"])
                let reports = request.headers["X-Kannel-DLR-Url"]
                #expect(reports == ["http://127.0.0.1:1/hook/moc-7?reference=42&status=%d"])
            }
        }
    }

    @Test("a text with accents goes out in UCS-2, composed")
    func accents() async throws {
        try await LoopbackServer.run { _ in
            .reply(202, "0: Accepted for delivery")
        } _: { server in
            try await withClient { client in
                let gateway = try KannelGateway(description(port: server.port), secrets: secrets, client: client)

                _ = await gateway.send(try submission("Ho\u{302}\u{300} sơ đã nhận"))

                let request = try #require(server.requests.first)
                #expect(request.headers["X-Kannel-Coding"] == ["2"])
                #expect(Array(request.body.utf8) == Array("Hồ sơ đã nhận".utf8))
                #expect(request.headers["X-Kannel-DLR-Url"].isEmpty)
            }
        }
    }

    @Test(
        "what Kannel would cut or send empty is refused before it is sent",
        arguments: ["", " \n", String(repeating: "a", count: 3 * 153 + 1), String(repeating: "ắ", count: 3 * 67 + 1)]
    )
    func refusedBefore(text: String) async throws {
        try await LoopbackServer.run { _ in
            .reply(202, "0: Accepted for delivery")
        } _: { server in
            try await withClient { client in
                let gateway = try KannelGateway(description(port: server.port), secrets: secrets, client: client)

                #expect(await gateway.send(try submission(text)).kind == "rejected")
                #expect(server.requests.isEmpty)
            }
        }
    }

    @Test("a wrong password is the gateway's fault and is shown nowhere")
    func wrongPassword() async throws {
        try await LoopbackServer.run { _ in
            .reply(403, "Authorization failed: \(Self.password)")
        } _: { server in
            try await withClient { client in
                let gateway = try KannelGateway(description(port: server.port), secrets: secrets, client: client)

                let answer = await gateway.send(try submission())

                let error = try #require(await gateway.condition().lastError)
                #expect(!error.contains(Self.password))
                #expect(!answer.reason.contains(Self.password))
                var dumped = ""
                dump(gateway, to: &dumped)
                dump(secrets, to: &dumped)
                #expect(!"\(dumped)\(gateway)\(secrets)".contains(Self.password))
                #expect(!"\(String(reflecting: gateway))\(String(reflecting: secrets))".contains(Self.password))
            }
        }
    }

    @Test("a gateway that cannot be reached for long is down")
    func unreachable() async throws {
        let port = try await freePort()
        try await withClient { client in
            let gateway = try KannelGateway(description(port: port), secrets: secrets, client: client)

            var states: [GatewayCondition.State] = []
            for _ in 0..<3 {
                #expect(await gateway.send(try submission()).kind == "later")
                states.append(await gateway.condition().state)
            }

            #expect(states == [.connecting, .connecting, .down])
        }
    }

    @Test("mistakes of a description are told when it is created")
    func mistakes() async throws {
        let good = description(port: 1)
        let cases: [(String, (inout KannelDescription) -> Void)] = [
            ("malformedURL", { $0.url = "ftp://127.0.0.1/" }), ("malformedHeader", { $0.sender = "UBND\r\nX: y" }),
            ("missingSecret", { $0.passwordSecret = "OTHER" }), ("outOfRange", { $0.timeoutSeconds = 51 }),
            ("outOfRange", { $0.concurrency = 0 }), ("outOfRange", { $0.maximumSegments = 256 }),
            ("misplacedPlaceholder", { $0.reportURL = "http://127.0.0.1/r?reference={reference}" }),
            ("misplacedPlaceholder", { $0.reportURL = "http://127.0.0.1/r?t={text}&d=%d&r={reference}" }),
            ("unknownPlaceholder", { $0.reportURL = "http://127.0.0.1/r?t={ref}&d=%d" }),
        ]
        try await withClient { client in
            for (code, change) in cases {
                var description = good
                change(&description)
                let error = #expect(throws: GatewayDescriptionError.self) {
                    _ = try KannelGateway(description, secrets: secrets, client: client)
                }
                #expect(error?.code.rawValue == code)
            }
        }
    }
}

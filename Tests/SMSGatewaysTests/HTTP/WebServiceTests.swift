import DossierEngine
import NIOHTTP1
import Testing

@testable import SMSGateways

/// A provider whose web service speaks XML, as Viettel's is described, against a server on loopback.
struct WebServiceTests {
    private static let accepted = envelope("<message>Insert MT_QUEUE: OK</message><result>1</result>")

    /// Statuses and bodies of answers, with the kind and state that they lead to.
    private static let answers: [(status: Int, body: String, kind: String, state: GatewayCondition.State)] = [
        (200, accepted, "accepted", .up),
        (200, envelope("<m/><message>Insert MT_QUEUE: OK</message><message>x</message>"), "accepted", .up),
        (200, envelope("<message>Check template: CONTENT_NOT_MATCH_TEMPLATE</message>"), "rejected", .up),
        (200, envelope("<message>WRONG_INFORMATION_AUTHENTICATE</message><result>0</result>"), "later", .down),
        (200, envelope("<message>Authenticate: IP_INVALID (YOUR IP: 10.0.0.1)</message>"), "later", .down),
        (200, envelope("<message>Check information error</message>"), "unknown", .connecting),
        (200, envelope("<message/>"), "unknown", .connecting),
        (200, envelope(""), "unknown", .connecting),
        (200, String(accepted.dropLast()), "unknown", .connecting),
        (200, "", "unknown", .connecting),
        (200, "<!DOCTYPE x>" + accepted, "unknown", .connecting),
        (200, #"{"message":"Insert MT_QUEUE: OK"}"#, "unknown", .connecting),
        (200, accepted + String(repeating: " ", count: 65_536), "unknown", .connecting),
        (500, accepted, "unknown", .connecting),
        (401, "", "later", .down),
    ]

    /// An answer with these elements in its innermost one.
    private static func envelope(_ elements: String) -> String {
        """
        <?xml version="1.0" ?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>\
        <ns2:wsCpMtResponse xmlns:ns2="http://impl.bulkSms.ws/"><return>\(elements)</return></ns2:wsCpMtResponse>\
        </S:Body></S:Envelope>
        """
    }

    private func exchange(
        _ text: String = "Ho so da tiep nhan.",
        reply: String,
        status: Int = 200
    ) async throws -> (answer: SMSAnswer, condition: GatewayCondition, request: LoopbackServer.Request) {
        try await LoopbackServer.run { _ in
            .reply(status, reply)
        } _: { server in
            try await withClient { client in
                let description = ProviderFixture.webService(port: server.port)
                let gateway = try HTTPGateway(description, secrets: ProviderFixture.secrets, client: client)
                let answer = await gateway.send(try submission(text))
                return (answer, await gateway.condition(), try #require(server.requests.first))
            }
        }
    }

    @Test(
        "the body holds exactly the text, whatever stands in it, but for what XML cannot hold",
        arguments: [
            ("Hồ sơ \"đủ\" & 'thiếu' <1> ]]>", "Hồ sơ \"đủ\" & 'thiếu' <1> ]]>"),
            ("dòng 1\ndòng 2\r\n\tthụt", "dòng 1\ndòng 2\r\n\tthụt"), ("&amp; &#9; {to}", "&amp; &#9; {to}"),
            ("</Content><Content>x", "</Content><Content>x"), ("một\u{1}hai", "một hai"),
        ]
    )
    func escaping(text: String, expected: String) async throws {
        let outcome = try await exchange(text, reply: Self.accepted)

        let read = try #require(ReplyXML.read(Array(outcome.request.body.utf8)))
        let values = try ["Content", "Password", "ReceiverID"].map { name in
            try #require(try JSONPath("Envelope.Body.wsCpMt.\(name)", field: "path").text(in: read))
        }
        #expect(Array(values[0].unicodeScalars) == Array(expected.unicodeScalars))
        #expect(values[1] == ProviderFixture.key && values[2] == "84905123456")
        #expect(outcome.request.headers["Content-Type"] == ["text/xml; charset=utf-8"])
    }

    @Test("what a web service answers is told for what it is", arguments: answers.indices)
    func answer(_ index: Int) async throws {
        let expected = Self.answers[index]

        let outcome = try await exchange(reply: expected.body, status: expected.status)

        #expect(outcome.answer.kind == expected.kind)
        #expect(outcome.condition.state == expected.state)
    }

    @Test("a reason shows what the description says of a message, and nothing else of it")
    func reasons() async throws {
        let address = try await exchange(reply: Self.envelope("<message>Authenticate: IP 10.0.0.1</message>"))
        let echo = try await exchange(reply: Self.envelope("<message>Sai 84905123456</message>"))

        #expect(address.answer == .later(reason: "code Authenticate:*"))
        #expect(echo.answer == .unknown(reason: "a code that cannot be shown"))
    }

    private func firstMistake(
        secrets: GatewaySecrets = ProviderFixture.secrets,
        _ change: (inout HTTPGatewayDescription) -> Void
    ) async throws -> GatewayDescriptionError? {
        try await withClient { client -> GatewayDescriptionError? in
            var description = ProviderFixture.webService(port: 80)
            change(&description)
            do throws(GatewayDescriptionError) {
                _ = try HTTPGateway(description, secrets: secrets, client: client)
                return nil
            } catch {
                return error
            }
        }
    }

    @Test("a body may have its values in elements and in attributes")
    func goodBodies() async throws {
        let elements = try await firstMistake { _ in }
        let attributes = try await firstMistake { $0.request.body = "<a to='{to}' text=\"{text}\"/>" }

        #expect(elements == nil && attributes == nil)
    }

    @Test(
        "a body has to be XML in which every value is read as it was",
        arguments: [
            #"{"to":"{to}","text":"{text}"}"#, "{to}{text}", "<a to='{to}'>{text}", "<a to={to}>{text}</a>",
            "<a to='{to}'><{text}/></a>", "<a to='{to}'><!-- {text} --></a>", "<a to='{to}'><![CDATA[{text}]]></a>",
            "<!DOCTYPE a><a to='{to}'>{text}</a>", "<a to='{to}'>{text} & {sender}</a>",
        ]
    )
    func badBodies(body: String) async throws {
        let mistake = try await firstMistake { $0.request.body = body }

        #expect(mistake?.code == .malformedXML && mistake?.field == "body")
        #expect(mistake?.vietnamese == "body: không phải XML, hoặc có chú thích, CDATA hay DOCTYPE")
    }

    @Test("a path into XML has neither indexes nor prefixes", arguments: ["Envelope.Body[0].x", "S:Envelope", "a[0]"])
    func badPaths(path: String) async throws {
        let code = try await firstMistake { $0.reply.codePath = path }
        let reference = try await firstMistake { $0.reply.referencePath = path }
        let broken = try await firstMistake { $0.reply.codePath = "a..b" }

        #expect(code?.code == .malformedXMLPath && code?.field == "reply.codePath" && code?.detail == path)
        #expect(reference?.code == .malformedXMLPath && reference?.field == "reply.referencePath")
        #expect(broken?.code == .malformedPath)
    }

    @Test("a secret that XML cannot hold is told, not its value")
    func unusableSecret() async throws {
        let mistake = try await firstMistake(secrets: GatewaySecrets(["ESMS_API_KEY": "mat\u{1}khau"])) { _ in }

        #expect(mistake?.code == .unusableSecret && mistake?.detail == "ESMS_API_KEY")
        #expect(mistake?.description.contains("khau") == false)
    }
}

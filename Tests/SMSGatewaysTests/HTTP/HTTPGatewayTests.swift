import AsyncHTTPClient
import DossierEngine
import Foundation
import NIOHTTP1
import SMSGateways
import Testing

/// The gateway against a server on loopback: what is known after each thing that can go wrong.
struct HTTPGatewayTests {
    private func answer(
        _ text: String = "Ho so da tiep nhan.",
        change: (inout HTTPGatewayDescription) -> Void = { _ in },
        to action: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Action
    ) async throws -> (answer: SMSAnswer, condition: GatewayCondition, requests: [LoopbackServer.Request]) {
        try await LoopbackServer.run(action) { server in
            try await withClient { client in
                var description = ProviderFixture.description(port: server.port)
                change(&description)
                let gateway = try HTTPGateway(description, secrets: ProviderFixture.secrets, client: client)
                let answer = await gateway.send(try submission(text))
                return (answer, await gateway.condition(), server.requests)
            }
        }
    }

    private func reading(_ body: String, status: Int = 200) async throws -> (SMSAnswer, GatewayCondition) {
        let outcome = try await answer { _ in .reply(status, body) }
        return (outcome.answer, outcome.condition)
    }

    @Test("an accepted text comes with the provider's reference")
    func accepted() async throws {
        let (answer, condition) = try await reading(#"{"CodeResult":"100","SMSID":"a1b2-c3"}"#)

        #expect(answer == .accepted(providerReference: "a1b2-c3"))
        #expect(condition == GatewayCondition(state: .up, unanswered: 0, window: 4, lastError: nil))
    }

    @Test("codes may be numbers, and references may lack")
    func numericCode() async throws {
        let (answer, _) = try await reading(#"{"CodeResult":100}"#)

        #expect(answer == .accepted(providerReference: nil))
    }

    /// Answers with the kind and state that they lead to.
    @Test(
        "codes and statuses have the meaning of the table",
        arguments: [
            (200, #"{"CodeResult":"104"}"#, "rejected", GatewayCondition.State.up),
            (200, #"{"CodeResult":"101"}"#, "later", .down),
            (200, #"{"CodeResult":"99"}"#, "unknown", .connecting),
            (200, #"{"Other":"100"}"#, "unknown", .connecting),
            (200, "<html>100</html>", "unknown", .connecting),
            (200, "", "unknown", .connecting),
            (400, "", "rejected", .up), (401, "", "later", .down), (429, "", "later", .up),
            (500, #"{"CodeResult":"100"}"#, "unknown", .connecting), (302, "", "unknown", .connecting),
        ]
    )
    func table(status: Int, body: String, kind: String, state: GatewayCondition.State) async throws {
        let (answer, condition) = try await reading(body, status: status)

        #expect(answer.kind == kind)
        #expect(condition.state == state)
    }

    @Test(
        "a body holds exactly the text, whatever stands in it",
        arguments: [
            "Hồ sơ \"đủ\" \\ thiếu", "dòng 1\ndòng 2\r\n\tthụt", "a&b+c=d%20e/?#", "{to}{secret:ESMS_API_KEY}",
            "'; drop </script> \u{2028}",
        ]
    )
    func escaping(text: String) async throws {
        let outcome = try await answer(text) { _ in .reply(200, #"{"CodeResult":"100"}"#) }

        let request = try #require(outcome.requests.first)
        let body = try JSONSerialization.jsonObject(with: Data(request.body.utf8)) as? [String: Any]
        #expect(body?["Content"] as? String == text)
        #expect(body?["ApiKey"] as? String == ProviderFixture.key)
        #expect(body?["Phone"] as? String == "84905123456")
        #expect(body?["RequestId"] as? String == "42")
        #expect(request.headers["X-Request"] == ["motcua-42"])
        #expect(request.headers["Content-Type"] == ["application/json; charset=utf-8"])
    }

    @Test("the flag tells the alphabet", arguments: [("Ho so", "0"), ("Hồ sơ", "1")])
    func flags(text: String, flag: String) async throws {
        let outcome = try await answer(text) { _ in .reply(200, #"{"CodeResult":"100"}"#) }

        #expect(outcome.requests.first?.body.contains(#""IsUnicode":"\#(flag)""#) == true)
    }

    @Test("a form is percent-encoded, and so is an address")
    func form() async throws {
        let outcome = try await answer("Hồ sơ & 5% + \"x\"\n=") {
            $0.request.url += "?to={to}&text={text}"
            $0.request.body = "to={to}&text={text}"
            $0.request.escaping = .form
            $0.request.contentType = "application/x-www-form-urlencoded"
            $0.receiverFormat = .e164
        } to: { _ in
            .reply(200, #"{"CodeResult":"100"}"#)
        }

        let request = try #require(outcome.requests.first)
        let encoded = "to=%2B84905123456&text=H%E1%BB%93%20s%C6%A1%20%26%205%25%20%2B%20%22x%22%0A%3D"
        #expect(request.body == encoded)
        #expect(request.uri == "/send?" + encoded)
        let read = HTTPFieldReading.form.values(of: ["to", "text"], in: Array(request.body.utf8))
        #expect(read == ["to": "+84905123456", "text": "Hồ sơ & 5% + \"x\"\n="])
    }

    @Test("a text by GET stands in the address")
    func get() async throws {
        let outcome = try await answer {
            $0.request.method = .get
            $0.request.url += "?to={to}&text={text}"
            $0.request.body = ""
            $0.receiverFormat = .local0
        } to: { _ in
            .reply(200, #"{"CodeResult":"100"}"#)
        }

        #expect(outcome.answer.kind == "accepted")
        #expect(outcome.requests.first?.method == "GET")
        #expect(outcome.requests.first?.uri == "/send?to=0905123456&text=Ho%20so%20da%20tiep%20nhan.")
    }

    @Test("an alphabet that the provider does not take is refused before it is sent")
    func alphabet() async throws {
        let outcome = try await answer("Hồ sơ") {
            $0.unicode = .unsupported
        } to: { _ in
            .silence
        }

        #expect(outcome.answer.kind == "rejected")
        #expect(outcome.requests.isEmpty)
    }

    @Test("no secret comes back in a reason")
    func secrets() async throws {
        let echo = try await answer { request in .reply(200, #"{"CodeResult":"kho"}"#) }
        let words = try await reading(#"{"CodeResult":"gui toi 84905123456"}"#)

        #expect(echo.answer == .unknown(reason: "a code that cannot be shown"))
        #expect(words.0 == .unknown(reason: "a code that cannot be shown"))
        #expect(!"\(ProviderFixture.secrets)".contains(ProviderFixture.key))
        #expect(!String(reflecting: ProviderFixture.secrets).contains(ProviderFixture.key))
    }
}

import SMSGateways
import Testing

/// The mistakes of a description that are told when a gateway is created.
struct DescriptionTests {
    private typealias Change = (inout HTTPGatewayDescription) -> Void

    private func firstMistake(_ change: Change) async throws -> GatewayDescriptionError? {
        try await withClient { client -> GatewayDescriptionError? in
            var description = ProviderFixture.description(port: 80)
            change(&description)
            do throws(GatewayDescriptionError) {
                _ = try HTTPGateway(description, secrets: ProviderFixture.secrets, client: client)
                return nil
            } catch {
                return error
            }
        }
    }

    @Test("a good description has none")
    func good() async throws {
        #expect(try await firstMistake { _ in } == nil)
    }

    @Test("placeholders have to exist, and to stand where they may")
    func placeholders() async throws {
        let cases: [(String, String, Change)] = [
            ("unknownPlaceholder", "body", { $0.request.body = #"{"a":"{receiver}"}"# }),
            ("unknownPlaceholder", "body", { $0.request.body = #"{"a":"{secret:}"}"# }),
            ("malformedPlaceholder", "url", { $0.request.url += "?a={to" }),
            ("misplacedPlaceholder", "body", { $0.request.body = #"{"a":"{to}"}"# }),
            ("misplacedPlaceholder", "body", { $0.request.body = #"{"a":"{text}"}"# }),
            ("misplacedPlaceholder", "headers.X-Text", { $0.request.headers["X-Text"] = "{text}" }),
            ("misplacedPlaceholder", "body", { $0.request.method = .get }),
            ("missingSecret", "headers.Authorization", { $0.request.headers["Authorization"] = "Basic {secret:NO}" }),
        ]
        for (code, field, change) in cases {
            let mistake = try await firstMistake(change)
            #expect(mistake?.code.rawValue == code)
            #expect(mistake?.field == field)
        }
    }

    @Test("addresses, headers and bodies have to be well formed")
    func forms() async throws {
        let cases: [(String, Change)] = [
            ("malformedURL", { $0.request.url = "https://{sender}.vn/send" }),
            ("malformedURL", { $0.request.url = "https://sms.vn" }),
            ("malformedURL", { $0.request.url = "https://user:matkhau@sms.vn/send" }),
            ("malformedURL", { $0.request.url = "sms.vn/send" }),
            ("malformedHeader", { $0.request.headers["X-A"] = "a\r\nX-B: c" }),
            ("malformedHeader", { $0.request.headers["X A"] = "a" }),
            ("malformedHeader", { $0.request.contentType = "text/plain\n" }),
            ("malformedHeader", { $0.sender = "UBND\n" }),
            ("malformedJSON", { $0.request.body = #"{"a":"{to}","b":{text}}"# }),
            ("malformedJSON", { $0.request.body = #"{"a":"{to}","b":"{text}""# }),
            ("malformedPath", { $0.reply.codePath = "result[x]" }),
            ("malformedPath", { $0.reply.referencePath = "a..b" }),
            ("outOfRange", { $0.reply.statuses[99] = .later }), ("outOfRange", { $0.timeoutSeconds = 0 }),
            ("outOfRange", { $0.concurrency = 65 }), ("outOfRange", { $0.maximumSegments = 0 }),
        ]
        for (code, change) in cases { #expect(try await firstMistake(change)?.code.rawValue == code) }
    }

    @Test("an error never shows an address with a password")
    func discretion() async throws {
        let mistake = try await firstMistake { $0.request.url = "https://user:matkhau@sms.vn/send" }

        #expect(mistake?.description.contains("matkhau") == false)
    }
}

import DossierConfig
import DossierDomain
import Testing

@Suite("The file of a webhook")
struct WebhookFileTests {
    @Test("may list every kind of text and of notice")
    func kinds() throws {
        let sandbox = try ConfigSandbox()
        let topics = NoticeKind.allCases.map(\.topic).joined(separator: ", ")
        try sandbox.replace("kinds: [received", with: "kinds: [\(topics), received", in: "webhooks/example.yaml")

        let webhook = try #require(try sandbox.load().webhooks.first)

        #expect(webhook.kinds == Set(ShortText.Kind.allCases))
        #expect(webhook.notices == Set(NoticeKind.allCases))
    }

    @Test("lists no notice where it names none")
    func texts() throws {
        let webhook = try #require(try ConfigSandbox().load().webhooks.first)

        #expect(webhook.notices.isEmpty)
    }
}

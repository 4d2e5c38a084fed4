import DossierEngine
import Testing

/// Signatures as the other side makes them.
@Suite struct WebhookKeyTests {
    @Test("the example of the specification's reference libraries has the signature that they write")
    func example() throws {
        let key = try #require(WebhookKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signature = key.signature(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp: 1_614_265_330,
            body: Array(#"{"test": 2432232314}"#.utf8)
        )
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(
        "what is no key is refused",
        arguments: ["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_???", "whsec_" + long]
    )
    func refused(text: String) {
        #expect(WebhookKey(text) == nil)
    }

    @Test("a key shows nothing of itself")
    func hidden() throws {
        let key = try #require(WebhookKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        #expect("\(key)" == "WebhookKey")
    }

    /// Base64 of 66 bytes.
    private static let long = String(repeating: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", count: 3).prefix(88)
}

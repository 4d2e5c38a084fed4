import Testing

@testable import SMSGateways

/// What is kept of the sentences with which providers refuse texts.
struct ProviderWordsTests {
    private static let text = "TBinh: Hồ sơ 000.00.15.H47-220105-0001 của ông Nguyễn Văn An cần: Giấy khai sinh."

    private func sentence(_ answer: String, secrets: [String] = ["secretpw", "a+b/c=", "Ab3x9Kq2"]) -> String {
        let named = Dictionary(uniqueKeysWithValues: secrets.enumerated().map { ("S\($0)", $1) })
        return ProviderWords(answering: Self.text, secrets: GatewaySecrets(named)).sentence(of: Array(answer.utf8))
    }

    @Test(
        "what an answer quotes of secrets, text and number is masked",
        arguments: [
            ("Number(s) has/have been denied.", "Number(s) has/have been denied."),
            ("denied for user onestop password secretpw", "denied for user onestop password ·"),
            ("key a+b/c=, or a%2Bb%2Fc%3D", "key ·, or ·"),
            ("token Ab3x9K is short", "token · is short"),
            ("no route to 84905123456", "no route to ···········"),
            ("text: Hồ sơ của ông NGUYEN Văn An", "text: · · · · · · ·"),
            ("bad Nguy?n here", "bad ··n here"),
            ("xNguyenx", "·"),
            ("", "no reason given"),
            ("first\nsecond", "first"),
        ]
    )
    func masked(answer: String, shown: String) {
        #expect(sentence(answer) == shown)
    }

    @Test("a secret that the bound of a sentence would cut is masked whole")
    func cutSecret() {
        let shown = sentence(String(repeating: "x ", count: 38) + "secretpw")

        #expect(shown == String(repeating: "x ", count: 38) + "·")
    }
}

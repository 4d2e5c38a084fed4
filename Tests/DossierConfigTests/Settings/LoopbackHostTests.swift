import DossierConfig
import Testing

@Suite("This very machine")
struct LoopbackHostTests {
    @Test("is meant by its name and its addresses", arguments: ["localhost", "::1", "127.0.0.1", "127.8.0.255"])
    func own(host: String) {
        #expect(LoopbackHost.isMeant(by: host))
    }

    @Test(
        "is not meant by names that only look like it, nor by other addresses",
        arguments: [
            "127.example.org", "127.0.0.1.example.org", "127.0.0.example", "localhost.example.org", "127.0.0", "127.",
            "127.0.0.256", "127.+1.0.1", "127.0..1", "128.0.0.1", "0.0.0.0", "::", "::2", "",
        ]
    )
    func others(host: String) {
        #expect(!LoopbackHost.isMeant(by: host))
    }
}

import DossierEngine
import Testing

@testable import DossierHTTP

@Suite("The addresses that a gateway may call from")
struct GatewayHookTests {
    private func isReached(_ sources: Set<String>, from address: String) -> Bool {
        let hook = GatewayHook(gateway: "kannel", secret: "secret", sources: sources, readReport: nil)
        return hook.takes(Digest.of(Array("secret".utf8)), from: address)
    }

    @Test(
        "are known however they are written",
        arguments: [
            ("203.0.113.7", "203.0.113.7"), ("203.0.113.7", "::ffff:203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"), ("2001:DB8::1", "2001:db8:0:0::1"),
        ]
    )
    func spellings(source: String, address: String) {
        #expect(isReached(["198.51.100.1", source], from: address))
    }

    @Test("let nobody else in, nor does a source that is no address")
    func strangers() {
        for address in ["203.0.113.8", "::ffff:203.0.113.8", "2001:db8::1", "local", ""] {
            #expect(!isReached(["203.0.113.7"], from: address), "\(address)")
            #expect(!isReached(["203.0.113"], from: address), "\(address)")
            #expect(isReached([], from: address), "\(address)")
        }
    }
}

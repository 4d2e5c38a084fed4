import DossierEngine
import Testing

@testable import DossierHTTP

@Suite("Who pays for look-ups")
struct AddressTextTests {
    @Test(
        "an address of IPv4 by itself, a network of IPv6, and never the machine itself",
        arguments: [
            ("203.0.113.9", "203.0.113.9"), ("::ffff:203.0.113.9", "203.0.113.9"),
            ("2001:db8:1:2::17", "20:1:d:b8:0:1:0:2"), ("2001:db8:1:2:ffff::1", "20:1:d:b8:0:1:0:2"),
            ("2001:db8:1:3::17", "20:1:d:b8:0:1:0:3"), ("127.0.0.1", nil), ("127.8.0.1", "127.8.0.1"), ("::1", nil),
            ("::ffff:127.0.0.1", nil), ("local", nil), ("", nil), ("::2", "0:0:0:0:0:0:0:0"),
        ] as [(String, String?)]
    )
    func network(address: String, key: String?) {
        #expect(AddressText.network(of: address) == key)
        #expect(ClientOrigin(address).key == key ?? AccountService.ownNetwork)
    }
}

import Testing

@testable import DossierHTTP

@Suite("Whose word on a client's address is taken")
struct TrustedProxyTests {
    private struct Case: CustomTestStringConvertible {
        let trusted: String
        let peer: String
        let forwarded: [String]
        let client: String

        var testDescription: String { "\(peer) \(forwarded)" }

        init(_ trusted: String, _ peer: String, _ forwarded: [String], _ client: String) {
            self.trusted = trusted
            self.peer = peer
            self.forwarded = forwarded
            self.client = client
        }
    }

    @Test(
        "the last address that is no trusted proxy counts, and nobody else's word",
        arguments: [
            Case("", "203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
            Case("127.0.0.1", "203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
            Case("127.0.0.1", "127.0.0.1", [], "127.0.0.1"),
            Case("127.0.0.1", "127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
            Case("127.0.0.1", "::ffff:127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
            // What the client wrote itself stands before what the proxy added.
            Case("127.0.0.1", "127.0.0.1", ["10.9.9.9, 198.51.100.1"], "198.51.100.1"),
            Case("127.0.0.1", "127.0.0.1", ["10.9.9.9", "198.51.100.1"], "198.51.100.1"),
            Case("127.0.0.1, 10.1.0.0/16", "127.0.0.1", ["198.51.100.1, 10.1.77.3"], "198.51.100.1"),
            Case("127.0.0.1, 10.1.0.0/16", "127.0.0.1", ["198.51.100.1, 10.2.77.3"], "10.2.77.3"),
            Case("10.1.128.0/17", "10.1.127.1", ["198.51.100.1"], "10.1.127.1"),
            Case("10.1.128.0/17", "10.1.128.1", ["198.51.100.1"], "198.51.100.1"),
            Case("fd00::/8", "fd12::1", ["2001:db8::7"], "2001:db8::7"),
            Case("0.0.0.0/0", "203.0.113.9", ["198.51.100.1, 10.0.0.1"], "198.51.100.1"),
            Case("127.0.0.1", "127.0.0.1", ["198.51.100.1, unknown"], "127.0.0.1"),
            Case("127.0.0.1", "127.0.0.1", ["'; DROP TABLE dossier"], "127.0.0.1"),
            Case("127.0.0.1", "local", ["198.51.100.1"], "local"),
        ]
    )
    private func client(_ example: Case) throws {
        let proxies = try #require(TrustedProxies(example.trusted))
        #expect(proxies.client(peer: example.peer, forwarded: example.forwarded) == example.client)
    }

    @Test("of a long list only its end is looked at")
    func longList() throws {
        let proxies = try #require(TrustedProxies("10.0.0.0/8"))
        let list = (["198.51.100.1"] + Array(repeating: "10.0.0.1", count: 5_000)).joined(separator: ",")
        #expect(proxies.client(peer: "10.0.0.1", forwarded: [list]) == "10.0.0.1")
    }

    @Test(
        "what is no list of addresses and ranges is refused",
        arguments: [
            "proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "10.0.0.1/8/8", "fd00::/129", "10.0.0.1/",
        ]
    )
    func refused(_ list: String) {
        #expect(TrustedProxies(list) == nil)
    }
}

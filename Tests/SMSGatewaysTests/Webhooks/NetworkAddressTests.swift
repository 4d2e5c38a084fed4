import Testing

@testable import SMSGateways

/// Which addresses are anybody's on the internet.
@Suite struct NetworkAddressTests {
    @Test(
        "addresses of this machine, of own networks, of groups and of documents are not public",
        arguments: [
            "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
            "192.168.1.1", "192.0.2.1", "198.18.0.1", "203.0.113.7", "224.0.0.1", "255.255.255.255", "::", "::1",
            "fc00::1", "fd12::1", "fe80::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
            "2001:db8::1", "2002:7f00:1::", "2001::1",
        ]
    )
    func own(text: String) {
        #expect(NetworkAddress(text)?.isPublic == false)
    }

    @Test(
        "others are",
        arguments: [
            "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "203.162.4.191", "2606:4700::1111",
            "::ffff:1.1.1.1", "64:ff9b::101:101",
        ]
    )
    func anybodys(text: String) {
        #expect(NetworkAddress(text)?.isPublic == true)
    }

    @Test("what is no address is none", arguments: ["", "a", "1.2.3", "localhost", "::g"])
    func none(text: String) {
        #expect(NetworkAddress(text) == nil)
    }
}

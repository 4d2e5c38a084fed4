import DossierEngine

/// Where a request or a connection comes from (nơi gửi yêu cầu).
///
/// Whoever has a network of IPv6 has more addresses than can be counted, so everything that is bounded is bounded by
/// network; the address itself is for what has to know it.
struct ClientOrigin: Sendable {
    /// The address as it was written.
    let address: String
    /// The network that one person has, as ``AddressText/network(of:)``; nil for the machine itself.
    let network: String?

    /// Reads an address; text that is none counts as the machine itself.
    init(_ address: String) {
        self.address = address
        network = AddressText.network(of: address)
    }

    /// What tries and connections are counted by.
    var key: String { network ?? AccountService.ownNetwork }
}

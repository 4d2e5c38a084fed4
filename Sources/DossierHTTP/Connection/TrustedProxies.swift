/// The proxies whose word on a client's address is taken (máy chủ ủy nhiệm tin cậy).
///
/// Everybody else's is passed over: else anyone could guess PINs from ever new addresses.
public struct TrustedProxies: Sendable {
    private struct Range {
        let octets: [UInt8]
        let bits: Int

        func contains(_ address: [UInt8]) -> Bool {
            guard address.count == octets.count else { return false }
            return zip(octets, address).enumerated().allSatisfy { index, pair in
                let shared = min(8, max(0, bits - index * 8))
                return shared == 0 || (pair.0 ^ pair.1) >> UInt8(8 - shared) == 0
            }
        }
    }

    /// Nobody's word is taken.
    public static let none = TrustedProxies(ranges: [])

    /// The most addresses of one field that are looked at, from its end.
    static let maximumHops = 16

    private let ranges: [Range]

    private init(ranges: [Range]) { self.ranges = ranges }

    /// Reads a list of addresses and ranges; nil if one of them is neither.
    ///
    /// - Parameter list: Such as `127.0.0.1, 10.1.0.0/16, fd00::/8`; may be empty.
    public init?(_ list: String) {
        var ranges: [Range] = []
        for part in list.split(whereSeparator: { $0 == "," || $0 == " " }) {
            let halves = part.split(separator: "/", omittingEmptySubsequences: false)
            guard halves.count <= 2, let octets = AddressText.octets(of: String(halves[0])) else { return nil }
            let whole = octets.count * 8
            guard let bits = halves.count == 2 ? Int(halves[1]) : whole, (0...whole).contains(bits) else { return nil }
            ranges.append(Range(octets: octets, bits: bits))
        }
        self.ranges = ranges
    }

    /// Whether an address is one of them.
    func contains(_ address: String) -> Bool {
        guard !ranges.isEmpty, let octets = AddressText.octets(of: address) else { return false }
        return ranges.contains { $0.contains(octets) }
    }

    /// The address of whoever asks.
    ///
    /// Each proxy adds the one it was asked from at the end, so the last one that is no trusted proxy counts.
    ///
    /// - Parameters:
    ///   - peer: The other end of the connection.
    ///   - forwarded: The values of `X-Forwarded-For` in their order.
    /// - Returns: The client's address; the last trusted one where something else stands in the list.
    func client(peer: String, forwarded: [String]) -> String {
        guard contains(peer) else { return peer }
        var last = peer
        let hops = forwarded.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
        for hop in hops.suffix(Self.maximumHops).reversed() {
            let text = String(hop.drop { $0 == " " }.prefix { $0 != " " })
            guard let octets = AddressText.octets(of: text) else { return last }
            last = text
            if !ranges.contains(where: { $0.contains(octets) }) { return last }
        }
        return last
    }
}

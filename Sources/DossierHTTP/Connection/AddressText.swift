#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads addresses of the network as they are written (địa chỉ mạng).
enum AddressText {
    /// The bytes of the network part of an address of IPv6: what one household or office is given.
    ///
    /// Source: RFC 6177; RFC 4291, section 2.5.1.
    private static let networkBytes = 8

    /// The 4 or 16 bytes of an address, those of IPv4 also where it is written as one of IPv6; nil for any other text.
    static func octets(of text: String) -> [UInt8]? {
        for (family, length) in [(AF_INET, 4), (AF_INET6, 16)] {
            var octets = [UInt8](repeating: 0, count: length)
            guard inet_pton(family, text, &octets) == 1 else { continue }
            let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
            return length == 16 && octets.starts(with: mapped) ? Array(octets.suffix(4)) : octets
        }
        return nil
    }

    /// What all addresses that one person can ask from have in common: an address of IPv4, the first half of one of
    /// IPv6.
    ///
    /// - Parameter text: An address.
    /// - Returns: The key; nil for the machine itself, and for what is no address.
    static func network(of text: String) -> String? {
        guard let octets = octets(of: text) else { return nil }
        if octets.count == 4 { return octets == [127, 0, 0, 1] ? nil : octets.map(String.init).joined(separator: ".") }
        let isLoopback = octets.last == 1 && octets.dropLast().allSatisfy { $0 == 0 }
        return isLoopback ? nil : octets.prefix(networkBytes).map { String($0, radix: 16) }.joined(separator: ":")
    }
}

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An address of the internet protocol (địa chỉ mạng), and whether it is anybody's on the internet.
///
/// Source: IANA, "Special-Purpose Address Registry" for IPv4 and IPv6; RFC 6890.
struct NetworkAddress: Hashable {
    private let octets: [UInt8]

    /// Reads a written address; nil if it is none.
    init?(_ text: String) {
        for (family, length) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: length)
            guard inet_pton(family, text, &bytes) == 1 else { continue }
            octets = bytes
            return
        }
        return nil
    }

    /// The addresses that a name has now, or the address itself; none if there is no such name.
    ///
    /// It blocks, as long as the system looks.
    static func lookUp(_ host: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [String] = []
        var next = list
        while let entry = next?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let length = socklen_t(text.count)
            if getnameinfo(entry.ai_addr, entry.ai_addrlen, &text, length, nil, 0, NI_NUMERICHOST) == 0 {
                let address = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                if !found.contains(address) { found.append(address) }
            }
            next = entry.ai_next
        }
        return found
    }

    private init(octets: [UInt8]) { self.octets = octets }

    /// Whether it may be a system anywhere on the internet: not this machine, not the own network, not a group.
    var isPublic: Bool { octets.count == 4 ? isPublicV4 : isPublicV6 }

    private var isPublicV4: Bool {
        let private4: [(prefix: [UInt8], bits: Int)] = [
            ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12), ([192, 0, 0], 24),
            ([192, 0, 2], 24), ([192, 88, 99], 24), ([192, 168], 16), ([198, 18], 15), ([198, 51, 100], 24),
            ([203, 0, 113], 24), ([224], 4), ([240], 4),
        ]
        return !private4.contains { begins(with: $0.prefix, bits: $0.bits) }
    }

    private var isPublicV6: Bool {
        // An IPv4 address inside: mapped, or translated by the well-known prefix.
        if begins(with: [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF], bits: 96)
            || begins(with: [0x00, 0x64, 0xFF, 0x9B], bits: 96)
        {
            return NetworkAddress(octets: Array(octets.suffix(4))).isPublic
        }
        // All that is given out for the internet is in 2000::/3; of that, documentation, Teredo and 6to4 are not.
        return begins(with: [0x20], bits: 3) && !begins(with: [0x20, 0x01, 0x0D, 0xB8], bits: 32)
            && !begins(with: [0x20, 0x01, 0x00, 0x00], bits: 23) && !begins(with: [0x20, 0x02], bits: 16)
            && !begins(with: [0x3F, 0xFF], bits: 20)
    }

    private func begins(with prefix: [UInt8], bits: Int) -> Bool {
        (0..<bits).allSatisfy { bit in
            let mask: UInt8 = 0x80 >> UInt8(bit % 8)
            let wanted = bit / 8 < prefix.count ? prefix[bit / 8] : 0
            return octets[bit / 8] & mask == wanted & mask
        }
    }
}

/// A key as it is written (dạng chữ của khóa API), known at sight by people and by scanners for leaked secrets.
///
/// Form: `motcua_`, 8 characters that are shown, 32 that are secret (160 bits), 7 that check the 40 before them, all of
/// them digits and small letters without i, l, o and 1. The check is CRC-32 (ISO 3309), so that a scanner can tell a
/// key from a text that looks like one.
struct KeyText: Hashable, Sendable {
    /// What every key begins with.
    static let mark = "motcua_"

    private static let alphabet = Array("023456789abcdefghjkmnpqrstuvwxyz".utf8)
    private static let prefixLength = 8
    private static let bodyLength = 40
    private static let checkLength = 7

    /// The whole key.
    let text: String
    /// The part that is shown.
    let prefix: String

    /// Draws a key.
    init(from entropy: any EntropySource) {
        let body = entropy.bytes(Self.bodyLength).map { Self.alphabet[Int($0 & 31)] }
        self.init(body: body)
    }

    /// Reads a key; nil for what cannot be one.
    init?(_ typed: String) {
        guard typed.hasPrefix(Self.mark) else { return nil }
        let letters = Array(typed.utf8.dropFirst(Self.mark.utf8.count))
        guard letters.count == Self.bodyLength + Self.checkLength else { return nil }
        self.init(body: Array(letters.prefix(Self.bodyLength)))
        guard text == typed else { return nil }
    }

    private init(body: [UInt8]) {
        let letters = String(decoding: body, as: UTF8.self)
        text = Self.mark + letters + Self.check(body)
        prefix = String(letters.prefix(Self.prefixLength))
    }

    /// The hash by which it is stored.
    var hash: Digest { Digest.of(Array(text.utf8)) }

    private static func check(_ body: [UInt8]) -> String {
        var rest = crc32(body)
        var letters: [UInt8] = []
        for _ in 0..<checkLength {
            letters.append(alphabet[Int(rest & 31)])
            rest >>= 5
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// The checksum of ISO 3309, bit by bit: forty bytes need no table.
    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var register: UInt32 = .max
        for byte in bytes {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1 }
        }
        return ~register
    }
}

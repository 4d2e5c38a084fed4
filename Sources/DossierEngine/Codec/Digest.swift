import Crypto

/// A SHA-256 digest.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// The length in bytes.
    public static let length = 32

    /// All zeros: what the first event of a chain names as the one before it.
    public static let zero = Digest(unchecked: [UInt8](repeating: 0, count: length))

    /// Creates a digest from its bytes; nil unless there are 32.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    /// Creates a digest from 64 hexadecimal digits in lower case; nil if it is anything else.
    public init?(hexadecimal text: String) {
        guard let bytes = Self.bytes(hexadecimal: text) else { return nil }
        self.init(bytes: bytes)
    }

    /// Creates a digest from what a hash function gave; a caller answers for its 32 bytes.
    init(unchecked bytes: [UInt8]) { self.bytes = bytes }

    /// Hashes parts one after the other.
    public static func of(_ parts: [UInt8]...) -> Digest {
        var hasher = SHA256()
        for part in parts { hasher.update(data: part) }
        return Digest(unchecked: Array(hasher.finalize()))
    }

    /// Hashes parts with a key; whoever does so again and again keeps a ``KeyedHash``.
    public static func keyed(_ key: [UInt8], _ parts: [[UInt8]]) -> Digest { KeyedHash(key: key).digest(of: parts) }

    /// Compares in a time that does not depend on where two digests differ.
    public func equalsInConstantTime(_ other: Digest) -> Bool {
        var difference: UInt8 = 0
        for (left, right) in zip(bytes, other.bytes) { difference |= left ^ right }
        return difference == 0
    }

    /// The digest as 64 hexadecimal digits in lower case.
    public var hexadecimal: String { Self.hexadecimal(of: bytes) }

    /// Bytes as hexadecimal digits in lower case, however many there are.
    static func hexadecimal(of bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
            for (index, byte) in bytes.enumerated() {
                buffer[index * 2] = digit(byte >> 4)
                buffer[index * 2 + 1] = digit(byte & 15)
            }
            return bytes.count * 2
        }
    }

    /// The bytes of hexadecimal digits in lower case, however many there are; nil for anything else.
    static func bytes(hexadecimal text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = nibble(digits[index]), let low = nibble(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    /// The digest as hexadecimal digits.
    public var description: String { hexadecimal }

    private static func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}

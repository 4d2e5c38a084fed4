import Crypto

/// A key of the vault (khóa mã hóa kho dữ liệu): 256 bits under a number.
///
/// Its description shows the number only, so that it may stand in a log line.
public struct VaultKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// The number, 1 or more; the highest of a ring is the one that seals.
    public let id: Int64
    /// The 32 bytes, for whoever writes the key file.
    public let bytes: [UInt8]
    /// What entries are encrypted with; derived, so that no key serves two algorithms.
    let cipher: SymmetricKey

    /// The length in bytes.
    public static let length = 32

    /// Creates a key; nil unless the number is 1 or more and there are 32 bytes.
    public init?(id: Int64, bytes: [UInt8]) {
        guard id >= 1, bytes.count == Self.length else { return nil }
        self.id = id
        self.bytes = bytes
        cipher = Self.derived(from: bytes, for: "motcua vault encryption")
    }

    /// What a database keeps to know the key again: of no use to whoever looks for it.
    public var checkValue: Digest {
        let check = Self.derived(from: bytes, for: "motcua vault check")
        return Digest.of(check.withUnsafeBytes { Array($0) })
    }

    /// The number.
    public var description: String { "vault key \(id)" }

    /// A mirror without children, so that `dump` shows no secret.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// HKDF with SHA-256.
    ///
    /// Source: RFC 5869.
    private static func derived(from bytes: [UInt8], for purpose: String) -> SymmetricKey {
        HKDF<SHA256>
            .deriveKey(
                inputKeyMaterial: SymmetricKey(data: bytes),
                info: Array(purpose.utf8),
                outputByteCount: length
            )
    }
}

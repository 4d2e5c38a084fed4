import Crypto

/// The keys with which a vault was unlocked (chùm khóa), by number; empty while it is locked.
///
/// Everything is sealed with AES-256-GCM under the newest key, with a nonce of its own: 96 random bits, which do not
/// repeat as long as fewer than four milliards of entries have one key.
///
/// Source: NIST SP 800-38D, 8.2.2 and 8.3.
public struct VaultKeyRing: Sendable {
    /// The keys, the newest last.
    public let keys: [VaultKey]

    /// The ring of a locked vault.
    public static let locked = VaultKeyRing(unchecked: [])

    static let nonceLength = 12
    static let tagLength = 16

    /// Creates a ring; nil without a key, or if two have one number.
    public init?(_ keys: [VaultKey]) {
        guard !keys.isEmpty, Set(keys.map(\.id)).count == keys.count else { return nil }
        self.init(unchecked: keys.sorted { $0.id < $1.id })
    }

    private init(unchecked keys: [VaultKey]) { self.keys = keys }

    /// The key that seals; nil while the vault is locked.
    public var newest: VaultKey? { keys.last }

    /// The key of a number; nil if the ring has none.
    public subscript(id: Int64) -> VaultKey? { keys.first { $0.id == id } }

    /// Encrypts bytes under the newest key.
    ///
    /// - Parameters:
    ///   - plain: The bytes.
    ///   - context: What they belong to; they open in no other.
    ///   - entropy: Where the nonce comes from.
    /// - Returns: The number of the key, and nonce, ciphertext and tag.
    /// - Throws: ``StoreError`` of code unsuitable while the vault is locked.
    func seal(
        _ plain: [UInt8],
        for context: [UInt8],
        entropy: any EntropySource
    ) throws -> (keyID: Int64, bytes: [UInt8]) {
        guard let key = newest else { throw StoreError(.unsuitable, "the vault is locked: nothing can be sealed") }
        do {
            let box = try AES.GCM.seal(
                plain,
                using: key.cipher,
                nonce: AES.GCM.Nonce(data: entropy.bytes(Self.nonceLength)),
                authenticating: Self.authenticated(context, keyID: key.id)
            )
            return (key.id, Array(box.nonce) + Array(box.ciphertext) + Array(box.tag))
        } catch {
            throw StoreError(.unsuitable, "\(key) cannot seal")
        }
    }

    /// Decrypts what ``seal(_:for:entropy:)`` made.
    ///
    /// - Throws: ``StoreError`` of code unsuitable if the ring has not that key, of code damaged if the bytes were
    ///   changed or belong to something else.
    func open(_ bytes: [UInt8], keyID: Int64, for context: [UInt8]) throws -> [UInt8] {
        guard let key = self[keyID] else {
            throw StoreError(.unsuitable, "what was sealed with vault key \(keyID) cannot be opened without it")
        }
        guard bytes.count >= Self.nonceLength + Self.tagLength else {
            throw StoreError(.damaged, "what was sealed with \(key) is too short")
        }
        do {
            let box = try AES.GCM.SealedBox(combined: bytes)
            let context = Self.authenticated(context, keyID: keyID)
            return Array(try AES.GCM.open(box, using: key.cipher, authenticating: context))
        } catch {
            throw StoreError(.damaged, "what was sealed with \(key) was changed, or belongs elsewhere")
        }
    }

    /// Whether the ring can open what has that key.
    func opens(keyID: Int64) -> Bool { keyID == 0 || self[keyID] != nil }

    private static func authenticated(_ context: [UInt8], keyID: Int64) -> [UInt8] {
        withUnsafeBytes(of: keyID.bigEndian) { Array($0) } + context
    }
}

import Crypto

/// The key that signs checkpoints (khóa ký mốc lịch sử): Ed25519 under a name, kept in a file of its owner alone.
///
/// Shape: `PRIVATE+KEY+<name>+<hash>+<base64 of 0x01 and the 32 bytes>`, as other tools for signed notes write it.
public struct CheckpointKey: Sendable, CustomStringConvertible {
    /// The key by which its signatures are checked.
    public let verifier: CheckpointVerifier
    private let key: Curve25519.Signing.PrivateKey

    private static let prefix = "PRIVATE+KEY+"

    /// Makes a key.
    ///
    /// - Parameters:
    ///   - name: Whose it is; see ``CheckpointVerifier/isName(_:)``. Nil is returned for anything else.
    ///   - entropy: Where its 32 bytes come from.
    public init?(name: String, entropy: any EntropySource) {
        self.init(name: name, bytes: entropy.bytes(Digest.length))
    }

    /// Reads a written key; nil if it is none, or its hash is of another.
    public init?(_ written: String) {
        guard written.hasPrefix(Self.prefix) else { return nil }
        let parts = written.dropFirst(Self.prefix.count).split(separator: "+", maxSplits: 2)
        guard parts.count == 3, let bytes = Base64.bytes(String(parts[2])), bytes.count == 33,
            bytes[0] == CheckpointVerifier.algorithm
        else { return nil }
        self.init(name: String(parts[0]), bytes: Array(bytes.dropFirst()))
        guard verifier.hashText == parts[1] else { return nil }
    }

    private init?(name: String, bytes: [UInt8]) {
        // Whatever 32 bytes there are make a key; other lengths make none.
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes),
            let verifier = CheckpointVerifier(name: name, publicKey: Array(key.publicKey.rawRepresentation))
        else { return nil }
        self.key = key
        self.verifier = verifier
    }

    /// Nothing of the key.
    public var description: String { "CheckpointKey" }

    /// The key as its file has it: a secret.
    public var written: String {
        let bytes = [CheckpointVerifier.algorithm] + Array(key.rawRepresentation)
        return Self.prefix + "\(verifier.name)+\(verifier.hashText)+" + Base64.text(bytes)
    }

    /// Signs a text that ends with a line feed.
    ///
    /// - Throws: What the cryptographic library throws if the machine has no randomness.
    func signature(of text: String) throws -> [UInt8] { Array(try key.signature(for: Array(text.utf8))) }
}

/// The key by which anyone checks checkpoints (khóa kiểm tra mốc lịch sử): public, and best kept off the machine.
///
/// Shape: `<name>+<hash>+<base64 of 0x01 and the 32 bytes>`, where the hash is the first four bytes, in hexadecimal
/// digits, of SHA-256(name ‖ line feed ‖ 0x01 ‖ key). Source: C2SP signed-note.
public struct CheckpointVerifier: Hashable, Sendable {
    /// Whose key it is.
    public let name: String
    private let publicKey: [UInt8]
    /// The four bytes by which a signature names its key.
    let hashBytes: [UInt8]

    /// Ed25519 among the algorithms of signed notes.
    static let algorithm: UInt8 = 1
    /// The longest name, in characters.
    static let maximumName = 100

    /// Whether a text can be the name of a key: ASCII without blanks and plus signs.
    public static func isName(_ text: String) -> Bool {
        (1...maximumName).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x2B }
    }

    init?(name: String, publicKey: [UInt8]) {
        guard Self.isName(name), publicKey.count == Digest.length else { return nil }
        self.name = name
        self.publicKey = publicKey
        hashBytes = Array(Digest.of(Array(name.utf8), [0x0A, Self.algorithm], publicKey).bytes.prefix(4))
    }

    /// Reads a written key; nil if it is none, or its hash is of another.
    public init?(_ written: String) {
        let parts = written.split(separator: "+", maxSplits: 2)
        guard parts.count == 3, let bytes = Base64.bytes(String(parts[2])), bytes.count == 33,
            bytes[0] == Self.algorithm
        else { return nil }
        self.init(name: String(parts[0]), publicKey: Array(bytes.dropFirst()))
        guard hashText == parts[1] else { return nil }
    }

    /// The key as it is published.
    public var written: String { "\(name)+\(hashText)+" + Base64.text([Self.algorithm] + publicKey) }

    /// The bytes by which a signature names its key, as eight hexadecimal digits.
    var hashText: String { Digest.hexadecimal(of: hashBytes) }

    /// Whether a signature is of this key over a text.
    func accepts(_ signature: [UInt8], of text: String) -> Bool {
        // Bytes that are no point of the curve verify nothing.
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: Array(text.utf8))
    }
}

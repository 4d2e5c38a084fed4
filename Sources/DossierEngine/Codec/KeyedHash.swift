import Crypto

/// A keyed hash of lists of parts (HMAC-SHA-256, RFC 2104), each preceded by its length so that no two look alike.
///
/// The key is worked in once, which costs as much as the hash of a name.
struct KeyedHash: Sendable {
    private let keyed: HMAC<SHA256>

    /// Creates the hash of a key of any length.
    init(key: [UInt8]) { keyed = HMAC(key: SymmetricKey(data: key)) }

    /// Hashes parts.
    func digest(of parts: [[UInt8]]) -> Digest {
        var whole: [UInt8] = []
        whole.reserveCapacity(parts.reduce(0) { $0 + MemoryLayout<UInt64>.size + $1.count })
        for part in parts {
            withUnsafeBytes(of: UInt64(part.count).bigEndian) { whole.append(contentsOf: $0) }
            whole.append(contentsOf: part)
        }
        var hasher = keyed
        hasher.update(data: whole)
        return Digest(unchecked: Array(hasher.finalize()))
    }
}

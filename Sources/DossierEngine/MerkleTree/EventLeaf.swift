/// Makes leaves of the tree of all events (lá của cây băm lịch sử).
///
/// The data of a leaf are 64 bytes: a salt, and the hash of the event's canonical form, the very hash of its stream's
/// chain. That form names stream, position and the hash before it (``EventCodec``), so the leaf binds all of them,
/// and a holder can prove an event without showing it.
///
/// **What a leaf gives away.** Proofs are public and show leaves of neighbours. The first event of a dossier carries
/// salted commitments that nobody can guess, and later ones carry its hash; but an event of a named stream (an account
/// made, a file read) has little that cannot be guessed: its stream begins with a known hash, so whoever has all leaves
/// could try out accounts and milliseconds one event after the other. Hence the salt: a keyed hash of the place with a
/// key that lies in the database. Without the key a leaf says nothing; a receipt shows the salt of its own leaf alone.
/// The salt weakens nothing: another salt or another key gives other leaves, which no checkpoint contains.
public struct EventLeaf: Sendable {
    private let hash: KeyedHash

    /// Creates leaves by the database's key.
    public init(key: [UInt8]) { hash = KeyedHash(key: key) }

    /// The salt of the leaf of a place in the global sequence.
    public func salt(of sequence: Int64) -> Digest {
        hash.digest(of: [withUnsafeBytes(of: sequence.bigEndian) { Array($0) }])
    }

    /// The hash of the leaf of an event.
    ///
    /// - Parameters:
    ///   - event: The canonical form.
    ///   - sequence: Its place in the global sequence, from 1.
    /// - Returns: The hash.
    public func hash(of event: [UInt8], at sequence: Int64) -> Digest {
        Self.hash(of: event, salt: salt(of: sequence))
    }

    /// The hash of the leaf of an event with a known salt.
    public static func hash(of event: [UInt8], salt: Digest) -> Digest {
        MerkleHash.leaf(salt.bytes + Digest.of(event).bytes)
    }
}

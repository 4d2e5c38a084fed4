/// The hashes of a Merkle tree (cây băm Merkle).
///
/// Source: RFC 6962, section 2.1: a leaf is SHA-256(0x00 ‖ data), a node SHA-256(0x01 ‖ left ‖ right), so that neither
/// can be taken for the other; the tree of nothing is the hash of nothing.
public enum MerkleHash {
    /// The root of the tree without leaves.
    public static let empty = Digest.of()

    private static let leafPrefix: [UInt8] = [0]
    private static let nodePrefix: [UInt8] = [1]

    /// The hash of a leaf.
    public static func leaf(_ data: [UInt8]) -> Digest { Digest.of(leafPrefix, data) }

    /// The hash of a node over two subtrees.
    public static func node(_ left: Digest, _ right: Digest) -> Digest {
        Digest.of(nodePrefix, left.bytes, right.bytes)
    }

    /// The largest power of two below a number of leaves, at which RFC 6962 splits a tree.
    ///
    /// - Parameter count: The leaves, 2 or more.
    /// - Returns: How many of them are on the left.
    static func split(_ count: Int64) -> Int64 {
        precondition(count > 1, "A tree of one leaf is not split")
        return 1 << Int64(63 - (count - 1).leadingZeroBitCount)
    }
}

/// Checks proofs against roots (kiểm tra chứng minh), with nothing but the proof at hand.
///
/// A proof that is too long, too short or of impossible sizes is refused like a wrong one.
public enum MerkleProof {
    /// Whether a leaf stands at its place in the tree of a root.
    ///
    /// Source: RFC 9162, section 2.1.3.2.
    ///
    /// - Parameters:
    ///   - leaf: The leaf's hash.
    ///   - index: Its place, from 0.
    ///   - size: The leaves of the tree.
    ///   - path: The inclusion proof.
    ///   - root: The root.
    /// - Returns: Whether it is proved.
    public static func includes(
        _ leaf: Digest,
        at index: Int64,
        in size: Int64,
        path: [Digest],
        root: Digest
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var place = index
        var last = size - 1
        var hash = leaf
        for sibling in path {
            guard last != 0 else { return false }
            if place & 1 == 1 || place == last {
                hash = MerkleHash.node(sibling, hash)
                while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                hash = MerkleHash.node(hash, sibling)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && hash == root
    }

    /// Whether the tree of one root is the beginning of the tree of another.
    ///
    /// Source: RFC 9162, section 2.1.4.2.
    ///
    /// - Parameters:
    ///   - first: The smaller tree, of one leaf or more.
    ///   - second: The larger tree.
    ///   - proof: The consistency proof.
    /// - Returns: Whether it is proved.
    public static func extends(
        _ first: (size: Int64, root: Digest),
        to second: (size: Int64, root: Digest),
        proof: [Digest]
    ) -> Bool {
        guard first.size >= 1, first.size <= second.size else { return false }
        if first.size == second.size { return proof.isEmpty && first.root == second.root }
        // The root of a complete smaller tree stands in no proof: whoever checks has it.
        let isComplete = first.size & (first.size - 1) == 0
        var hashes = (isComplete ? [first.root] : [])[...]
        hashes.append(contentsOf: proof)
        guard !proof.isEmpty, let start = hashes.popFirst() else { return false }
        var place = first.size - 1
        var last = second.size - 1
        while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
        var old = start
        var new = start
        for hash in hashes {
            guard last != 0 else { return false }
            if place & 1 == 1 || place == last {
                old = MerkleHash.node(hash, old)
                new = MerkleHash.node(hash, new)
                while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                new = MerkleHash.node(new, hash)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && old == first.root && new == second.root
    }
}

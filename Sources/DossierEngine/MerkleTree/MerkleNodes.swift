/// What can tell the hashes of complete subtrees (nút của cây băm); from these everything else is reckoned.
public protocol MerkleNodes {
    /// The hash over 2^level leaves, the `index`-th such subtree of the tree.
    ///
    /// - Throws: If it cannot be told.
    mutating func node(level: Int, index: Int64) throws -> Digest
}

/// Roots and proofs, each from some sixty nodes at the most.
extension MerkleNodes {
    /// The root of the tree of the first leaves.
    ///
    /// Source: RFC 6962, section 2.1 (MTH).
    public mutating func root(of size: Int64) throws -> Digest {
        size == 0 ? MerkleHash.empty : try hash(of: 0..<size)
    }

    /// The audit path of a leaf, the nearest neighbour first.
    ///
    /// Source: RFC 6962, section 2.1.1 (PATH).
    ///
    /// - Parameters:
    ///   - index: The leaf, from 0.
    ///   - size: The leaves of the tree, more than the index.
    /// - Returns: The hashes.
    /// - Throws: If a node cannot be told.
    public mutating func inclusionProof(of index: Int64, in size: Int64) throws -> [Digest] {
        precondition((0..<size).contains(index), "A leaf outside the tree has no path")
        var path: [Digest] = []
        var range = 0..<size
        while range.count > 1 {
            let middle = range.lowerBound + MerkleHash.split(Int64(range.count))
            if index < middle {
                path.append(try hash(of: middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                path.append(try hash(of: range.lowerBound..<middle))
                range = middle..<range.upperBound
            }
        }
        return path.reversed()
    }

    /// The proof that a tree is the beginning of a larger one.
    ///
    /// Source: RFC 6962, section 2.1.2 (PROOF, SUBPROOF).
    ///
    /// - Parameters:
    ///   - first: The leaves of the smaller tree, 1 or more.
    ///   - second: The leaves of the larger tree, not fewer.
    /// - Returns: The hashes; none for equal sizes.
    /// - Throws: If a node cannot be told.
    public mutating func consistencyProof(from first: Int64, to second: Int64) throws -> [Digest] {
        precondition(first >= 1 && first <= second, "Only a beginning of a tree is proved")
        var proof: [Digest] = []
        var range = 0..<second
        var isOwnRoot = true
        while range.upperBound != first {
            let middle = range.lowerBound + MerkleHash.split(Int64(range.count))
            if first <= middle {
                proof.append(try hash(of: middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                proof.append(try hash(of: range.lowerBound..<middle))
                range = middle..<range.upperBound
                isOwnRoot = false
            }
        }
        if !isOwnRoot { proof.append(try hash(of: range)) }
        return proof.reversed()
    }

    /// The hash over a range that RFC 6962 makes a subtree: what is left of a split is complete.
    private mutating func hash(of range: Range<Int64>) throws -> Digest {
        let count = Int64(range.count)
        let level = count.trailingZeroBitCount
        if count == 1 << Int64(level), range.lowerBound % count == 0 {
            return try node(level: level, index: range.lowerBound >> Int64(level))
        }
        let middle = range.lowerBound + MerkleHash.split(count)
        let left = try hash(of: range.lowerBound..<middle)
        return MerkleHash.node(left, try hash(of: middle..<range.upperBound))
    }
}

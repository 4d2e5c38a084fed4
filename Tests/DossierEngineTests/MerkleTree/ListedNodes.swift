import DossierEngine

/// A tree in a list of leaves, reckoned as RFC 6962 writes it down: the measure of the one in tiles.
struct ListedNodes: MerkleNodes {
    var leaves: [Digest]

    init(_ leaves: [Digest]) { self.leaves = leaves }

    /// So many leaves that differ from each other.
    init(count: Int) { leaves = (0..<count).map { MerkleHash.leaf(Array("leaf \($0)".utf8)) } }

    mutating func node(level: Int, index: Int64) -> Digest {
        let count = 1 << level
        let first = Int(index) * count
        return Self.hash(of: leaves[first..<first + count])
    }

    /// MTH of RFC 6962, section 2.1.
    static func hash(of leaves: ArraySlice<Digest>) -> Digest {
        guard leaves.count > 1 else { return leaves.first ?? MerkleHash.empty }
        var left = 1
        while left * 2 < leaves.count { left *= 2 }
        let middle = leaves.startIndex + left
        return MerkleHash.node(hash(of: leaves[..<middle]), hash(of: leaves[middle...]))
    }
}

/// The bytes of hexadecimal digits; nil if they are none.
func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// The growing edge of a tree in tiles (rìa của cây băm): the last tile of each level, to which leaves are added.
///
/// It holds at most 255 hashes a level, however large the tree.
struct TileFrontier {
    /// How many leaves the tree has.
    private(set) var size: Int64 = 0
    private var rows: [[Digest]] = []
    private var numbers: [Int64] = []

    /// Creates the edge of a tree without leaves.
    init() {}

    /// Creates the edge of a tree whose tiles a closure reads.
    ///
    /// - Throws: ``StoreError`` of code damaged if one is missing or has another length than the tree says.
    init(size: Int64, read: (TreeTile) throws -> [UInt8]?) throws {
        self.size = size
        for level in 0..<TreeTile.levels {
            let count = TreeTile.count(of: level, in: size)
            guard count > 0 else { break }
            let tile = TreeTile(level: level, number: count / Int64(TreeTile.width))
            let wanted = Int(count % Int64(TreeTile.width))
            let row = wanted == 0 ? [] : try TreeTile.hashes(of: try read(tile) ?? [])
            guard row.count == wanted else {
                throw StoreError(.damaged, "tile \(tile.number) of level \(level) has not \(wanted) hashes")
            }
            rows.append(row)
            numbers.append(tile.number)
        }
    }

    /// Adds a leaf.
    ///
    /// - Parameters:
    ///   - leaf: Its hash.
    ///   - completed: Told of each tile that is full now, the lowest first.
    mutating func append(_ leaf: Digest, completed: (TreeTile, [Digest]) throws -> Void) rethrows {
        size += 1
        var hash = leaf
        var level = 0
        while true {
            if level == rows.count {
                rows.append([])
                numbers.append(0)
            }
            rows[level].append(hash)
            guard rows[level].count == TreeTile.width else { return }
            try completed(TreeTile(level: level, number: numbers[level]), rows[level])
            hash = TreeTile.root(of: rows[level])
            rows[level].removeAll(keepingCapacity: true)
            numbers[level] += 1
            level += 1
        }
    }

    /// The tiles that are not full, the lowest first; none of them is empty.
    var partialTiles: [(tile: TreeTile, hashes: [Digest])] {
        rows.indices.filter { !rows[$0].isEmpty }.map { (TreeTile(level: $0, number: numbers[$0]), rows[$0]) }
    }

    /// The root of the tree as it is.
    var root: Digest {
        // From the right: what of each level is beside the complete tiles, its largest complete subtrees last.
        var hash: Digest?
        for row in rows {
            var end = row.count
            while end > 0 {
                let count = end & -end
                let subtree = TreeTile.top(of: row[end - count..<end])
                hash = hash.map { MerkleHash.node(subtree, $0) } ?? subtree
                end -= count
            }
        }
        return hash ?? MerkleHash.empty
    }
}

import Testing

@testable import DossierEngine

/// The tree in tiles against the one in a list.
@Suite("A tree in tiles")
struct TreeTileTests {
    /// Tiles in memory.
    private final class Shelf {
        var tiles: [TreeTile: [UInt8]] = [:]
        func read(_ tile: TreeTile) -> [UInt8]? { tiles[tile] }
        func keep(_ frontier: TileFrontier) {
            for (tile, hashes) in frontier.partialTiles { tiles[tile] = TreeTile.bytes(of: hashes) }
        }
    }

    private static let sizes = [1, 2, 255, 256, 257, 511, 512, 700, 1_023, 1_500]

    /// Grows a tree to a number of leaves in batches of some leaves.
    private static func grow(_ leaves: [Digest], to size: Int, by batch: Int) throws -> Shelf {
        let shelf = Shelf()
        var done = 0
        while done < size {
            var frontier = try TileFrontier(size: Int64(done), read: shelf.read)
            let end = min(done + batch, size)
            for leaf in leaves[done..<end] {
                frontier.append(leaf) { tile, hashes in shelf.tiles[tile] = TreeTile.bytes(of: hashes) }
            }
            shelf.keep(frontier)
            done = end
        }
        return shelf
    }

    @Test("gives the root of every size, however its leaves came", arguments: [1, 7, 256, 300, 5_000])
    func roots(batch: Int) throws {
        let leaves = ListedNodes(count: 1_500).leaves
        for size in Self.sizes {
            let shelf = try Self.grow(leaves, to: size, by: batch)
            var nodes = TiledNodes(read: shelf.read)
            let wanted = ListedNodes.hash(of: leaves[..<size])
            #expect(try nodes.root(of: Int64(size)) == wanted, "\(size)")
            #expect(try TileFrontier(size: Int64(size), read: shelf.read).root == wanted, "\(size)")
            let earlier = size / 2 + 1
            #expect(try nodes.root(of: Int64(earlier)) == ListedNodes.hash(of: leaves[..<earlier]), "\(size)")
        }
    }

    @Test("gives proofs that hold, across the borders of tiles and levels")
    func proofs() throws {
        // 66,000 leaves need a third level: 65,536 = 256 × 256.
        let leaves = ListedNodes(count: 66_000).leaves
        let shelf = try Self.grow(leaves, to: leaves.count, by: 4_096)
        #expect(shelf.tiles.keys.map(\.level).max() == 2)
        var generator = SeededGenerator(seed: 7)
        let size = Int64(leaves.count)
        var nodes = TiledNodes(read: shelf.read)
        let root = try nodes.root(of: size)
        for _ in 0..<500 {
            let index = Int64.random(in: 0..<size, using: &generator)
            let fresh = CountingNodes(shelf.tiles)
            let path = try fresh.nodes.inclusionProof(of: index, in: size)
            #expect(MerkleProof.includes(leaves[Int(index)], at: index, in: size, path: path, root: root))
            #expect(fresh.reads.count <= 8, "a proof reads few tiles")
            let first = Int64.random(in: 1..<size, using: &generator)
            let old = (size: first, root: try nodes.root(of: first))
            let proof = try nodes.consistencyProof(from: first, to: size)
            #expect(MerkleProof.extends(old, to: (size, root), proof: proof))
        }
    }

    @Test("a tile that is missing or torn is named, not guessed")
    func damage() throws {
        let leaves = ListedNodes(count: 600).leaves
        let shelf = try Self.grow(leaves, to: 600, by: 100)
        shelf.tiles[TreeTile(level: 0, number: 2)]?.removeLast(32)
        #expect(throws: StoreError.self) { try TileFrontier(size: 600, read: shelf.read) }
        var short = TiledNodes(read: shelf.read)
        #expect(throws: StoreError.self) { try short.root(of: 600) }
        shelf.tiles[TreeTile(level: 0, number: 2)]?.removeLast(5)
        var torn = TiledNodes(read: shelf.read)
        #expect(throws: StoreError.self) { try torn.root(of: 600) }
        shelf.tiles[TreeTile(level: 0, number: 2)] = nil
        var missing = TiledNodes(read: shelf.read)
        #expect(throws: StoreError.self) { try missing.root(of: 600) }
    }

    @Test("a leaf binds the event, its place and the key")
    func leaves() throws {
        let leaf = EventLeaf(key: [UInt8](repeating: 7, count: 32))
        let event = Array("{}".utf8)
        let hash = leaf.hash(of: event, at: 1)
        #expect(hash == MerkleHash.leaf(leaf.salt(of: 1).bytes + Digest.of(event).bytes))
        #expect(hash == EventLeaf.hash(of: event, salt: leaf.salt(of: 1)))
        #expect(hash != leaf.hash(of: event, at: 2))
        #expect(hash != leaf.hash(of: Array("[]".utf8), at: 1))
        #expect(hash != EventLeaf(key: [UInt8](repeating: 8, count: 32)).hash(of: event, at: 1))
    }
}

/// Counts the tiles that were read.
private final class CountingNodes {
    private(set) var reads: [TreeTile] = []
    private let tiles: [TreeTile: [UInt8]]
    lazy var nodes = TiledNodes { [unowned self] tile in
        reads.append(tile)
        return tiles[tile]
    }

    init(_ tiles: [TreeTile: [UInt8]]) { self.tiles = tiles }
}

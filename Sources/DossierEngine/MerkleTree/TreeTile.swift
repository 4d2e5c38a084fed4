/// The place of a tile (ô của cây băm): up to 256 hashes of one level, side by side.
///
/// A tile of level 0 holds hashes of leaves; one of level *n* holds the roots of complete tiles of level *n* − 1.
/// Only the last tile of a level is not full, and a full one never changes. Source: C2SP tlog-tiles.
public struct TreeTile: Hashable, Sendable {
    /// The level, from 0.
    public let level: Int
    /// Its number in the level, from 0.
    public let number: Int64

    /// How many levels of the tree one level of tiles spans.
    static let height = 8
    /// How many hashes a full tile holds.
    public static let width = 1 << height
    /// More levels than any tree of 2^63 leaves has.
    public static let levels = 8

    /// Creates a place.
    public init(level: Int, number: Int64) {
        self.level = level
        self.number = number
    }

    /// How many hashes a level has in a tree of so many leaves.
    static func count(of level: Int, in size: Int64) -> Int64 { size >> Int64(level * height) }

    /// The root of a full tile.
    static func root(of hashes: [Digest]) -> Digest { top(of: hashes[...]) }

    /// The root over 2^n hashes.
    static func top(of hashes: ArraySlice<Digest>) -> Digest {
        var row = Array(hashes)
        while row.count > 1 {
            row = stride(from: 0, to: row.count, by: 2).map { MerkleHash.node(row[$0], row[$0 + 1]) }
        }
        return row[0]
    }

    /// The hashes of a stored tile.
    ///
    /// - Throws: ``StoreError`` of code damaged if it is not made of up to 256 hashes.
    static func hashes(of bytes: [UInt8]) throws -> [Digest] {
        let isWhole = bytes.count % Digest.length == 0 && bytes.count <= width * Digest.length
        let hashes = stride(from: 0, to: bytes.count, by: Digest.length).compactMap { start in
            isWhole ? Digest(bytes: Array(bytes[start..<start + Digest.length])) : nil
        }
        guard isWhole else { throw StoreError(.damaged, "a tile of the tree has \(bytes.count) bytes") }
        return hashes
    }

    /// The stored form of hashes.
    static func bytes(of hashes: [Digest]) -> [UInt8] { hashes.flatMap(\.bytes) }
}

/// The nodes of a tree that lies in tiles, each read once.
struct TiledNodes: MerkleNodes {
    private let read: (TreeTile) throws -> [UInt8]?
    private var known: [TreeTile: [Digest]] = [:]

    /// Creates the nodes of tiles that a closure reads.
    init(read: @escaping (TreeTile) throws -> [UInt8]?) { self.read = read }

    /// The hash over 2^level leaves.
    ///
    /// - Throws: ``StoreError`` of code damaged if a tile is missing or too short.
    mutating func node(level: Int, index: Int64) throws -> Digest {
        let within = level % TreeTile.height
        let first = index << Int64(within)
        let tile = TreeTile(level: level / TreeTile.height, number: first / Int64(TreeTile.width))
        let start = Int(first % Int64(TreeTile.width))
        let hashes = try hashes(of: tile)
        guard start + 1 << within <= hashes.count else {
            throw StoreError(.damaged, "tile \(tile.number) of level \(tile.level) is too short")
        }
        return TreeTile.top(of: hashes[start..<start + 1 << within])
    }

    private mutating func hashes(of tile: TreeTile) throws -> [Digest] {
        if let hashes = known[tile] { return hashes }
        guard let bytes = try read(tile) else {
            throw StoreError(.damaged, "tile \(tile.number) of level \(tile.level) is missing")
        }
        let hashes = try TreeTile.hashes(of: bytes)
        known[tile] = hashes
        return hashes
    }
}

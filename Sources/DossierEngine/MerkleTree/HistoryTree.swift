/// The tree over all events (cây băm lịch sử), which grows behind the writer.
///
/// An append costs the writer nothing: events are hashed from a snapshot, and only the tiles that changed are written,
/// at most 8 KiB for each 256 events.
public struct HistoryTree: Sendable {
    /// How many events one step takes in.
    static let batchSize = 4_096

    private let store: any DossierStore

    /// Creates the tree of a store.
    public init(store: any DossierStore) { self.store = store }

    /// What one step adds.
    private struct Growth: Sendable {
        let from: Int64
        let size: Int64
        let tiles: [TreeTile: [UInt8]]
    }

    /// Takes the next events in.
    ///
    /// - Returns: How many, 0 once all are in, and how many the tree holds then.
    /// - Throws: ``StoreError``, of code damaged if an event is missing from the sequence.
    public func grow() async throws -> (added: Int, size: Int64) {
        let growth = try await store.read { try Self.growth(in: $0) }
        guard growth.size > growth.from else { return (0, growth.size) }
        try await store.transact { transaction in
            // Two services of one store would be a mistake of the program; then the later one has nothing to add.
            guard try transaction.treeSize() == growth.from else { return }
            for (tile, hashes) in growth.tiles { try transaction.put(hashes, as: tile) }
        }
        return (Int(growth.size - growth.from), growth.size)
    }

    private static func growth(in snapshot: any StoreSnapshot) throws -> Growth {
        let size = try snapshot.treeSize()
        var tiles: [TreeTile: [UInt8]] = [:]
        let last = try snapshot.lastSequence()
        guard last >= size else {
            throw StoreError(.damaged, "the tree holds \(size) events, the history only \(last)")
        }
        guard last > size else { return Growth(from: size, size: size, tiles: [:]) }
        let leaf = try snapshot.eventLeaf()
        var frontier = try TileFrontier(size: size) { try snapshot.tile($0) }
        try snapshot.readEvents(after: size, limit: batchSize) { event in
            guard event.sequence == frontier.size + 1 else {
                throw StoreError(.damaged, "event \(frontier.size + 1) is missing from the history")
            }
            frontier.append(leaf.hash(of: event.body, at: event.sequence)) { tiles[$0] = TreeTile.bytes(of: $1) }
        }
        for (tile, hashes) in frontier.partialTiles { tiles[tile] = TreeTile.bytes(of: hashes) }
        return Growth(from: size, size: frontier.size, tiles: tiles)
    }
}

extension StoreSnapshot {
    /// The maker of leaves.
    ///
    /// - Throws: ``StoreError`` of code damaged if the key was never made, or is gone.
    func eventLeaf() throws -> EventLeaf {
        guard let key = try leafKey() else {
            throw StoreError(.damaged, "the key of the tree's leaves is missing")
        }
        return EventLeaf(key: key)
    }

    /// The key of the leaves; nil if it was never made, or is gone.
    func leafKey() throws -> [UInt8]? { try setting(.leafKey).flatMap(Digest.init(hexadecimal:))?.bytes }

    /// The nodes of the tree as it lies in the store.
    func treeNodes() -> TiledNodes { TiledNodes { try tile($0) } }
}

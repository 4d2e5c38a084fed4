/// The check of the stored tiles against the events.
struct TileCheck {
    /// How many leaves the stored tree has.
    var stored: Int64 = 0
    /// The first leaf that differs.
    private(set) var suspect: HistoryCheck.Suspect?
    /// What else is wrong with the tiles.
    private(set) var defects: [String] = []
    private var current: (number: Int64, hashes: [Digest])?

    /// Holds a leaf against its stored tile.
    mutating func take(_ hash: Digest, at index: Int64, in inspection: any StoreInspection) throws {
        guard index < stored, suspect == nil else { return }
        let number = index / Int64(TreeTile.width)
        if current?.number != number {
            let bytes = try inspection.tile(TreeTile(level: 0, number: number)) ?? []
            // A tile that cannot be read has no hashes, and every leaf of it differs.
            current = (number, (try? TreeTile.hashes(of: bytes)) ?? [])
        }
        let place = Int(index % Int64(TreeTile.width))
        guard let hashes = current?.hashes, place < hashes.count, hashes[place] == hash else {
            suspect = HistoryCheck.Suspect(sequence: index + 1, reason: "its leaf of the tree is another")
            return
        }
    }

    /// Holds a complete tile above the leaves against the stored one.
    mutating func compare(_ tile: TreeTile, _ hashes: [Digest], in inspection: any StoreInspection) throws {
        let isComplete = (tile.number + 1) * Int64(TreeTile.width) <= TreeTile.count(of: tile.level, in: stored)
        guard tile.level > 0, suspect == nil, defects.isEmpty, isComplete else { return }
        if try inspection.tile(tile) != TreeTile.bytes(of: hashes) {
            defects.append("history: tile \(tile.number) of level \(tile.level) is not what its leaves give")
        }
    }

    /// Looks for leaves of events that are no more, and at the tiles that are not complete.
    mutating func finish(_ frontier: TileFrontier, in inspection: any StoreInspection) throws {
        if stored > frontier.size, suspect == nil {
            suspect = HistoryCheck.Suspect(
                sequence: frontier.size + 1,
                reason: "it is missing, the tree holds \(stored) events"
            )
        }
        guard suspect == nil, defects.isEmpty else { return }
        for (tile, hashes) in frontier.partialTiles where tile.level > 0 {
            let count = TreeTile.count(of: tile.level, in: stored) - tile.number * Int64(TreeTile.width)
            let wanted = TreeTile.bytes(of: Array(hashes.prefix(Int(max(0, count)))))
            if try (inspection.tile(tile) ?? []).prefix(wanted.count) != wanted[...] {
                defects.append("history: tile \(tile.number) of level \(tile.level) is not what its leaves give")
            }
        }
    }
}

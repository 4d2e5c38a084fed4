/// Proves a history against its tree and its checkpoints (kiểm chứng lịch sử), in one pass over all events in order.
///
/// Chains and heads can be reckoned anew by whoever can write the database; so can the tree. A checkpoint cannot: its
/// root was signed and copied elsewhere. So the first checkpoint whose root differs bounds where the history was
/// changed, and where the tree was not reckoned anew too, its leaf names the very event.
struct HistoryCheck {
    /// What was found of the history.
    struct Finding {
        /// What differs, in words, the first event that does first.
        var defects: [String] = []
        /// How many checkpoints are proved.
        var proved = 0
        /// How many events the last proved one holds.
        var provedEvents: Int64 = 0
        /// The checkpoints of what was openly given up.
        var abandoned: [String] = []
    }

    private var frontier = TileFrontier()
    private var pending: ArraySlice<Checkpoint> = []
    private var good: Int64 = 0
    private var badCheckpoint: Checkpoint?
    private var missing: Int64?
    private var exact: Suspect?
    private var tiles: TileCheck
    private var finding = Finding()
    private let origin: String?

    /// An event that is not what it was, and how that is known.
    struct Suspect {
        let sequence: Int64
        let reason: String
    }

    static let pageSize = 500

    init(_ known: KnownCheckpoints?) {
        origin = known?.origin
        tiles = TileCheck()
        pending = (known?.checkpoints ?? []).sorted { $0.size < $1.size }[...]
    }

    /// Looks at all events.
    ///
    /// - Parameters:
    ///   - inspection: The store as it is.
    ///   - suspects: Events that their chains show to be wrong.
    /// - Returns: What was found.
    /// - Throws: ``StoreError`` if the store cannot be read at all.
    mutating func run(in inspection: any StoreInspection, suspects: [Suspect]) throws -> Finding {
        guard let key = try inspection.leafKey() else {
            let hasTree = try inspection.treeSize() > 0
            if hasTree || !pending.isEmpty {
                finding.defects.append("history: the key of the tree's leaves is missing")
            }
            return finding
        }
        let leaf = EventLeaf(key: key)
        tiles.stored = try inspection.treeSize()
        compareRoots()
        var last: Int64 = 0
        while true {
            var count = 0
            try inspection.readEvents(after: last, limit: Self.pageSize) { event in
                count += 1
                last = event.sequence
                try take(event, leaf: leaf, in: inspection)
            }
            if count < Self.pageSize { break }
        }
        try tiles.finish(frontier, in: inspection)
        finish(suspects: suspects)
        return finding
    }

    /// Takes the next event; one that is missing from the sequence leaves every later leaf at another place.
    private mutating func take(_ event: SequencedEvent, leaf: EventLeaf, in inspection: any StoreInspection) throws {
        let expected = frontier.size + 1
        if event.sequence != expected, missing == nil { missing = expected }
        let hash = leaf.hash(of: event.body, at: event.sequence)
        try tiles.take(hash, at: expected - 1, in: inspection)
        var completed: [(tile: TreeTile, hashes: [Digest])] = []
        frontier.append(hash) { completed.append(($0, $1)) }
        for (tile, hashes) in completed { try tiles.compare(tile, hashes, in: inspection) }
        compareRoots()
    }

    /// Holds every checkpoint of the present size against the root.
    private mutating func compareRoots() {
        guard let next = pending.first, next.size <= frontier.size else { return }
        let root = frontier.root
        while let checkpoint = pending.first, checkpoint.size == frontier.size {
            pending.removeFirst()
            judge(checkpoint, holds: checkpoint.root == root)
        }
    }

    private mutating func judge(_ checkpoint: Checkpoint, holds: Bool) {
        if holds {
            finding.proved += 1
            finding.provedEvents = checkpoint.size
            good = checkpoint.size
            // A root that holds proves all events before it, so an earlier one that did not was wrong itself.
            if let bad = badCheckpoint {
                finding.defects.append("history: the checkpoint of \(bad.size) events is false, a later one holds")
            }
            badCheckpoint = nil
        } else if checkpoint.origin != origin {
            finding.abandoned.append("\(checkpoint.origin), \(checkpoint.size) events")
        } else if badCheckpoint == nil {
            badCheckpoint = checkpoint
        }
    }

    private mutating func finish(suspects: [Suspect]) {
        let events = frontier.size
        for checkpoint in pending { judge(checkpoint, holds: false) }
        let candidates = gap + [tiles.suspect].compactMap { $0 } + suspects
        if let bad = badCheckpoint {
            finding.defects.append(Self.words(for: bad, good: good, events: events, candidates: candidates))
        } else if let first = candidates.min(by: { $0.sequence < $1.sequence }) {
            finding.defects.append("history: the first event that differs is event \(first.sequence): \(first.reason)")
        }
        finding.defects += tiles.defects
    }

    private var gap: [Suspect] {
        missing.map { [Suspect(sequence: $0, reason: "it is missing from the sequence")] } ?? []
    }

    private static func words(for bad: Checkpoint, good: Int64, events: Int64, candidates: [Suspect]) -> String {
        let which = "the checkpoint of \(bad.size) events"
        let known = good == 0 ? "" : ", that of \(good) events does"
        let range = good + 1...max(bad.size, good + 1)
        let inside = candidates.filter { range.contains($0.sequence) }.min { $0.sequence < $1.sequence }
        if let inside {
            return "history: \(which) does not hold\(known): the first event that differs is event "
                + "\(inside.sequence): \(inside.reason)"
        }
        if events < bad.size, events >= good {
            return "history: \(which) does not hold\(known): there are only \(events) events; the first that differs "
                + "is one of the events \(range.lowerBound) to \(events + 1)"
        }
        return "history: \(which) does not hold\(known): the first event that differs is one of the events "
            + "\(range.lowerBound) to \(range.upperBound)"
    }
}

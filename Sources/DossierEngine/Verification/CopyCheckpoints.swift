/// The checkpoints by which a copy is proved (mốc của bản sao lưu): those of the epoch that it belongs to.
///
/// A file holds the checkpoints of every history that was ever given up, and a copy may be of any of them: of the last
/// one, or of an earlier one whose restoration is to be undone. It belongs to the newest epoch whose last checkpoint
/// within the copy is a root of the copy's own tree. Signatures are not looked at here: whoever goes on with what is
/// found verifies by ``KnownCheckpoints``, and there a checkpoint that nobody signed is a defect.
public struct CopyCheckpoints: Sendable {
    /// The most epochs of one file: a restoration each week for nearly two centuries.
    public static let maximumEpochs = 10_000
    /// How many events are read at once.
    private static let pageSize = 500

    /// By what a copy is proved.
    public enum Finding: Hashable, Sendable {
        /// By the file's first so many pieces; where no checkpoint is small enough, there is none among them.
        case pieces(Int)
        /// By nothing: no epoch of the file has the copy's events, so it is of another history or was rewritten.
        case foreign
        /// The file has more than ``maximumEpochs`` epochs.
        case tooManyEpochs
    }

    /// The last checkpoint of an epoch that the copy can hold.
    private struct Candidate {
        let size: Int64
        let root: Digest
        /// How many pieces of the file go with it.
        var pieces: Int
    }

    private let events: Int64
    private var pieces = 0
    private var epochs = 0
    private var origin: String?
    /// How many pieces lie before the first checkpoint, and how many events that one holds.
    private var first: (pieces: Int, size: Int64)?
    /// The candidate of the epoch at hand.
    private var current: Candidate?
    /// Those of earlier epochs, the oldest first.
    private var earlier: [Candidate] = []

    /// Creates an empty collection.
    ///
    /// - Parameter events: How many events the copy has, counted in the copy itself.
    public init(events: Int64) { self.events = events }

    /// Takes a piece of the file, in order.
    public mutating func take(_ piece: CheckpointScanner.Piece) {
        defer { pieces += 1 }
        guard case .checkpoint(let signed) = piece else {
            // What stands behind a checkpoint goes with it, so that nothing unreadable is passed over.
            if current?.pieces == pieces { current?.pieces += 1 }
            return
        }
        let checkpoint = signed.checkpoint
        if first == nil { first = (pieces, checkpoint.size) }
        if checkpoint.origin != origin {
            origin = checkpoint.origin
            epochs += 1
            if let current, epochs <= Self.maximumEpochs { earlier.append(current) }
            current = nil
        }
        guard checkpoint.size <= events else { return }
        current = Candidate(size: checkpoint.size, root: checkpoint.root, pieces: pieces + 1)
    }

    /// Finds the epoch that a copy belongs to; reads its events once, up to the largest checkpoint that it can hold.
    ///
    /// - Parameter inspection: The copy. Its stored tree is not trusted, the roots are reckoned from its events.
    /// - Returns: By what it is proved.
    /// - Throws: ``StoreError`` if the copy cannot be read.
    public func finding(in inspection: any StoreInspection) throws -> Finding {
        guard epochs <= Self.maximumEpochs else { return .tooManyEpochs }
        let candidates = earlier + [current].compactMap { $0 }
        let roots = try Self.roots(of: Set(candidates.map(\.size)), in: inspection)
        if let own = candidates.last(where: { roots[$0.size] == $0.root }) { return .pieces(own.pieces) }
        // A copy of before the first checkpoint of all cannot be told from a foreign one by any of them.
        guard let first else { return .pieces(pieces) }
        return events < first.size ? .pieces(first.pieces) : .foreign
    }

    /// The roots of the trees over the first events, by how many; those that cannot be told are left out.
    private static func roots(
        of sizes: Set<Int64>,
        in inspection: any StoreInspection
    ) throws -> [Int64: Digest] {
        guard let largest = sizes.max(), let key = try inspection.leafKey() else { return [:] }
        let leaf = EventLeaf(key: key)
        var roots: [Int64: Digest] = sizes.contains(0) ? [0: MerkleHash.empty] : [:]
        var frontier = TileFrontier()
        var last: Int64 = 0
        while frontier.size < largest {
            var count = 0
            try inspection.readEvents(after: last, limit: pageSize) { event in
                count += 1
                last = event.sequence
                frontier.append(leaf.hash(of: event.body, at: event.sequence)) { _, _ in }
                if sizes.contains(frontier.size) { roots[frontier.size] = frontier.root }
            }
            if count < pageSize { break }
        }
        return roots
    }
}

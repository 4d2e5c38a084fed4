public import DossierDomain
import Synchronization
import WorkingCalendar

/// What may be asked about the tree over all events (chứng minh lịch sử): proofs for anyone, receipts for those who may
/// see the dossier.
///
/// Proofs are of published trees only, read a few tiles each, and so many at once are reckoned as leave the desk its
/// readers. They are hashes of salted leaves and give away nothing but how many events there are (see ``EventLeaf``),
/// so they need no account.
public struct HistoryProofs: Sendable {
    /// Who signs checkpoints.
    public let keeper: CheckpointKeeper
    private let store: any DossierStore
    private let queries: DossierQueries
    private let statuses: StatusQueries
    private let machineClock: any WallClock
    private let intervalMinutes: Int
    private let underWay = UnderWay()

    /// How many proofs are reckoned at once; one more is refused as busy.
    static let maximumUnderWay = 2

    /// How many are reckoned now.
    private final class UnderWay: Sendable {
        let count = Mutex(0)
    }

    /// Creates the queries.
    public init(
        store: any DossierStore,
        keeper: CheckpointKeeper,
        queries: DossierQueries,
        statuses: StatusQueries,
        machineClock: any WallClock,
        intervalMinutes: Int
    ) {
        self.store = store
        self.keeper = keeper
        self.queries = queries
        self.statuses = statuses
        self.machineClock = machineClock
        self.intervalMinutes = intervalMinutes
    }

    /// The last checkpoint.
    ///
    /// - Throws: ``RequestRefusal/checkpointNotFound(retryAfterSeconds:)`` while there is none.
    public func latest() throws(RequestRefusal) -> SignedCheckpoint {
        guard let latest = keeper.latest else { throw .checkpointNotFound(retryAfterSeconds: secondsToNext) }
        return latest
    }

    /// The proof that the leaf of an index, from 0, stands in the tree of a size.
    ///
    /// - Throws: ``RequestRefusal``; ``StoreError``, of code busy if too many are asked for at once.
    public func inclusion(of index: Int64, in size: Int64) async throws -> [Digest] {
        guard index < size else { throw RequestRefusal.invalidFields([FieldError("index", .outOfRange)]) }
        try checkPublished(size)
        return try await reckon { snapshot in
            var nodes = snapshot.treeNodes()
            return try nodes.inclusionProof(of: index, in: size)
        }
    }

    /// The proof that the tree of a size is the beginning of the tree of another.
    ///
    /// - Throws: ``RequestRefusal``; ``StoreError``, of code busy if too many are asked for at once.
    public func consistency(from first: Int64, to second: Int64) async throws -> [Digest] {
        guard first <= second else { throw RequestRefusal.invalidFields([FieldError("first", .outOfRange)]) }
        try checkPublished(second)
        return try await reckon { snapshot in
            var nodes = snapshot.treeNodes()
            return try nodes.consistencyProof(from: first, to: second)
        }
    }

    /// The proof of an event of a dossier, for staff who may see it.
    ///
    /// - Parameters:
    ///   - position: The event's place among the dossier's, from 1: its registration.
    ///   - code: The dossier.
    ///   - account: Who asks.
    /// - Returns: The proof.
    /// - Throws: As ``DossierQueries/file(_:for:)``; ``RequestRefusal`` if there is no such event, or no checkpoint
    ///   holds it yet.
    public func receipt(of position: Int, in code: DossierCode, for account: Account) async throws -> ReceiptProof {
        let (event, leaf) = try await store.read { [queries] snapshot in
            let (id, _) = try queries.visible(code, to: account, in: snapshot)
            return (try snapshot.event(of: id, at: position), try snapshot.eventLeaf())
        }
        guard let event else { throw RequestRefusal.invalidFields([FieldError("position", .outOfRange)]) }
        return try await proof(of: event, leaf: leaf)
    }

    /// The proof of a dossier's registration, for whoever knows its PIN; wrong ones are slowed as at the look-up.
    ///
    /// - Throws: As ``StatusQueries/status(of:pin:from:)``; ``RequestRefusal`` if no checkpoint holds it yet.
    public func receipt(of code: DossierCode, pin: String, from address: String) async throws -> ReceiptProof {
        _ = try await statuses.status(of: code, pin: pin, from: address)
        let (event, leaf) = try await store.read { snapshot in
            let id = try snapshot.dossier(code)?.id
            return (try id.flatMap { try snapshot.event(of: $0, at: 1) }, try snapshot.eventLeaf())
        }
        guard let event else { throw RequestRefusal.statusNotFound }
        return try await proof(of: event, leaf: leaf)
    }

    private func proof(of event: SequencedEvent, leaf: EventLeaf) async throws -> ReceiptProof {
        let latest = try latest()
        let (index, size) = (event.sequence - 1, latest.checkpoint.size)
        guard index < size else { throw RequestRefusal.checkpointNotFound(retryAfterSeconds: secondsToNext) }
        let proof = ReceiptProof(
            event: event.body,
            salt: leaf.salt(of: event.sequence),
            index: index,
            path: try await inclusion(of: index, in: size),
            checkpoint: latest,
            key: keeper.verifier
        )
        do {
            // Nobody is given a receipt that does not hold.
            _ = try proof.check(by: keeper.verifier)
        } catch {
            throw RequestRefusal.historyForked
        }
        return proof
    }

    private func reckon(
        _ proof: @escaping @Sendable (any StoreSnapshot) throws -> [Digest]
    ) async throws -> [Digest] {
        let isFree = underWay.count.withLock { count -> Bool in
            guard count < Self.maximumUnderWay else { return false }
            count += 1
            return true
        }
        guard isFree else { throw StoreError(.busy, "too many proofs are asked for at once") }
        defer { underWay.count.withLock { $0 -= 1 } }
        return try await store.read(proof)
    }

    private func checkPublished(_ size: Int64) throws(RequestRefusal) {
        if keeper.refusal != nil { throw .historyForked }
        guard size <= (try latest().checkpoint.size) else {
            throw .checkpointNotFound(retryAfterSeconds: secondsToNext)
        }
    }

    /// About how long it is until the next checkpoint.
    private var secondsToNext: Int64 {
        let interval = Int64(intervalMinutes) * 60
        guard let at = keeper.latest?.checkpoint.at else { return min(interval, 60) }
        return max(1, interval - max(0, (machineClock.now.milliseconds - at.milliseconds) / 1000))
    }
}

public import Logging
import Synchronization
import WorkingCalendar

/// Makes checkpoints (lập mốc lịch sử), and never one that contradicts an earlier one.
///
/// Before each signature the last checkpoint of the file is compared with the tree: its events must be the first events
/// of the history, unchanged. If they are not, nothing is signed, and an administrator has to look: either the history
/// was rewritten, or an older backup was restored, after which ``beginEpoch(because:)`` states openly what is given up.
public final class CheckpointKeeper: Sendable {
    /// What came of an attempt.
    public enum Outcome: Hashable, Sendable {
        /// A checkpoint was made.
        case made(SignedCheckpoint)
        /// There is no event that the last one does not hold.
        case nothingNew
        /// The history does not contain the last checkpoint; why, in words.
        case refused(String)
    }

    private struct State {
        var latest: SignedCheckpoint?
        var refusal: String?
    }

    private let store: any DossierStore
    private let log: any CheckpointLog
    private let key: CheckpointKey
    private let machineClock: any WallClock
    private let logger: Logger
    private let state = Mutex(State())
    private let turn = Turn()

    /// Creates a keeper; nothing is read yet.
    public init(
        store: any DossierStore,
        log: any CheckpointLog,
        key: CheckpointKey,
        machineClock: any WallClock,
        logger: Logger
    ) {
        self.store = store
        self.log = log
        self.key = key
        self.machineClock = machineClock
        self.logger = logger
    }

    /// The key by which anyone checks the checkpoints.
    public var verifier: CheckpointVerifier { key.verifier }

    /// The last checkpoint, as far as it was read or made; nil if there is none.
    public var latest: SignedCheckpoint? { state.withLock { $0.latest } }

    /// Why nothing is signed; nil while all is well.
    public var refusal: String? { state.withLock { $0.refusal } }

    /// The earlier checkpoints, as the file has them.
    public func page(
        before place: Int64?,
        limit: Int
    ) async throws -> (checkpoints: [SignedCheckpoint], next: Int64?) {
        try await log.page(before: place, limit: limit)
    }

    /// Reads the last checkpoint and compares it with the history; nothing is signed.
    ///
    /// - Throws: ``CheckpointLogError``, ``StoreError``.
    public func check() async throws {
        try await turn.take { _ = try await compare() }
    }

    /// Makes a checkpoint of the tree as it is, if there is something new.
    ///
    /// - Returns: What came of it.
    /// - Throws: ``CheckpointLogError``, ``StoreError``; then nothing is signed, or what was signed is not published.
    public func make() async throws -> Outcome {
        try await turn.take {
            let (last, found) = try await compare()
            if let refusal { return .refused(refusal) }
            guard found.size > (last?.checkpoint.size ?? 0) else { return .nothingNew }
            let origin = last?.checkpoint.origin ?? key.verifier.name
            return .made(try await sign(Checkpoint(origin: origin, size: found.size, root: found.root, at: now)))
        }
    }

    /// Begins a new epoch after a history that is given up (mở giai đoạn mới): its first checkpoint names the last one
    /// of the old epoch and the reason, so that the file shows for ever what happened.
    ///
    /// - Parameter reason: Why, in one line; see ``CheckpointFork``.
    /// - Returns: The checkpoint, or nil if the history contains the last checkpoint and nothing has to be given up.
    /// - Throws: ``CheckpointLogError`` if the reason cannot be taken or the history is empty; ``StoreError``.
    public func beginEpoch(because reason: String) async throws -> SignedCheckpoint? {
        try await turn.take {
            let (last, found) = try await compare()
            guard let last = last?.checkpoint, refusal != nil else { return nil }
            guard let fork = CheckpointFork(after: last, reason: reason) else {
                throw CheckpointLogError("the reason has to be one line of at most \(CheckpointFork.maximumReason)")
            }
            guard found.size > 0 else { throw CheckpointLogError("there is no event yet") }
            let origin = Self.origin(after: last.origin, name: key.verifier.name)
            let made = try await sign(
                Checkpoint(origin: origin, size: found.size, root: found.root, at: now, fork: fork)
            )
            state.withLock { $0.refusal = nil }
            return made
        }
    }

    /// The origin of the epoch after another: the name itself, then `<name>/epoch-2` and so on.
    static func origin(after origin: String, name: String) -> String {
        let prefix = name + "/epoch-"
        let epoch = origin.hasPrefix(prefix) ? Int64(origin.dropFirst(prefix.count)) ?? 1 : 1
        return prefix + String(epoch + 1)
    }

    private var now: Instant { machineClock.now.roundedDownToSecond }

    private func sign(_ checkpoint: Checkpoint) async throws -> SignedCheckpoint {
        let signed = try SignedCheckpoint(checkpoint, by: key)
        try await log.append(signed)
        state.withLock { $0.latest = signed }
        logger.info("checkpoint made", metadata: ["events": "\(checkpoint.size)", "origin": "\(checkpoint.origin)"])
        return signed
    }

    /// Reads the last checkpoint and the tree, and notes whether one contains the other.
    private func compare() async throws -> (last: SignedCheckpoint?, found: (size: Int64, root: Digest)) {
        let last = try await log.last()
        let found = try await store.read { snapshot -> (size: Int64, root: Digest, rootThen: Digest?) in
            let size = try snapshot.treeSize()
            var nodes = snapshot.treeNodes()
            let root = try nodes.root(of: size)
            guard let then = last?.checkpoint.size, then <= size else { return (size, root, nil) }
            return (size, root, try nodes.root(of: then))
        }
        note(last, refusal: last.flatMap { refusal(of: $0, size: found.size, rootThen: found.rootThen) })
        return (last, (found.size, found.root))
    }

    private func refusal(of last: SignedCheckpoint, size: Int64, rootThen: Digest?) -> String? {
        guard last.isSigned(by: key.verifier) else { return "the last checkpoint is not signed by this key" }
        guard let rootThen else {
            return "the last checkpoint holds \(last.checkpoint.size) events, the history only \(size)"
        }
        guard rootThen == last.checkpoint.root else {
            return "the first \(last.checkpoint.size) events are not those of the last checkpoint"
        }
        return nil
    }

    private func note(_ last: SignedCheckpoint?, refusal: String?) {
        let before = state.withLock { state -> String? in
            defer {
                state.latest = last
                state.refusal = refusal
            }
            return state.refusal
        }
        guard let refusal, refusal != before else { return }
        let isForeign = last?.isSigned(by: key.verifier) == false
        logger.error(
            isForeign
                ? "the last checkpoint is signed by another key: no more are signed; put that key back, see README"
                : "the history does not contain the last checkpoint: no more are signed; run motcua verify, see README",
            metadata: ["reason": "\(refusal)"]
        )
    }
}

import Dispatch
import DossierEngine
import Synchronization

/// The queue to the single writer (gom ghi): changes that come while a commit is under way share the next one.
///
/// Nobody is answered before the commit that holds his change is on disk. The queue is bounded; a caller who finds it
/// full is refused at once. A caller's cancellation after that changes nothing: the answer tells what happened.
final class GroupCommit: Sendable {
    private struct State {
        var waiting: [QueuedChange] = []
        /// Whether the writer is at work.
        var isDraining = false
        /// Why nothing is taken any more; nil while changes are taken.
        var refusal: StoreError?
        /// Who waits for the queue to be empty.
        var waitingForEmpty: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let hasFailed = Atomic(false)
    /// Of the default class: a higher one asks the system for a priority that it gives to root alone, and says so in
    /// the log for each thread.
    private let thread = DispatchQueue(label: "motcua.store.writer", qos: .default)
    private let writer: BatchWriter
    private let capacity: Int
    private let batchSize: Int
    private let observe: @Sendable (CommitBatch) -> Void
    private let onFailure: @Sendable (StoreError) -> Void

    /// Creates the queue.
    ///
    /// - Parameters:
    ///   - writer: What runs and commits a batch.
    ///   - capacity: How many changes may wait, 1 or more.
    ///   - batchSize: How many changes one commit holds at most, 1 or more.
    ///   - observe: Told of every commit.
    ///   - onFailure: Told that nothing is written any more.
    init(
        writer: BatchWriter,
        capacity: Int,
        batchSize: Int,
        observe: @escaping @Sendable (CommitBatch) -> Void,
        onFailure: @escaping @Sendable (StoreError) -> Void
    ) {
        self.writer = writer
        self.capacity = max(1, capacity)
        self.batchSize = max(1, batchSize)
        self.observe = observe
        self.onFailure = onFailure
    }

    /// Whether the disk failed at a commit, after which nothing may be written.
    var isFailed: Bool { hasFailed.load(ordering: .sequentiallyConsistent) }

    /// Queues a change, or answers at once why not.
    func submit(_ change: QueuedChange) {
        let (refusal, wakes) = state.withLock { state -> (StoreError?, Bool) in
            if let refusal = state.refusal { return (refusal, false) }
            guard state.waiting.count < capacity else {
                return (StoreError(.busy, "\(capacity) changes already wait for the writer"), false)
            }
            state.waiting.append(change)
            defer { state.isDraining = true }
            return (nil, !state.isDraining)
        }
        if let refusal { change.fail(refusal) }
        if wakes { thread.async { self.drain() } }
    }

    /// Takes no further change and returns when every one taken before has been answered; may be called twice.
    func shutDown() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.refusal == nil { state.refusal = StoreError(.unavailable, "the store is closing") }
                if state.isDraining { state.waitingForEmpty.append(continuation) }
                return !state.isDraining
            }
            if isEmpty { continuation.resume() }
        }
    }

    private func drain() {
        while let batch = nextBatch() {
            let outcome = writer.commit(batch)
            if let refusal = outcome.refusal { refuseAll(refusal) }
            for reply in outcome.replies { reply() }
            observe(outcome.batch)
            // After the answers, so that no caller waits for it; and nothing more after a disk that failed.
            guard let failure = outcome.refusal ?? writer.boundLog() else { continue }
            refuseAll(failure)
            hasFailed.store(true, ordering: .sequentiallyConsistent)
            onFailure(failure)
        }
    }

    private func nextBatch() -> [QueuedChange]? {
        let (batch, told) = state.withLock { state -> ([QueuedChange], [CheckedContinuation<Void, Never>]) in
            let batch = Array(state.waiting.prefix(batchSize))
            state.waiting.removeFirst(batch.count)
            guard batch.isEmpty else { return (batch, []) }
            state.isDraining = false
            defer { state.waitingForEmpty = [] }
            return ([], state.waitingForEmpty)
        }
        for continuation in told { continuation.resume() }
        return batch.isEmpty ? nil : batch
    }

    /// Refuses what waits and whatever comes after it.
    private func refuseAll(_ refusal: StoreError) {
        let refused = state.withLock { state in
            state.refusal = refusal
            defer { state.waiting = [] }
            return state.waiting
        }
        for change in refused { change.fail(refusal) }
    }
}

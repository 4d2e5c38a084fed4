import Dispatch
import Synchronization

/// The disk under a folder of files (đĩa của một thư mục): blocking calls one after the other, on their own thread.
///
/// What hangs in the system, as on a dead network share, can be neither answered nor broken off. It keeps this one
/// thread and nobody else's: whoever waits gives up, and until it ends further calls are refused at once.
final class FolderDisk: Sendable {
    /// How long the disk usually may take for what is written or read.
    static let usualBound = Duration.seconds(30)
    /// Calls that may be there at once, the one under way included; there are more only where the disk is too slow.
    static let maximumCalls = 16

    /// What became of a call.
    enum Outcome<Value: Sendable>: Sendable {
        /// It ended with this.
        case done(Value)
        /// It was not begun and never will be: the disk hangs over an earlier one, or has too many to do.
        case refused
        /// It did not end in time, and may still go on.
        case late
    }

    private struct State {
        var calls = 0
        /// Whether somebody gave up waiting for the call that is under way, and none has ended since.
        var hangs = false
    }

    private let queue = DispatchQueue(label: "motcua.texts.folder", qos: .utility)
    private let state = Mutex(State())
    private let bound: Duration

    /// Creates one on which nothing is done yet.
    ///
    /// - Parameter bound: How long it may take for what is written or read.
    init(bound: Duration = FolderDisk.usualBound) { self.bound = bound }

    /// Runs blocking calls after those that were given before.
    ///
    /// - Parameters:
    ///   - bound: How long they are waited for, if not as long as for what is written or read; a cancelled caller waits
    ///     no longer.
    ///   - work: The calls.
    /// - Returns: What became of them.
    func run<Value: Sendable>(
        within bound: Duration? = nil,
        _ work: @escaping @Sendable () -> Value
    ) async -> Outcome<Value> {
        guard enter() else { return .refused }
        let bound = bound ?? self.bound
        let call = DiskCall<Value>()
        queue.async {
            call.carryOut(work)
            self.leave()
        }
        return await withTaskGroup(of: Outcome<Value>?.self) { group in
            group.addTask { await call.outcome() }
            group.addTask {
                // A cancelled sleep ends early, as the waiting then does.
                try? await Task.sleep(for: bound)
                self.giveUp(call)
                return nil
            }
            for await outcome in group {
                group.cancelAll()
                if let outcome { return outcome }
            }
            return .late
        }
    }

    private func enter() -> Bool {
        state.withLock { state in
            guard !state.hangs, state.calls < Self.maximumCalls else { return false }
            state.calls += 1
            return true
        }
    }

    /// A call that is given up comes here later, so that what it noted is never left behind.
    private func giveUp<Value>(_ call: DiskCall<Value>) {
        state.withLock { state in
            if call.giveUp() { state.hangs = true }
        }
    }

    private func leave() {
        state.withLock { state in
            state.calls -= 1
            state.hangs = false
        }
    }
}

/// A call to the disk: in line, then under way, and over once it has ended or nobody waits for it.
private final class DiskCall<Value: Sendable>: Sendable {
    typealias Outcome = FolderDisk.Outcome<Value>

    private struct State {
        var isUnderWay = false
        var outcome: Outcome?
        var waiting: CheckedContinuation<Outcome, Never>?
    }

    private let state = Mutex(State())

    /// What becomes of it; only one may wait.
    func outcome() async -> Outcome {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state -> Outcome? in
                if state.outcome == nil { state.waiting = continuation }
                return state.outcome
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    /// Does the work, unless nobody waits for it any more.
    func carryOut(_ work: () -> Value) {
        let isWanted = state.withLock { state -> Bool in
            state.isUnderWay = state.outcome == nil
            return state.isUnderWay
        }
        guard isWanted else { return }
        let value = work()
        end { _ in .done(value) }
    }

    /// Waits no longer; what is still in line is then never begun.
    ///
    /// - Returns: Whether it was under way and had not ended; of what waits in line nobody knows if the disk hangs.
    func giveUp() -> Bool {
        var wasUnderWay = false
        let hadNotEnded = end { isUnderWay in
            wasUnderWay = isUnderWay
            return isUnderWay ? .late : .refused
        }
        return hadNotEnded && wasUnderWay
    }

    /// Ends it, unless it has ended.
    @discardableResult
    private func end(_ outcome: (_ isUnderWay: Bool) -> Outcome) -> Bool {
        let ending = state.withLock { state -> (Outcome, CheckedContinuation<Outcome, Never>?)? in
            guard state.outcome == nil else { return nil }
            let ending = outcome(state.isUnderWay)
            state.outcome = ending
            return (ending, state.waiting)
        }
        guard let (outcome, waiting) = ending else { return false }
        waiting?.resume(returning: outcome)
        return true
    }
}

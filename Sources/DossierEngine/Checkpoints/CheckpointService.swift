public import Logging
import Metrics
public import ServiceLifecycle
import Synchronization
import WorkingCalendar

/// Lets the tree grow behind the writer and makes checkpoints on a schedule and at the end (dịch vụ lập mốc lịch sử).
public struct CheckpointService: Service {
    /// How long it waits once all events are in the tree, in milliseconds.
    static let pauseMilliseconds: Int64 = 1_000
    /// How many steps of growth an end waits for: a million events; the rest is taken in by the next start.
    static let lastSteps = 256
    /// How long it waits after a failure before it tries again, in milliseconds.
    static let retryMilliseconds: Int64 = 60_000

    private let tree: HistoryTree
    private let keeper: CheckpointKeeper
    private let machineClock: any WallClock
    private let interval: Int64
    private let pace: any ServicePace
    private let logger: Logger
    private let progress = Progress()

    /// What was tried when, so that a failing file is not tried again each second.
    private final class Progress: Sendable {
        struct State {
            var isChecked = false
            /// The last attempt, and the time until the next one in milliseconds.
            var attempt: (at: Instant, wait: Int64)?
            /// The failure that was logged last.
            var failure = ""
            /// Whether a last checkpoint was tried without being cut off.
            var isOver = false
        }

        let state = Mutex(State())
    }

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - store: Where events and tree are.
    ///   - keeper: Who signs.
    ///   - machineClock: The time by which the schedule runs.
    ///   - intervalMinutes: The least time between two checkpoints.
    ///   - pace: How it waits.
    ///   - logger: Where it logs.
    public init(
        store: any DossierStore,
        keeper: CheckpointKeeper,
        machineClock: any WallClock,
        intervalMinutes: Int,
        pace: any ServicePace,
        logger: Logger
    ) {
        tree = HistoryTree(store: store)
        self.keeper = keeper
        self.machineClock = machineClock
        interval = Int64(intervalMinutes) * 60_000
        self.pace = pace
        self.logger = logger
    }

    /// Works until the service is shut down, then makes a last checkpoint.
    public func run() async throws {
        await pace.repeating(pause: Self.pauseMilliseconds, { try await round() }, onFailure: fail)
        await makeLast()
    }

    /// Takes in what there is and makes a last checkpoint, unless that was tried undisturbed before.
    ///
    /// ``run()`` ends with it. Where it was cut off, it is for whoever cut it off to call this again once nothing else
    /// works any more.
    public func makeLast() async {
        guard !progress.state.withLock({ $0.isOver }) else { return }
        do {
            var steps = 0
            while try await tree.grow().added > 0, steps < Self.lastSteps { steps += 1 }
            try await make()
        } catch {
            fail(error)
        }
        // Cut off with all else, it may have come before the last events of the others.
        if !Task.isCancelled { progress.state.withLock { $0.isOver = true } }
    }

    /// Takes the next events in; once all are in, makes a checkpoint if one is due.
    ///
    /// - Returns: How many events were taken in.
    /// - Throws: ``CheckpointLogError``, ``StoreError``.
    public func round() async throws -> Int {
        defer { measure() }
        let (added, size) = try await tree.grow()
        guard added == 0 else { return added }
        if isDue(with: size) { try await attempt() }
        progress.state.withLock { $0.failure = "" }
        return 0
    }

    /// Whether there is something new to sign and so much time has passed, or nothing was compared yet.
    private func isDue(with size: Int64) -> Bool {
        let now = machineClock.now.milliseconds
        let latest = keeper.latest?.checkpoint
        return progress.state.withLock { state in
            guard state.isChecked || state.attempt != nil else { return true }
            guard size != latest?.size || keeper.refusal != nil else { return false }
            // A clock that was set back must not stop the schedule.
            if let (at, wait) = state.attempt { return !(0..<wait).contains(now - at.milliseconds) }
            guard let at = latest?.at else { return true }
            return !(0..<interval).contains(now - at.milliseconds)
        }
    }

    /// The first time after a start the file is only compared with the history, unless a checkpoint is due.
    private func attempt() async throws {
        let now = machineClock.now
        progress.state.withLock { $0.attempt = (now, min(interval, Self.retryMilliseconds)) }
        if progress.state.withLock({ !$0.isChecked }) {
            try await keeper.check()
            progress.state.withLock { state in
                state.isChecked = true
                state.attempt = nil
            }
            return
        }
        try await make()
        progress.state.withLock { $0.attempt = (now, interval) }
    }

    private func make() async throws {
        guard case .refused(let reason) = try await keeper.make() else { return }
        logger.error("no checkpoint was signed; run motcua verify, see README", metadata: ["reason": "\(reason)"])
    }

    private func fail(_ error: any Error) {
        // Something else ended the program before it began, a taken port for example.
        if error is CancellationError { return }
        Counter(label: "motcua_checkpoint_failures_total").increment()
        let text = "\(error)"
        // The same failure each second would bury all else.
        let isKnown = progress.state.withLock { state in
            defer { state.failure = text }
            return state.failure == text
        }
        guard !isKnown else { return }
        logger.error("the tree or its checkpoints cannot be written", metadata: ["error": "\(text)"])
    }

    private func measure() {
        Gauge(label: "motcua_checkpoint_refused").record(keeper.refusal == nil ? 0 : 1)
        guard let latest = keeper.latest?.checkpoint else { return }
        Gauge(label: "motcua_checkpoint_events").record(latest.size)
        guard let at = latest.at else { return }
        let age = max(0, machineClock.now.milliseconds - at.milliseconds)
        Gauge(label: "motcua_checkpoint_age_seconds").record(Double(age) / 1000)
    }
}

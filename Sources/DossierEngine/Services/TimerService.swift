import DossierDomain
public import Logging
import Metrics
public import ServiceLifecycle
import Synchronization
import WorkingCalendar

/// Fires the timers whose instant has come (dịch vụ hẹn giờ), also those that came while the program was off.
///
/// Each rung is a command like any other: it is recorded once, in order, in the transaction that takes its timer away.
public struct TimerService: Service {
    /// How many dossiers are handled in one transaction.
    static let batchSize = 64
    /// The longest pause between two looks, in milliseconds, however far the next timer is.
    static let idleMilliseconds: Int64 = 1_000

    private let store: any DossierStore
    private let rules: Rules
    private let clock: any WallClock
    private let recorder: DossierRecorder
    private let pace: any ServicePace
    private let logger: Logger
    private let lateness = Metrics.Timer(label: "motcua_timer_lateness")
    /// Dossiers whose timer could not be fired since the start, because what is stored of them is damaged.
    private let setAside = DamagedDossiers()

    /// Creates the service.
    public init(
        store: any DossierStore,
        rules: Rules,
        clock: any WallClock,
        pace: any ServicePace,
        logger: Logger
    ) {
        self.store = store
        self.rules = rules
        self.clock = clock
        self.pace = pace
        self.logger = logger
        recorder = DossierRecorder(rules: rules)
    }

    /// Fires timers until the service is shut down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await fireDue()
                    try await pace.wait(milliseconds: try await pause())
                } catch is CancellationError {
                    return
                } catch {
                    Counter(label: "motcua_timer_failures_total").increment()
                    logger.error("timers could not be fired; trying again", metadata: ["error": "\(error)"])
                    do { try await pace.wait(milliseconds: Self.idleMilliseconds) } catch { return }
                }
            }
        }
    }

    /// Fires every timer whose instant has come.
    ///
    /// - Returns: How many rungs were recorded.
    /// - Throws: ``StoreError``, `CancellationError`.
    @discardableResult
    public func fireDue() async throws -> Int {
        var fired = 0
        while !Task.isCancelled {
            let batch = try await store.transact { [self] in try fireBatch(in: $0) }
            fired += batch.rungs
            if batch.timers < Self.batchSize { break }
        }
        return fired
    }

    private func pause() async throws -> Int64 {
        guard let next = try await store.read({ try $0.nextTimer() }) else { return Self.idleMilliseconds }
        return min(max(next.milliseconds - clock.now.milliseconds, 1), Self.idleMilliseconds)
    }

    private func fireBatch(in transaction: any StoreTransaction) throws -> (timers: Int, rungs: Int) {
        let now = clock.now
        let damaged = setAside.all
        let due = try transaction.dueTimers(until: now, limit: Self.batchSize + damaged.count)
            .filter { !damaged.contains($0.dossier) }
            .prefix(Self.batchSize)
        var rungs = 0
        for timer in due {
            guard let dossier = readable(timer, in: transaction) else { continue }
            rungs += try fire(timer, of: dossier, now: now, in: transaction)
        }
        return (due.count, rungs)
    }

    /// The dossier of a timer; one that cannot be read is set aside, so that it stops no other.
    private func readable(_ timer: DueTimer, in transaction: any StoreTransaction) -> Dossier? {
        do {
            guard let stored = try transaction.dossier(timer.dossier) else {
                throw StoreError(.damaged, "a timer names dossier \(timer.dossier.number), which is missing")
            }
            return try DossierCodec.decode(stored.state)
        } catch {
            setAside.add(timer.dossier)
            Counter(label: "motcua_timers_set_aside_total").increment()
            logger.error(
                "a dossier's timers cannot be fired; run verify",
                metadata: ["dossier.number": "\(timer.dossier.number)", "error": "\(error)"]
            )
            return nil
        }
    }

    /// Records every rung of one dossier whose instant has come, in the order of their instants.
    private func fire(
        _ timer: DueTimer,
        of stored: Dossier,
        now: Instant,
        in transaction: any StoreTransaction
    ) throws -> Int {
        var dossier = stored
        let context = try rules.context(for: dossier.registration.procedure, actor: .timer, now: now)
        var fired = 0
        // Each rung recorded takes one timer away, so the loop ends; the ladder's length bounds it.
        while let next = dossier.timers.filter({ $0.fireAt <= now }).min(by: { $0.fireAt < $1.fireAt }) {
            guard let event = try FireRung(rung: next.rung).decide(on: dossier, in: context) else { break }
            dossier = try recorder.record(event, on: dossier, id: timer.dossier, in: transaction)
            lateness.recordMilliseconds(now.milliseconds - next.fireAt.milliseconds)
            logger.info(
                "rung fired",
                metadata: [
                    "dossier.id": "\(dossier.code)", "rung": "\(next.rung.storedName)",
                    "late.ms": "\(now.milliseconds - next.fireAt.milliseconds)",
                ]
            )
            fired += 1
        }
        return fired
    }
}

/// Dossiers that cannot be read, bounded by how many damages a database can have and still start.
private final class DamagedDossiers: Sendable {
    /// How many are remembered; beyond that the oldest are tried again.
    private static let maximum = 1_000

    private let numbers = Mutex<[StreamID]>([])

    var all: Set<StreamID> { numbers.withLock { Set($0) } }

    func add(_ number: StreamID) {
        numbers.withLock { numbers in
            numbers.append(number)
            if numbers.count > Self.maximum { numbers.removeFirst() }
        }
    }
}

import DossierDomain
public import Logging
import Metrics
public import ServiceLifecycle
import Synchronization
import WorkingCalendar

/// Fires the timers whose instant has come (dịch vụ hẹn giờ), also those that came while the program was off.
///
/// Each rung is a command like any other: it is recorded once, in order, in the transaction that takes its timer away.
/// While many are due, what the next ones come to is worked out beside the transaction of those before them, which
/// takes it only where nothing has changed since.
public struct TimerService: Service {
    /// The longest pause between two looks, in milliseconds, however far the next timer is.
    static let idleMilliseconds: Int64 = 1_000

    private let store: any DossierStore
    private let clock: any WallClock
    private let firing: RungFiring
    private let digest: LateDigest
    private let pace: any ServicePace
    private let logger: Logger
    private let batchSize: Int
    /// Dossiers whose timer could not be fired since the start, because what is stored of them is damaged.
    private let damaged = DamagedDossiers()

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - store: Where the dossiers are.
    ///   - rules: By what they are decided.
    ///   - clock: The service's clock.
    ///   - pace: How it waits.
    ///   - logger: Where it tells what it does.
    ///   - batchSize: How many dossiers are handled in one transaction, 1 or more.
    public init(
        store: any DossierStore,
        rules: Rules,
        clock: any WallClock,
        pace: any ServicePace,
        logger: Logger,
        batchSize: Int = 64
    ) {
        self.store = store
        self.clock = clock
        self.pace = pace
        self.logger = logger
        self.batchSize = batchSize
        firing = RungFiring(rules: rules)
        digest = LateDigest(rules: rules)
    }

    /// Fires timers until the service is shut down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var isDigestArmed = false
            while !Task.isCancelled {
                do {
                    if !isDigestArmed {
                        try await store.transact { [self] in try digest.armIfLate(at: clock.now, in: $0) }
                        isDigestArmed = true
                    }
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
    /// - Returns: How many timers fired, those of rungs and that of the digest.
    /// - Throws: ``StoreError``, `CancellationError`.
    @discardableResult
    public func fireDue() async throws -> Int {
        var fired = 0
        var ahead = Ahead()
        while !Task.isCancelled {
            do {
                let (batch, next) = try await fireBatch(with: ahead)
                ahead = next
                fired += batch.rungs
                if batch.timers < batchSize { break }
            } catch is SetAside {
                // Nothing of the batch was written; it is tried again without the dossier that spoilt it.
                continue
            }
        }
        // After the rungs, so that whatever became overdue before the morning stands in its digest.
        let hasDigest = try await store.transact { [self] in try digest.fire(at: clock.now, in: $0) }
        return hasDigest ? fired + 1 : fired
    }

    private func pause() async throws -> Int64 {
        guard let next = try await store.read({ try $0.nextTimer() }) else { return Self.idleMilliseconds }
        let wait = next.milliseconds - clock.now.milliseconds
        // What is due still after all were fired belongs to a dossier set aside: that is not worth a hurry.
        return wait > 0 ? min(wait, Self.idleMilliseconds) : Self.idleMilliseconds
    }

    /// Fires one batch; meanwhile the one after it is worked out, if the one before it was full.
    private func fireBatch(with ahead: Ahead) async throws -> (batch: (timers: Int, rungs: Int), next: Ahead) {
        let hasNone = ahead.isWorthwhile && ahead.plans.isEmpty
        let ready = hasNone ? await plans(beyond: []) : ahead.plans
        async let next = ahead.isWorthwhile ? plans(beyond: Set(ready.keys)) : [:]
        let batch = try await store.transact { [self] in try carryOut(ready, in: $0) }
        return (batch, Ahead(plans: await next, isWorthwhile: batch.timers == batchSize))
    }

    /// Works out what the rungs of the most urgent dossiers come to, those left aside that are being fired; of what
    /// cannot be read or decided there is no plan, and the batch that meets it looks for itself and tells why.
    ///
    /// A batch waits for the plans of the next one, and so for one of the store's readers to be free.
    private func plans(beyond dossiers: Set<StreamID>) async -> [StreamID: FiringPlan] {
        let now = clock.now
        let others = dossiers.union(damaged.all)
        // As above.
        let plans = try? await store.read { [self] snapshot in
            var attendance = Attendance(in: snapshot, at: now)
            var plans: [StreamID: FiringPlan] = [:]
            for timer in try snapshot.dueTimers(until: now, limit: batchSize + others.count)
            where plans.count < batchSize && !others.contains(timer.dossier) {
                guard let stored = try snapshot.dossier(timer.dossier) else { continue }
                // As above.
                plans[timer.dossier] = try? plan(for: stored, now: now, &attendance, in: snapshot)
            }
            return plans
        }
        return plans ?? [:]
    }

    private func plan(
        for stored: StoredDossier,
        now: Instant,
        _ attendance: inout Attendance,
        in snapshot: any StoreSnapshot
    ) throws -> FiringPlan {
        let dossier = try DossierCodec.decode(stored.state)
        let head = try snapshot.head(of: stored.id)
        return try firing.plan(for: dossier, behind: head, absent: attendance.absent(from: dossier), now: now)
    }

    /// Fires one batch in a transaction, by the plans that still fit.
    private func carryOut(
        _ plans: [StreamID: FiringPlan],
        in transaction: any StoreTransaction
    ) throws -> (timers: Int, rungs: Int) {
        let now = clock.now
        let damaged = damaged.all
        let due = try transaction.dueTimers(until: now, limit: batchSize + damaged.count)
            .filter { !damaged.contains($0.dossier) }
            .prefix(batchSize)
        var attendance = Attendance(in: transaction, at: now)
        var rungs = 0
        for timer in due {
            rungs += try fire(timer, by: plans[timer.dossier], &attendance, now: now, in: transaction)
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
            setAside(timer, because: error)
            return nil
        }
    }

    private func setAside(_ timer: DueTimer, because error: any Error) {
        damaged.add(timer.dossier)
        Counter(label: "motcua_timers_set_aside_total").increment()
        logger.error(
            "a dossier's timers cannot be fired; run verify",
            metadata: ["dossier.number": "\(timer.dossier.number)", "error": "\(error)"]
        )
    }

    /// Records every rung of one dossier whose instant has come, by the plan for it if that still fits.
    private func fire(
        _ timer: DueTimer,
        by plan: FiringPlan?,
        _ attendance: inout Attendance,
        now: Instant,
        in transaction: any StoreTransaction
    ) throws -> Int {
        do {
            if let plan, try plan.fits(&attendance, at: now, in: transaction) {
                return told(try firing.carryOut(plan, in: transaction), of: plan.dossier)
            }
            guard let dossier = readable(timer, in: transaction) else { return 0 }
            let fired = try firing.fireDue(of: dossier, id: timer.dossier, now: now, in: transaction).fired
            return told(fired, of: dossier)
        } catch let error as StoreError where error.concernsAll {
            throw error
        } catch {
            setAside(timer, because: error)
            throw SetAside()
        }
    }

    /// Tells the log of rungs that fired.
    ///
    /// - Returns: How many.
    private func told(_ fired: [(rung: Rung, lateMilliseconds: Int64)], of dossier: Dossier) -> Int {
        for (rung, late) in fired {
            logger.info(
                "rung fired",
                metadata: ["dossier.id": "\(dossier.code)", "rung": "\(rung.storedName)", "late.ms": "\(late)"]
            )
        }
        return fired.count
    }
}

/// What was worked out for the next batch (kế hoạch cho đợt tới).
private struct Ahead: Sendable {
    var plans: [StreamID: FiringPlan] = [:]
    /// Whether it pays to work out the batch after that one, too: not before a batch was full.
    var isWorthwhile = false
}

/// What ends a batch in which a dossier turned out to be damaged after something of it was written.
private struct SetAside: Error {}

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

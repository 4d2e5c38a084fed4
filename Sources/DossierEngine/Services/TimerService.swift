import DossierDomain
public import Logging
import Metrics
public import ServiceLifecycle
import WorkingCalendar

/// Fires the timers whose instant has come (dịch vụ hẹn giờ), also those that came while the program was off.
///
/// Each rung is a command like any other: it is recorded once, in order, in the transaction that takes its timer away.
/// While many are due, what the next ones come to is worked out beside the transaction of those before them, which
/// takes it only where nothing has changed since.
///
/// A dossier whose record is damaged stops no other: a look walks on behind it, and then it steps aside, a minute at
/// first and an hour at most.
public struct TimerService: Service {
    /// The longest pause between two looks, in milliseconds, however far the next timer is.
    static let idleMilliseconds: Int64 = 1_000

    private let store: any DossierStore
    private let clock: any WallClock
    private let machineClock: any WallClock
    private let firing: RungFiring
    private let digest: LateDigest
    private let pace: any ServicePace
    private let logger: Logger
    private let batchSize: Int
    /// Dossiers whose timers could not be fired, because what is stored of them is damaged.
    private let damaged: DamagedDossiers

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - store: Where the dossiers are.
    ///   - rules: By what they are decided.
    ///   - clock: The service's clock.
    ///   - machineClock: The time of the machine, by which damaged dossiers step aside.
    ///   - pace: How it waits.
    ///   - logger: Where it tells what it does.
    ///   - batchSize: How many dossiers are handled in one transaction, 1 or more.
    ///   - damagedLimit: How many damaged dossiers are remembered to step aside; others are met anew at each look.
    public init(
        store: any DossierStore,
        rules: Rules,
        clock: any WallClock,
        machineClock: any WallClock,
        pace: any ServicePace,
        logger: Logger,
        batchSize: Int = 64,
        damagedLimit: Int = 10_000
    ) {
        self.store = store
        self.clock = clock
        self.machineClock = machineClock
        self.pace = pace
        self.logger = logger
        self.batchSize = batchSize
        firing = RungFiring(rules: rules)
        digest = LateDigest(rules: rules)
        damaged = DamagedDossiers(maximum: damagedLimit)
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
                    let looked = clock.now
                    try await fireDue()
                    try await pace.wait(milliseconds: try await pause(after: looked))
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
        var walk = Walk(size: batchSize)
        // Each round goes on behind the one before it, or is shorter than that: so it comes to an end.
        while !Task.isCancelled {
            do {
                let (batch, next) = try await fireBatch(of: walk, with: ahead)
                ahead = next
                fired += batch.fired.count
                guard let last = batch.last, batch.timers == walk.size else { break }
                walk = Walk(after: last, size: batchSize)
            } catch let spoilt as SpoiltBatch {
                // Nothing of the batch was written: what comes before the dossier that spoilt it is fired by itself.
                walk =
                    spoilt.position > 0
                    ? Walk(after: walk.after, size: spoilt.position) : Walk(after: spoilt.timer, size: batchSize)
            }
        }
        // After the rungs, so that whatever became overdue before the morning stands in its digest.
        let hasDigest = try await store.transact { [self] in try digest.fire(at: clock.now, in: $0) }
        return hasDigest ? fired + 1 : fired
    }

    /// How long to wait after a look for the next timer that it cannot have met.
    ///
    /// What was due before it and is so still belongs to damaged dossiers: that is not worth a hurry.
    private func pause(after looked: Instant) async throws -> Int64 {
        guard let next = try await store.read({ try $0.nextTimer(after: looked) }) else { return Self.idleMilliseconds }
        return min(max(next.milliseconds - clock.now.milliseconds, 0), Self.idleMilliseconds)
    }

    /// Fires one batch; meanwhile the one after it is worked out, if the one before it was full.
    private func fireBatch(of walk: Walk, with ahead: Ahead) async throws -> (batch: Batch, next: Ahead) {
        let hasNone = ahead.isWorthwhile && ahead.plans.isEmpty
        let ready = hasNone ? await plans(of: walk, beyond: []) : ahead.plans
        async let next = ahead.isWorthwhile ? plans(of: walk, beyond: Set(ready.keys)) : [:]
        let batch = try await store.transact { [self] in try carryOut(ready, of: walk, in: $0) }
        tell(batch.fired)
        return (batch, Ahead(plans: await next, isWorthwhile: batch.timers == batchSize))
    }

    /// Works out what the rungs of the most urgent dossiers come to, those left aside that are being fired; of what
    /// cannot be read or decided there is no plan, and the batch that meets it looks for itself and tells why.
    ///
    /// A batch waits for the plans of the next one, and so for one of the store's readers to be free.
    private func plans(of walk: Walk, beyond dossiers: Set<StreamID>) async -> [StreamID: FiringPlan] {
        let now = clock.now
        let others = dossiers.union(damaged.aside(at: machineClock.now))
        // As above.
        let plans = try? await store.read { [self] snapshot in
            var attendance = Attendance(in: snapshot, at: now)
            var plans: [StreamID: FiringPlan] = [:]
            let timers = try snapshot.dueTimers(until: now, after: walk.after, limit: batchSize + others.count)
            for timer in timers where plans.count < batchSize && !others.contains(timer.dossier) {
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
        of walk: Walk,
        in transaction: any StoreTransaction
    ) throws -> Batch {
        let now = clock.now
        let aside = damaged.aside(at: machineClock.now)
        let due = try transaction.dueTimers(until: now, after: walk.after, limit: walk.size + aside.count)
            .filter { !aside.contains($0.dossier) }
            .prefix(walk.size)
        var attendance = Attendance(in: transaction, at: now)
        var batch = Batch()
        for timer in due {
            guard let fired = try fire(timer, by: plans[timer.dossier], &attendance, now: now, in: transaction) else {
                throw SpoiltBatch(timer: timer, position: batch.timers)
            }
            batch.timers += 1
            batch.fired += fired
            batch.last = timer
        }
        return batch
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
        Counter(label: "motcua_timers_set_aside_total").increment()
        // Those beyond the memory are met at each look: the counter, and so the alarm, goes on, the log does not fill.
        guard damaged.add(timer.dossier, at: machineClock.now) else { return }
        logger.error(
            "a dossier's timers cannot be fired; run verify",
            metadata: ["dossier.number": "\(timer.dossier.number)", "error": "\(error)"]
        )
    }

    /// Records every rung of one dossier whose instant has come, by the plan for it if that still fits.
    ///
    /// - Returns: Which; nil if the dossier turned out to be damaged after something of it was written.
    private func fire(
        _ timer: DueTimer,
        by plan: FiringPlan?,
        _ attendance: inout Attendance,
        now: Instant,
        in transaction: any StoreTransaction
    ) throws -> [FiredRung]? {
        do {
            if let plan, try plan.fits(&attendance, at: now, in: transaction) {
                let fired = try firing.carryOut(plan, in: transaction)
                damaged.remove(timer.dossier)
                return fired
            }
            guard let dossier = readable(timer, in: transaction) else { return [] }
            let fired = try firing.fireDue(of: dossier, id: timer.dossier, now: now, in: transaction).fired
            damaged.remove(timer.dossier)
            return fired
        } catch let error as StoreError where error.concernsAll {
            throw error
        } catch {
            setAside(timer, because: error)
            return nil
        }
    }

    /// Tells metrics and log of rungs that fired, once they are on disk.
    private func tell(_ rungs: [FiredRung]) {
        firing.count(rungs)
        for fired in rungs {
            logger.info(
                "rung fired",
                metadata: [
                    "dossier.id": "\(fired.dossier)", "rung": "\(fired.rung.storedName)",
                    "late.ms": "\(fired.lateMilliseconds)",
                ]
            )
        }
    }
}

/// What was worked out for the next batch (kế hoạch cho đợt tới).
private struct Ahead: Sendable {
    var plans: [StreamID: FiringPlan] = [:]
    /// Whether it pays to work out the batch after that one, too: not before a batch was full.
    var isWorthwhile = false
}

/// How far a look at the due timers has come (lượt duyệt).
private struct Walk: Sendable {
    /// The last timer that was met; nil before the first.
    var after: DueTimer?
    /// How many timers come next.
    let size: Int
}

/// What came of one batch (kết quả một đợt).
private struct Batch: Sendable {
    var timers = 0
    var fired: [FiredRung] = []
    /// The last timer that was met; nil if there was none.
    var last: DueTimer?
}

/// What ends a batch in which a dossier turned out to be damaged after something of it was written.
private struct SpoiltBatch: Error {
    let timer: DueTimer
    /// How many timers of the batch come before it.
    let position: Int
}

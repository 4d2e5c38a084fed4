import DossierDomain
import Synchronization
public import WorkingCalendar

/// The demo clock (đồng hồ mô phỏng): it stands still until it is moved, and is stored.
///
/// Moving it walks from due instant to due instant, so that each rung and each text happens at its own minute: those at
/// which timers fire, and those at which texts may go that were kept back. A text that a gateway will take later waits
/// by the machine's time, and is nothing to walk to.
public final class DemoClock: WallClock {
    private let instant: Mutex<Instant>

    /// Creates a clock that stands at an instant.
    public init(at start: Instant) { instant = Mutex(start) }

    /// Where it stands.
    public var now: Instant { instant.withLock { $0 } }

    /// Sets it; it never goes back.
    fileprivate func set(_ new: Instant) { instant.withLock { $0 = max($0, new) } }
}

/// Moves the demo clock (điều khiển thời gian mô phỏng) and everything that hangs on it.
public struct DemoClockService: Sendable {
    private let store: any DossierStore
    private let clock: DemoClock
    private let timers: TimerService
    private let relay: OutboxRelay

    /// The last year to which the clock can be moved.
    public static let lastYear = 2099

    /// Creates the service.
    public init(store: any DossierStore, clock: DemoClock, timers: TimerService, relay: OutboxRelay) {
        self.store = store
        self.clock = clock
        self.timers = timers
        self.relay = relay
    }

    /// Moves the clock by a time.
    ///
    /// - Parameters:
    ///   - seconds: How far; below 0 is refused.
    ///   - account: Who moves it.
    /// - Returns: Where the clock stands then, all due timers fired and texts sent.
    /// - Throws: ``RequestRefusal/clockBackwards``, ``RequestRefusal/invalidFields(_:)`` past ``lastYear``,
    ///   ``StoreError``.
    public func advance(seconds: Int64, by account: Account) async throws -> Instant {
        try await relay.turn.take {
            let target = clock.now.adding(seconds: seconds)
            try Self.check(target, field: "advance")
            return try await walk(to: target, by: account)
        }
    }

    /// Moves the clock to an instant.
    ///
    /// - Parameters:
    ///   - target: Where to; not before where it stands.
    ///   - account: Who moves it.
    /// - Returns: Where the clock stands then, all due timers fired and texts sent.
    /// - Throws: ``RequestRefusal/clockBackwards``, ``RequestRefusal/invalidFields(_:)`` past ``lastYear``,
    ///   ``StoreError``.
    public func move(to target: Instant, by account: Account) async throws -> Instant {
        try Self.check(target, field: "to")
        return try await relay.turn.take { try await walk(to: target, by: account) }
    }

    /// Whether a clock may stand at an instant: codes have two digits for the year, so that a century later they would
    /// be given again.
    public static func allows(_ instant: Instant) -> Bool { LocalDateTime(instant).date.year <= lastYear }

    private static func check(_ target: Instant, field: String) throws(RequestRefusal) {
        guard allows(target) else { throw .invalidFields([FieldError(field, .outOfRange)]) }
    }

    /// Walks while nobody else sends texts, so that each text goes out at its own minute.
    private func walk(to target: Instant, by account: Account) async throws -> Instant {
        guard target >= clock.now else { throw RequestRefusal.clockBackwards }
        var stop = try await settle(nil)
        while try await goOn(from: stop, to: target, by: account) {
            try Task.checkCancellation()
            stop = try await settle(stop)
        }
        return target
    }

    /// Does what is to be done where the clock stands.
    private func settle(_ last: DemoClockStop?) async throws -> DemoClockStop {
        let now = clock.now
        let fired = try await timers.fireDue()
        let lastText = try await store.read { try $0.lastMessageNumber() }
        try await relay.drainInTurn()
        let rounds = if let last, last.at == now { last.rounds + 1 } else { 1 }
        return DemoClockStop(at: now, fired: fired, lastText: lastText, rounds: rounds)
    }

    /// Moves the clock on to where something is to be done next.
    ///
    /// That is chosen, stored and set in one transaction, in which everybody who changes something reads the clock:
    /// whoever came before it has left his timers and texts to be seen, who comes after it acts at the new time. So
    /// nothing that was born meanwhile is passed by.
    ///
    /// - Returns: Whether something is to be done; false where the clock has arrived and nothing is left.
    private func goOn(from stop: DemoClockStop, to target: Instant, by account: Account) async throws -> Bool {
        try await store.transact { [clock] transaction in
            let now = clock.now
            // A transaction that is run again, or was lost, has set the clock already, which never goes back: then what
            // is due there comes first.
            let next: Instant? = try now > stop.at ? now : stop.next(toward: target, in: transaction)
            try Self.keep(next ?? now, by: account, in: transaction)
            if let next { clock.set(next) }
            return next != nil
        }
    }

    /// Stores where the clock stands, unless that is stored already.
    private static func keep(_ new: Instant, by account: Account, in transaction: any StoreTransaction) throws {
        let old = try transaction.setting(.demoClock).flatMap { Int64($0) }.map { Instant(milliseconds: $0) }
        guard old != new else { return }
        try transaction.set(.demoClock, to: String(new.milliseconds))
        let event = SystemEvent(
            at: new,
            by: .account(account.id),
            type: "clockMoved",
            details: [("from", (old ?? new).iso8601), ("to", new.iso8601)]
        )
        try record(event, to: .clock, in: transaction)
    }
}

/// Where the demo clock stood when what was due there had been done (điểm dừng của đồng hồ mô phỏng).
private struct DemoClockStop: Sendable {
    /// How often what is due is looked for at one stop while staff go on working.
    private static let maximumRounds = 3

    /// Where it stood.
    let at: Instant
    /// How many timers fired the last time.
    let fired: Int
    /// The latest text that was there when the relay looked.
    let lastText: Int64
    /// How often that was done.
    let rounds: Int

    /// Where the clock goes next.
    ///
    /// - Parameters:
    ///   - target: Where the walk ends.
    ///   - snapshot: The store.
    /// - Returns: The next instant at which a timer fires or a text may go that was kept back, or the target; the stop
    ///   itself where more is to be done; nil where that is the target and nothing is.
    /// - Throws: ``StoreError``.
    func next(toward target: Instant, in snapshot: any StoreSnapshot) throws -> Instant? {
        if try hasMore(in: snapshot) { return at }
        guard at < target else { return nil }
        let due = [try snapshot.nextTimer(after: at), try snapshot.nextRelease(after: at)].compactMap { $0 }.min()
        return min(due ?? target, target)
    }

    private func hasMore(in snapshot: any StoreSnapshot) throws -> Bool {
        guard rounds < Self.maximumRounds else { return false }
        if try snapshot.lastMessageNumber() > lastText { return true }
        // Somebody may have made one since that was due at once. One that cannot be fired stays; the walk goes on
        // without it rather than for ever.
        guard let due = try snapshot.nextTimer(), due <= at else { return false }
        return fired > 0 || rounds == 1
    }
}

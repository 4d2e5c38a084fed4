import DossierDomain
import Synchronization
public import WorkingCalendar

/// The demo clock (đồng hồ mô phỏng): it stands still until it is moved, and is stored.
///
/// Moving it walks from due instant to due instant, so that each rung and each text happens at its own minute.
public final class DemoClock: WallClock {
    private let instant: Mutex<Instant>

    /// Creates a clock that stands at an instant.
    public init(at start: Instant) { instant = Mutex(start) }

    /// Where it stands.
    public var now: Instant { instant.withLock { $0 } }

    fileprivate func set(_ new: Instant) { instant.withLock { $0 = new } }
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
    ///   - seconds: How far, 0 or more.
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
        try await settle()
        while let next = try await store.read({ try $0.nextTimer() }), next <= target {
            try await stand(at: max(next, clock.now), by: account)
            guard try await settle() == 0 else { continue }
            // Somebody else may have fired it, the timer service or an action. One that cannot be fired stays; the walk
            // goes on without it rather than for ever.
            if try await store.read({ try $0.nextTimer() }) == next { break }
        }
        try await stand(at: target, by: account)
        try await settle()
        return target
    }

    @discardableResult
    private func settle() async throws -> Int {
        let fired = try await timers.fireDue()
        try await relay.drainInTurn()
        return fired
    }

    private func stand(at new: Instant, by account: Account) async throws {
        let old = clock.now
        guard new != old else { return }
        let event = SystemEvent(
            at: new,
            by: .account(account.id),
            type: "clockMoved",
            details: [("from", old.iso8601), ("to", new.iso8601)]
        )
        try await store.transact { transaction in
            try transaction.set(.demoClock, to: String(new.milliseconds))
            try record(event, to: .clock, in: transaction)
        }
        clock.set(new)
    }
}

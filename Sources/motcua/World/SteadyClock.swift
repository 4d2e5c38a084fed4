import DossierEngine
import Glibc
import Synchronization
import WorkingCalendar

/// The machine's clock, but for leaps that no office rests for (đồng hồ chống nhảy vọt).
///
/// A clock that leaps ahead would let every deadline pass at once and tell the applicants so, which cannot be undone.
/// Of such a leap nothing is believed: time goes on by the machine's steady clock until the other one is set right. A
/// clock that is set back, or ahead by less, is followed.
final class SteadyClock: WallClock {
    /// What the service believes of the clock.
    struct Belief: Hashable, Sendable {
        /// Whether the clock is not followed.
        var isHeld: Bool
        /// What the clock shows.
        var shown: Instant
        /// What time it is taken to be.
        var believed: Instant
    }

    private struct State {
        /// The latest instant that was believed, and the steady clock's milliseconds then.
        var base: (wall: Int64, steady: Int64)
        var isHeld = false
    }

    private let wall: any WallClock
    private let steady: @Sendable () -> Int64
    private let limit: Int64
    private let onChange: @Sendable (Belief) -> Void
    private let state: Mutex<State>

    /// Creates a clock.
    ///
    /// - Parameters:
    ///   - wall: The machine's clock.
    ///   - steady: Milliseconds that nobody sets, sleep included.
    ///   - limit: Which leap is not believed, in milliseconds.
    ///   - onChange: Told when the clock is not followed any more, and when it is again.
    init(
        _ wall: any WallClock = SystemClock(),
        steady: @escaping @Sendable () -> Int64 = SteadyClock.sinceBoot,
        limit: Int64 = ClockEvidence.longStop,
        onChange: @escaping @Sendable (Belief) -> Void
    ) {
        self.wall = wall
        self.steady = steady
        self.limit = limit
        self.onChange = onChange
        state = Mutex(State(base: (wall.now.milliseconds, steady())))
    }

    /// The present instant.
    var now: Instant {
        let shown = wall.now
        let steady = steady()
        let (believed, isNew, isHeld) = state.withLock { state -> (Instant, Bool, Bool) in
            let expected = state.base.wall + (steady - state.base.steady)
            let isHeld = shown.milliseconds - expected > limit
            let isNew = isHeld != state.isHeld
            state.isHeld = isHeld
            guard !isHeld else { return (Instant(milliseconds: expected), isNew, true) }
            // A clock that is behind is not what a leap is measured by: it may be set right again.
            if shown.milliseconds > expected { state.base = (shown.milliseconds, steady) }
            return (shown, isNew, false)
        }
        if isNew { onChange(Belief(isHeld: isHeld, shown: shown, believed: believed)) }
        return believed
    }

    /// Takes an instant that has passed for sure, so that a clock that was behind may be set right.
    func expect(atLeast instant: Instant) {
        let steady = steady()
        state.withLock { state in
            let expected = state.base.wall + (steady - state.base.steady)
            if instant.milliseconds > expected { state.base = (instant.milliseconds, steady) }
        }
    }

    /// Milliseconds since the machine was started.
    static func sinceBoot() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}

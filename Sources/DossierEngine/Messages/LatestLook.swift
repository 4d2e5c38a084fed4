import Synchronization
import WorkingCalendar

/// The latest instant at which somebody looked (lần xem gần nhất), by which a clock that was set back is noticed: what
/// was put off by it would wait so much longer.
final class LatestLook: Sendable {
    /// By how much a clock is set right without anything being done about it, in milliseconds.
    static let toleranceMilliseconds: Int64 = 60_000

    private let latest = Mutex<Instant?>(nil)

    /// Notes a look.
    ///
    /// - Parameter now: The present instant in machine time.
    /// - Returns: Whether the clock was set back by more than a minute since the latest look before.
    func wasSetBack(at now: Instant) -> Bool {
        latest.withLock { latest in
            let before = latest ?? now
            let wasSetBack = before.milliseconds - now.milliseconds > Self.toleranceMilliseconds
            latest = wasSetBack ? now : max(before, now)
            return wasSetBack
        }
    }
}

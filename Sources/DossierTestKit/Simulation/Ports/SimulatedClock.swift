import DossierEngine
import Synchronization
import WorkingCalendar

/// A clock that shows what it is set to (đồng hồ giả lập), also an instant before the last one.
final class SimulatedClock: WallClock {
    private let instant: Mutex<Instant>

    init(at start: Instant) { instant = Mutex(start) }

    var now: Instant { instant.withLock { $0 } }

    func set(_ new: Instant) { instant.withLock { $0 = new } }
}

/// A clock that is some milliseconds ahead of another; none as a rule.
struct ShiftedClock: WallClock {
    let base: SimulatedClock
    let milliseconds: Int64

    var now: Instant { base.now.adding(milliseconds: milliseconds) }
}

/// The pace of services that are called at chosen instants and never wait by themselves.
struct CalledPace: ServicePace {
    func wait(milliseconds: Int64) async throws { throw CancellationError() }
}

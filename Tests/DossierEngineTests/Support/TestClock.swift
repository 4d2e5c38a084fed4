import DossierEngine
import Synchronization
import WorkingCalendar

/// A clock that stands still until a test moves it.
final class TestClock: WallClock {
    private let instant: Mutex<Instant>

    init(at start: Instant) { instant = Mutex(start) }

    var now: Instant { instant.withLock { $0 } }

    func advance(seconds: Int64) {
        instant.withLock { $0 = $0.adding(seconds: seconds) }
    }

    func advance(milliseconds: Int64) {
        instant.withLock { $0 = $0.adding(milliseconds: milliseconds) }
    }
}

/// Bytes that count up from a first one, so that a test can say what is drawn.
struct CountingEntropy: EntropySource {
    let first: UInt8

    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { first &+ UInt8(truncatingIfNeeded: $0) } }
}

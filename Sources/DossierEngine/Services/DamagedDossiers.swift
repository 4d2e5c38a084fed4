import Synchronization
import WorkingCalendar

/// Dossiers whose timers cannot be fired (hồ sơ hỏng), which step aside for a while each time that they are met.
final class DamagedDossiers: Sendable {
    /// How long one steps aside the first time, in milliseconds of machine time; each time twice as long.
    static let shortestMilliseconds: Int64 = 60_000
    /// How long at most: then it is found by itself that the record was mended.
    static let longestMilliseconds: Int64 = 3_600_000

    private struct Stay {
        var milliseconds: Int64
        var until: Instant
    }

    private let maximum: Int
    private let stays = Mutex<[StreamID: Stay]>([:])

    /// Creates a memory of none.
    ///
    /// - Parameter maximum: How many are remembered; others are met anew each time.
    init(maximum: Int) { self.maximum = maximum }

    /// Those that stand aside at an instant of machine time.
    func aside(at machineNow: Instant) -> Set<StreamID> {
        stays.withLock { stays in
            // Longer than that nobody has to, except by a clock that was set back.
            Set(
                stays.filter { stay in
                    let left = stay.value.until.milliseconds - machineNow.milliseconds
                    return left > 0 && left <= Self.longestMilliseconds
                }
                .keys
            )
        }
    }

    /// Lets one step aside.
    ///
    /// - Returns: Whether it is remembered.
    func add(_ dossier: StreamID, at machineNow: Instant) -> Bool {
        stays.withLock { stays in
            let before = stays[dossier]?.milliseconds
            guard before != nil || stays.count < maximum else { return false }
            let milliseconds = before.map { min($0 * 2, Self.longestMilliseconds) } ?? Self.shortestMilliseconds
            stays[dossier] = Stay(milliseconds: milliseconds, until: machineNow.adding(milliseconds: milliseconds))
            return true
        }
    }

    /// Forgets one that could be fired; may be called for any.
    func remove(_ dossier: StreamID) {
        stays.withLock { stays in
            if !stays.isEmpty { stays[dossier] = nil }
        }
    }
}

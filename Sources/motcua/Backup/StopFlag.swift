import Dispatch
import Glibc
import Synchronization

/// Says once, from any thread, that work is to be broken off (cờ dừng).
final class StopFlag: Sendable {
    private let value = Atomic(false)

    /// Whether it was said.
    var isRaised: Bool { value.load(ordering: .relaxed) }

    /// Says it; more than once is as once.
    func raise() { value.store(true, ordering: .relaxed) }
}

/// Turns SIGINT, SIGTERM and SIGHUP into a flag (tín hiệu dừng lệnh), so that a command takes away what it has half
/// made.
///
/// The last comes where the line to the administrator's terminal is lost.
///
/// From its making on the process does not end by them: whoever makes it looks at the flag.
final class StopSignals {
    /// Raised by the first signal.
    let flag = StopFlag()
    private let sources: [any DispatchSourceSignal]

    /// Begins to listen.
    init() {
        sources = EndingSignals.listen(for: [SIGHUP, SIGINT, SIGTERM]) { [flag] _ in flag.raise() }
    }
}

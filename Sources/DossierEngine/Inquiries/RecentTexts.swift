import Synchronization
import WorkingCalendar

/// The texts of the last minute that came without a gateway's id (tin nhắn vừa nhận), so that one which is brought
/// twice, because the line was cut before it was acknowledged, is answered once.
///
/// It is kept in memory only: a hash of a text that may hold a PIN is better not written down.
final class RecentTexts: Sendable {
    /// How long a text is remembered, in milliseconds.
    static let lifetimeMilliseconds: Int64 = 60_000
    /// How many are remembered; the oldest is forgotten first.
    static let maximumTexts = 10_000

    private struct Memory {
        var instants: [Digest: Instant] = [:]
        var order: [Digest] = []
    }

    private let memory = Mutex(Memory())

    /// Remembers a text.
    ///
    /// - Returns: Whether it is new.
    func remember(_ text: Digest, at now: Instant) -> Bool {
        memory.withLock { memory in
            while let oldest = memory.order.first,
                memory.order.count >= Self.maximumTexts || Self.isOver(memory.instants[oldest], at: now)
            {
                memory.order.removeFirst()
                memory.instants[oldest] = nil
            }
            guard memory.instants[text] == nil else { return false }
            memory.instants[text] = now
            memory.order.append(text)
            return true
        }
    }

    /// Forgets a text that could not be kept and will be brought again.
    func forget(_ text: Digest) {
        memory.withLock { memory in
            memory.instants[text] = nil
            memory.order.removeAll { $0 == text }
        }
    }

    /// A clock that was set back ends nothing too late: what lies ahead is over too.
    private static func isOver(_ instant: Instant?, at now: Instant) -> Bool {
        guard let instant else { return true }
        return !(0..<lifetimeMilliseconds).contains(now.milliseconds - instant.milliseconds)
    }
}

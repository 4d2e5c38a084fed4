import Logging
import Synchronization

/// The least level that is logged (mức nhật ký), which can change while the program runs.
final class LogThreshold: Sendable {
    private let index: Atomic<Int>

    /// - Parameter level: Where it stands at first.
    init(_ level: Logger.Level) { index = Atomic(Self.index(of: level)) }

    /// Where it stands.
    var level: Logger.Level {
        get { Logger.Level.allCases[index.load(ordering: .relaxed)] }
        set { index.store(Self.index(of: newValue), ordering: .relaxed) }
    }

    /// A level has a place among all of them; if it had none, everything were logged rather than nothing.
    private static func index(of level: Logger.Level) -> Int { Logger.Level.allCases.firstIndex(of: level) ?? 0 }
}

import GRDB
import GRDBSQLite
import Synchronization

/// Tells that a long statement is still at work (đang chạy), as SQLite lets it be heard while it runs.
final class Pulse: Sendable {
    /// How many of SQLite's instructions lie between two looks at the clock: a few milliseconds.
    private static let instructions: Int32 = 1_000_000

    private let start = ContinuousClock.now
    private let interval: Duration
    private let told = Atomic(0)
    private let tell: @Sendable (_ seconds: Int) -> Void

    /// Begins to count.
    ///
    /// - Parameters:
    ///   - interval: How often it is told, more than nothing.
    ///   - tell: Told how many whole seconds have passed.
    init(every interval: Duration = .seconds(10), telling tell: @escaping @Sendable (_ seconds: Int) -> Void) {
        self.interval = interval
        self.tell = tell
    }

    /// Listens to a connection until ``stop(listeningTo:)``, which must come before this is gone.
    func listen(to database: Database) {
        sqlite3_progress_handler(
            database.sqliteConnection,
            Self.instructions,
            { context in
                if let context { Unmanaged<Pulse>.fromOpaque(context).takeUnretainedValue().look() }
                return 0
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    /// Ends the listening.
    static func stop(listeningTo database: Database) {
        sqlite3_progress_handler(database.sqliteConnection, 0, nil, nil)
    }

    private func look() {
        let passed = ContinuousClock.now - start
        let count = Int(passed / interval)
        guard count > told.load(ordering: .relaxed) else { return }
        told.store(count, ordering: .relaxed)
        tell(Int(passed.components.seconds))
    }
}

import Dispatch
import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// How the check of a whole database is held back and broken off (nhịp kiểm tra tệp dữ liệu).
public struct CheckPace: Sendable {
    /// No rest and no end.
    public static let unbounded = CheckPace(rests: false) { false }

    /// Whether it rests as long as it worked, so that the desk does not feel it.
    let rests: Bool
    /// Asked some times a second, from a thread of its own, whether to break off.
    let isStopped: @Sendable () -> Bool

    /// Creates a pace.
    ///
    /// - Parameters:
    ///   - rests: Whether it rests as long as it worked.
    ///   - isStopped: Asked from a thread of its own, some times a second, whether to break off.
    public init(rests: Bool, isStopped: @escaping @Sendable () -> Bool) {
        self.rests = rests
        self.isStopped = isStopped
    }
}

/// One check of a database that can be broken off (lượt kiểm tra tệp dữ liệu).
///
/// SQLite before 3.41 reads the trees of all tables in one instruction, in which it asks nobody whether to go on; but
/// from page to page it looks whether it was interrupted. So a timer on another thread interrupts it. Between
/// instructions, in which it holds rows against indexes, it also rests.
final class StorageCheck: Sendable {
    private static let watchMilliseconds = 50
    /// How many instructions it makes between two looks at the clock: well under a millisecond.
    private static let instructionsPerLook: CInt = 10_000
    /// How long it works before it rests.
    private static let workMilliseconds: Int64 = 20

    private let queue: DatabaseQueue
    private let pace: CheckPace
    private let wasStopped = Atomic(false)

    init(_ queue: DatabaseQueue, pace: CheckPace) {
        self.queue = queue
        self.pace = pace
    }

    /// Reads every page.
    ///
    /// - Returns: What is wrong first; nil if nothing is.
    /// - Throws: `CancellationError` if it was broken off; `DatabaseError`.
    func defect() throws -> String? {
        guard !pace.isStopped() else { throw CancellationError() }
        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(
            deadline: .now() + .milliseconds(Self.watchMilliseconds),
            repeating: .milliseconds(Self.watchMilliseconds)
        )
        timer.setEventHandler { [self] in
            guard pace.isStopped() else { return }
            wasStopped.store(true, ordering: .relaxed)
            // Where nothing runs at this moment it does nothing, and comes again.
            queue.interrupt()
        }
        timer.resume()
        defer { timer.cancel() }
        let found: String?
        do {
            found = try queue.read(firstDefect)
        } catch _ where wasStopped.load(ordering: .relaxed) {
            throw CancellationError()
        }
        // One that was interrupted in the middle may end with pages that it never came to.
        if wasStopped.load(ordering: .relaxed) { throw CancellationError() }
        return found
    }

    private func firstDefect(_ database: Database) throws -> String? {
        let rest = Rest(milliseconds: Self.workMilliseconds)
        let connection = database.sqliteConnection
        if pace.rests {
            sqlite3_progress_handler(
                connection,
                Self.instructionsPerLook,
                { pointer in
                    guard let pointer else { return 0 }
                    Unmanaged<Rest>.fromOpaque(pointer).takeUnretainedValue().take()
                    return 0
                },
                Unmanaged.passUnretained(rest).toOpaque()
            )
        }
        defer { sqlite3_progress_handler(connection, 0, nil, nil) }
        return try withExtendedLifetime(rest) {
            try String.fetchOne(
                database,
                sql: "SELECT integrity_check FROM pragma_integrity_check(1) WHERE integrity_check <> 'ok'"
            )?.oneLine
        }
    }
}

extension String {
    /// What SQLite finds wrong, in one line: of pages it tells in several, and a second line is the Vietnamese one
    /// here.
    var oneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}

/// Rests as long as it worked (nghỉ bằng thời gian làm).
private final class Rest {
    private let work: Duration
    private var since = ContinuousClock.now

    init(milliseconds: Int64) { work = .milliseconds(milliseconds) }

    /// Rests if it has worked long enough; at most half a second, whatever a clock says.
    func take() {
        let worked = ContinuousClock.now - since
        guard worked >= work else { return }
        usleep(UInt32(min(worked, .milliseconds(500)) / .microseconds(1)))
        since = ContinuousClock.now
    }
}

import Synchronization
import WorkingCalendar

/// The latest instant at which somebody looked (lần xem gần nhất), by which a clock that was set back is noticed: what
/// was put off by it would wait so much longer.
final class LatestLook: Sendable {
    /// By how much a clock is set right without anything being done about it, in milliseconds.
    static let toleranceMilliseconds: Int64 = 60_000

    private let latest = Mutex<Instant?>(nil)

    /// Notes a look, and has done what is to be done where the clock was set back by more than a minute since the
    /// latest look before.
    ///
    /// What fails is done at the next look, for the clock counts as set back until it was done.
    ///
    /// - Parameters:
    ///   - now: The present instant in machine time.
    ///   - hasten: What is to be done then; it may be done twice.
    /// - Throws: Whatever the closure throws.
    func look(at now: Instant, whenSetBack hasten: () async throws -> Void) async throws {
        let wasSetBack = latest.withLock { latest in
            let before = latest ?? now
            guard before.milliseconds - now.milliseconds <= Self.toleranceMilliseconds else { return true }
            latest = max(before, now)
            return false
        }
        guard wasSetBack else { return }
        try await hasten()
        latest.withLock { $0 = now }
    }
}

extension DossierStore {
    /// Has everything tried sooner that is put off for too long, a portion in each transaction.
    ///
    /// - Parameter hasten: Has so many at most tried sooner, and says how many; it finds none of them again.
    /// - Returns: How many there were.
    /// - Throws: ``StoreError``.
    func hastenAll(
        _ hasten: @escaping @Sendable (_ transaction: any StoreTransaction, _ limit: Int) throws -> Int
    ) async throws -> Int {
        var count = 0
        while true {
            // What is hastened is put off no more for too long, so each round leaves fewer.
            let hastened = try await transact { try hasten($0, OutboxRelay.hastenedTexts) }
            count += hastened
            if hastened < OutboxRelay.hastenedTexts { return count }
        }
    }
}

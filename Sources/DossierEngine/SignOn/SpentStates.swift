import Synchronization
import WorkingCalendar

/// The attempts that were brought back already (lần đăng nhập đã dùng), so that none is taken twice.
///
/// A full memory forgets the older half: the provider redeems a code once all the same.
final class SpentStates: Sendable {
    /// How many are remembered.
    static let maximumEntries = 10_000

    private let spent = Mutex<[Digest: Instant]>([:])

    /// Spends an attempt; false if it was spent before.
    func spend(_ state: String, now: Instant) -> Bool {
        let digest = Digest.of(Array(state.utf8))
        return spent.withLock { spent in
            guard spent[digest] == nil else { return false }
            spent[digest] = now
            spent.forgetOlderHalf(beyond: Self.maximumEntries, by: \.self)
            return true
        }
    }
}

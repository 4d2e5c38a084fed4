import Synchronization
import WorkingCalendar

/// When sessions and keys were used last (lần dùng cuối), written to the store now and then and not with every request.
///
/// What is not written when the program dies is lost: the store lags by ``intervalMilliseconds`` and a round of the
/// housekeeper.
final class UseBook<ID: Hashable & Sendable>: Sendable {
    /// How many are remembered; beyond that the half used longest ago is forgotten.
    static var maximumEntries: Int { 50_000 }
    /// How many one writing takes at most, so that no transaction grows long.
    static var usesPerWriting: Int { 1_000 }

    /// How long lies between two writings of the same, in milliseconds.
    let intervalMilliseconds: Int64

    private struct Use {
        var last: Instant
        var written: Instant?
    }

    private let uses = Mutex<[ID: Use]>([:])

    init(intervalMilliseconds: Int64) { self.intervalMilliseconds = intervalMilliseconds }

    /// Notes a use.
    ///
    /// - Parameters:
    ///   - id: Of what.
    ///   - now: When.
    ///   - written: The last use as the store knows it.
    func note(_ id: ID, now: Instant, written: Instant?) {
        uses.withLock { uses in
            if uses[id] != nil {
                uses[id]?.last = now
                return
            }
            uses[id] = Use(last: now, written: written)
            uses.forgetOlderHalf(beyond: Self.maximumEntries, by: \.last)
        }
    }

    /// The last use that is remembered; nil if none is.
    func last(of id: ID) -> Instant? { uses.withLock { $0[id]?.last } }

    /// Writes down the uses that should be written now.
    ///
    /// - Parameters:
    ///   - store: Where.
    ///   - write: Writes one.
    /// - Throws: ``StoreError``; they are written another time then.
    func write(
        to store: any DossierStore,
        _ write: @escaping @Sendable (ID, Instant, any StoreTransaction) throws -> Void
    ) async throws {
        let due = due(limit: Self.usesPerWriting)
        guard !due.isEmpty else { return }
        try await store.transact { transaction in
            for use in due { try write(use.id, use.at, transaction) }
        }
        noteWritten(due)
    }

    /// The uses that should be written now; at most `limit`.
    func due(limit: Int) -> [(id: ID, at: Instant)] {
        uses.withLock { uses in
            uses.lazy.filter { [intervalMilliseconds] in Self.isDue($0.value, after: intervalMilliseconds) }
                .prefix(limit).map { (id: $0.key, at: $0.value.last) }
        }
    }

    /// Notes that uses are written.
    func noteWritten(_ written: [(id: ID, at: Instant)]) {
        uses.withLock { uses in for use in written { uses[use.id]?.written = use.at } }
    }

    private static func isDue(_ use: Use, after interval: Int64) -> Bool {
        guard let written = use.written else { return true }
        return use.last.milliseconds - written.milliseconds >= interval
    }
}

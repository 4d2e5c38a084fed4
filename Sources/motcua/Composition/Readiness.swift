import DossierEngine
import WorkingCalendar

/// Whether the store can commit (sẵn sàng phục vụ), tried for real and remembered for a second.
actor Readiness {
    /// How long an answer holds, in milliseconds; asking more often must not write more often.
    private static let freshMilliseconds: Int64 = 1_000

    private let store: any DossierStore
    private let machineClock: any WallClock
    private var last: (at: Instant, isReady: Bool)?

    init(store: any DossierStore, machineClock: any WallClock) {
        self.store = store
        self.machineClock = machineClock
    }

    /// Commits a row and says whether that worked.
    func isReady() async -> Bool {
        let now = machineClock.now
        // A clock that was set back makes no answer fresh.
        if let last, (0..<Self.freshMilliseconds).contains(now.milliseconds - last.at.milliseconds) {
            return last.isReady
        }
        let isReady: Bool
        do {
            try await store.transact { try $0.set(.readiness, to: String(now.milliseconds)) }
            isReady = true
        } catch {
            isReady = false  // The caller answers 503; the store itself logs and counts what went wrong.
        }
        last = (now, isReady)
        return isReady
    }
}

import DossierEngine
import WorkingCalendar

/// Whether the store can commit (sẵn sàng phục vụ), tried for real and remembered for a second.
actor Readiness {
    /// How long an answer holds, in milliseconds; asking more often must not write more often.
    private static let freshMilliseconds: Int64 = 1_000

    /// How many bytes there have to be on the database's disk: a row of a few bytes may find room where an intake
    /// finds none.
    static let leastRoom: Int64 = 1 << 20

    private let store: any DossierStore
    private let machineClock: any WallClock
    private let room: @Sendable () -> Int64?
    private var last: (at: Instant, isReady: Bool)?
    /// The try that has not ended yet; whoever asks meanwhile is told what comes of it.
    private var underWay: Task<Bool, Never>?

    /// Creates the question.
    ///
    /// - Parameters:
    ///   - store: The store.
    ///   - machineClock: By what an answer grows old.
    ///   - room: How many bytes the database's disk has left; nil if that cannot be told.
    init(store: any DossierStore, machineClock: any WallClock, room: @escaping @Sendable () -> Int64? = { nil }) {
        self.store = store
        self.machineClock = machineClock
        self.room = room
    }

    /// Commits a row and says whether that worked and the disk has room for more.
    func isReady() async -> Bool {
        let now = machineClock.now
        // A clock that was set back makes no answer fresh.
        if let last, (0..<Self.freshMilliseconds).contains(now.milliseconds - last.at.milliseconds) {
            return last.isReady
        }
        if let underWay { return await underWay.value }
        // A task of its own: whoever asked first may go away while others wait.
        let trial = Task { await tryToCommit(at: now) }
        underWay = trial
        return await trial.value
    }

    private func tryToCommit(at now: Instant) async -> Bool {
        let isReady: Bool
        do {
            try await store.transact { try $0.set(.readiness, to: String(now.milliseconds)) }
            isReady = room().map { $0 >= Self.leastRoom } ?? true
        } catch {
            isReady = false  // The caller answers 503; the store itself logs and counts what went wrong.
        }
        last = (now, isReady)
        underWay = nil
        return isReady
    }
}

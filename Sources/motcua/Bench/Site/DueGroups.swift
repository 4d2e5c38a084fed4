import WorkingCalendar

/// How seeded dossiers are spread over moments of receipt (nhóm đến hạn), so that one part after the other falls due.
///
/// The dossiers of a group lie scattered over the whole database, as those that fall due on one day do. Half a minute
/// before each group a single dossier falls due alone: the one whose number is the group's.
struct DueGroups: Sendable {
    /// The most dossiers of a group; five groups are the 100,000 of the goal.
    static let largest = 20_000
    /// Tuesday 2022-01-04 07:30 at the desk, the opening of an ordinary day.
    private static let opening = Instant(seconds: 1_641_256_200)
    /// Half of the first step's two working hours, the first rung of its ladder; the next comes 36 minutes later.
    static let firstRungSeconds: Int64 = 3_600
    /// The most groups, a minute apart: the first one's next rung comes after the last one's first.
    static let maximumCount = 30
    /// When the dossiers were received that do not fall due in a run, in seconds after the opening.
    private static let laterSeconds: Int64 = 2_400

    /// How many groups fall due, one for each repetition.
    let count: Int
    /// One of so many dossiers belongs to a given group.
    let share: Int

    /// Plans groups.
    ///
    /// - Parameters:
    ///   - count: How many groups fall due, 1 or more.
    ///   - dossiers: How many dossiers there are.
    ///   - share: One of how many dossiers belongs to each group at least; for a database to compare with, that of the
    ///     other one. Else neighbours on a page that fall due together would look like a gain of the smaller size.
    init(count: Int, dossiers: Int, share: Int = 1) {
        self.count = min(max(1, count), Self.maximumCount)
        let size = min(Self.largest, max(1, dossiers / self.count))
        self.share = max(self.count, dossiers / size, share)
    }

    /// The group of a dossier; ``count`` for those that do not fall due in a run.
    func group(of dossier: Int) -> Int {
        // Multiplying by an odd constant and keeping the upper bits scatters neighbours (Fibonacci hashing).
        let scattered = UInt64(truncatingIfNeeded: dossier) &* 0x9E37_79B9_7F4A_7C15
        return min(Int((scattered >> 32) % UInt64(share)), count)
    }

    /// All moments of receipt.
    var receipts: [Instant] { (0..<count).map { loneReceivedAt($0) } + (0...count).map { receivedAt($0) } }

    /// When a dossier was received: the groups a minute after each other, the others long after.
    func receivedAt(dossier: Int) -> Instant {
        dossier < count ? loneReceivedAt(dossier) : receivedAt(group(of: dossier))
    }

    /// When the dossiers of a group were received.
    func receivedAt(_ group: Int) -> Instant {
        Self.opening.adding(seconds: group < count ? Int64(group) * 60 + 30 : Self.laterSeconds)
    }

    /// When the dossier was received that falls due alone before a group.
    private func loneReceivedAt(_ group: Int) -> Instant { Self.opening.adding(seconds: Int64(group) * 60) }

    /// When the first rung of a group's dossiers fires.
    func dueAt(_ group: Int) -> Instant { receivedAt(group).adding(seconds: Self.firstRungSeconds) }

    /// When the first rung of the dossier fires that falls due alone before a group.
    func loneDueAt(_ group: Int) -> Instant { loneReceivedAt(group).adding(seconds: Self.firstRungSeconds) }

    /// Where the clock stands for servers: after every intake and before anything is due.
    var standstill: Instant { Self.opening.adding(seconds: Self.laterSeconds + 60) }
}

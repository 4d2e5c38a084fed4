import Synchronization
import WorkingCalendar

/// Slows down guessing (hạn chế dò mã): some wrong tries an hour are free, then each costs a longer wait.
///
/// Right tries are never slowed for good: the longest wait is bounded, and a different address starts at a short one.
/// Only a PIN at which very many addresses guess takes one try a minute from all of them together that were not right
/// lately.
public final class AttemptLimiter: Sendable {
    /// How many wrong tries at one subject within an hour cost nothing.
    public static let freeFailures = 5
    /// The longest wait, in seconds.
    public static let maximumDelaySeconds: Int64 = 900

    /// How much is forgiven (mức cho phép) before waits begin, and how long they grow.
    public struct Allowance: Sendable {
        /// How many wrong tries within an hour cost nothing.
        public let freeFailures: Int
        /// The longest wait, in seconds.
        public let longestSeconds: Int64
        /// How many wrong tries from wherever, none of them an hour after the one before, close the subject to all but
        /// one try a minute; nil for one that must stay open.
        public let closingFailures: Int?

        init(freeFailures: Int, longestSeconds: Int64, closingFailures: Int? = nil) {
            self.freeFailures = freeFailures
            self.longestSeconds = longestSeconds
            self.closingFailures = closingFailures
        }

        /// For one account.
        ///
        /// It is never closed to everybody: whoever has ten thousand addresses would keep staff from their work, and
        /// a password has more to guess.
        public static let subject = Allowance(
            freeFailures: AttemptLimiter.freeFailures,
            longestSeconds: maximumDelaySeconds
        )
        /// For the PIN of one dossier code.
        ///
        /// Source: project decision, 2026-11-30, because a PIN has four letters, and whoever has ten thousand addresses
        /// would try a hundred thousand an hour; one that was right lately is not held up. Who keeps it closed keeps
        /// an applicant from what the PIN shows, but for the desk; the status itself needs none.
        public static let pin = Allowance(
            freeFailures: AttemptLimiter.freeFailures,
            longestSeconds: maximumDelaySeconds,
            closingFailures: 100
        )
        /// For all accounts together from one address, behind which a whole office may sit.
        ///
        /// Source: project decision, 2026-11-28, because somebody who tries one word at every account stays below any
        /// bound of a single one, and a colleague behind the same address must still get in.
        public static let address = Allowance(freeFailures: 100, longestSeconds: 30)
    }

    /// What is guessed at (đối tượng bị dò) and how much is forgiven there.
    struct Subject: Sendable {
        /// A dossier code, an account, all accounts from one address.
        let name: String
        /// How much is forgiven.
        let allowance: Allowance

        init(_ name: String, _ allowance: Allowance) {
            self.name = name
            self.allowance = allowance
        }
    }

    /// How many subjects are remembered; the oldest is forgotten first.
    public static let maximumSubjects = 100_000

    /// How far tries at a closed subject lie apart, from wherever they come, in seconds.
    public static let closedSeconds: Int64 = 60

    private static let hourMilliseconds: Int64 = 3_600_000

    /// Tries that were not right as far as is known.
    private struct Failures {
        var count: Int
        /// When the last of them came.
        var last: Instant
        /// When the one before it came, from which time counts again once that one is taken back.
        var before: Instant
        /// When the address was right last; nil if it never was, and for what all addresses tried together.
        var rightAt: Instant?
    }

    private struct Memory {
        var bySubject: [String: Failures] = [:]
        var byAddress: [String: Failures] = [:]
    }

    private let memory = Mutex(Memory())
    private let clock: any WallClock

    /// Creates a limiter that counts by the machine's time.
    public init(machineClock: any WallClock) { clock = machineClock }

    /// Counts a try as wrong before it is judged, or refuses one that comes too soon.
    ///
    /// Many tries at once are so counted as many, however long each takes to judge. A right one is taken back with
    /// ``noteSuccess(_:from:)``.
    ///
    /// - Parameters:
    ///   - subject: What is guessed at: a dossier code, an account.
    ///   - address: From where.
    ///   - allowance: How much is forgiven.
    /// - Throws: ``RequestRefusal/tooManyAttempts(retryAfterSeconds:)``.
    public func attempt(
        _ subject: String,
        from address: String,
        allowance: Allowance
    ) throws(RequestRefusal) {
        try attempt([Subject(subject, allowance)], from: address)
    }

    /// Counts one try at several subjects as wrong before it is judged; one that comes too soon for any of them is
    /// refused and counts for none.
    ///
    /// - Parameters:
    ///   - subjects: What is guessed at.
    ///   - address: From where.
    /// - Throws: ``RequestRefusal/tooManyAttempts(retryAfterSeconds:)`` with the longest of the waits.
    func attempt(_ subjects: [Subject], from address: String) throws(RequestRefusal) {
        let now = clock.now
        let wait = memory.withLock { memory -> Int64? in
            var longest: Int64?
            for subject in subjects {
                let wait = Self.wait(for: subject.name, from: address, subject.allowance, in: memory, now: now)
                if let wait { longest = max(wait, longest ?? 0) }
            }
            if let longest { return longest }
            for subject in subjects {
                Self.count(subject.name, from: address, subject.allowance, in: &memory, now: now)
            }
            return nil
        }
        if let wait { throw .tooManyAttempts(retryAfterSeconds: wait) }
    }

    /// How many seconds the next try has to wait; nil for none.
    ///
    /// For what is judged so fast that only wrong ones need counting; see ``noteFailure(at:from:allowance:)``.
    func wait(at subject: String, from address: String, allowance: Allowance) -> Int64? {
        let now = clock.now
        return memory.withLock { Self.wait(for: subject, from: address, allowance, in: $0, now: now) }
    }

    /// Counts a try that turned out wrong.
    func noteFailure(at subject: String, from address: String, allowance: Allowance) {
        let now = clock.now
        memory.withLock { Self.count(subject, from: address, allowance, in: &$0, now: now) }
    }

    /// Takes back a try that turned out right, forgets the wait of its address, and remembers for an hour that it was.
    ///
    /// It neither takes anybody's turn at a closed subject nor keeps that closed.
    public func noteSuccess(_ subject: String, from address: String) {
        let now = clock.now
        memory.withLock { memory in
            Self.takeOne(subject, from: &memory.bySubject)
            let right = Failures(count: 0, last: now, before: now, rightAt: now)
            memory.byAddress[Self.pair(subject, address)] = right
            memory.byAddress.forgetOlderHalf(beyond: Self.maximumSubjects, by: \.last)
        }
    }

    /// Takes back a try that was not judged after all; whoever was right lately counts as that still.
    ///
    /// An address at which earlier tries were wrong waits anew from it all the same, so that no guesser asks the faster
    /// for an answer the less there is one. One that it was the only try of is forgotten, and need not wait.
    public func takeBack(_ subject: String, from address: String) {
        memory.withLock { memory in
            Self.takeOne(subject, from: &memory.bySubject)
            let key = Self.pair(subject, address)
            guard var own = memory.byAddress[key] else { return }
            own.count = max(0, own.count - 1)
            memory.byAddress[key] = own.count > 0 || own.rightAt != nil ? own : nil
        }
    }

    /// Counts one try less, and time from the one before it again.
    ///
    /// The newest is taken for the one that goes: at a closed subject, where it matters, none comes before the other is
    /// judged, and elsewhere the hour is the shorter by a moment.
    private static func takeOne(_ subject: String, from table: inout [String: Failures]) {
        guard let failures = table[subject] else { return }
        let before = failures.before
        table[subject] = failures.count > 1 ? Failures(count: failures.count - 1, last: before, before: before) : nil
    }

    private static func wait(
        for subject: String,
        from address: String,
        _ allowance: Allowance,
        in memory: Memory,
        now: Instant
    ) -> Int64? {
        guard let failures = recent(memory.bySubject[subject], now: now), failures.count >= allowance.freeFailures
        else { return nil }
        let isClosed = allowance.closingFailures.map { failures.count >= $0 } ?? false
        let forAll = isClosed ? rest(of: closedSeconds, since: failures.last, now: now) : nil
        guard let own = recent(memory.byAddress[pair(subject, address)], now: now) else { return forAll }
        // It was right the last time.
        if own.count == 0 { return own.rightAt.map { isRecent($0, now: now) } == true ? nil : forAll }
        let delay = min(Int64(1) << Int64(min(own.count - 1, 10)), allowance.longestSeconds)
        return [rest(of: delay, since: own.last, now: now), forAll].compactMap(\.self).max()
    }

    /// What is left of a wait, in seconds; nil if it is over.
    private static func rest(of delay: Int64, since last: Instant, now: Instant) -> Int64? {
        let elapsed = (now.milliseconds - last.milliseconds) / 1000
        // A clock that was set back must not lengthen the wait: the next try is judged, and counted by the new time.
        return (0..<delay).contains(elapsed) ? delay - elapsed : nil
    }

    /// The waits begin to grow once the free tries are used up, whoever used them.
    private static func count(
        _ subject: String,
        from address: String,
        _ allowance: Allowance,
        in memory: inout Memory,
        now: Instant
    ) {
        let past = recent(memory.bySubject[subject], now: now)?.count ?? 0
        add(subject, now: now, to: &memory.bySubject)
        if past + 1 >= allowance.freeFailures { add(pair(subject, address), now: now, to: &memory.byAddress) }
    }

    private static func pair(_ subject: String, _ address: String) -> String { subject + "\u{0}" + address }

    private static func recent(_ failures: Failures?, now: Instant) -> Failures? {
        guard let failures, isRecent(failures.last, now: now) else { return nil }
        return failures
    }

    private static func isRecent(_ instant: Instant, now: Instant) -> Bool {
        now.milliseconds - instant.milliseconds < hourMilliseconds
    }

    private static func add(_ key: String, now: Instant, to table: inout [String: Failures]) {
        let past = recent(table[key], now: now)
        table[key] = Failures(
            count: (past?.count ?? 0) + 1,
            last: now,
            before: past?.last ?? now,
            rightAt: past?.rightAt
        )
        table.forgetOlderHalf(beyond: maximumSubjects, by: \.last)
    }
}

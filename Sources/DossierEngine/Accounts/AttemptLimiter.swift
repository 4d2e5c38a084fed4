import DossierDomain
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
    static let maximumDelaySeconds: Int64 = 900

    /// How much is forgiven (mức cho phép) before waits begin, and how long they grow.
    public struct Allowance: Sendable {
        /// How many wrong tries within an hour cost nothing.
        public let freeFailures: Int
        /// The longest wait, in seconds.
        let longestSeconds: Int64
        /// How many wrong tries from wherever, none of them an hour after the one before, close the subject to all but
        /// one try a minute; nil for one that must stay open.
        let closingFailures: Int?

        init(freeFailures: Int, longestSeconds: Int64, closingFailures: Int? = nil) {
            self.freeFailures = freeFailures
            self.longestSeconds = longestSeconds
            self.closingFailures = closingFailures
        }

        /// For one account.
        ///
        /// It is never closed to everybody: whoever has ten thousand addresses would keep staff from their work, and
        /// a password has more to guess.
        public static let account = Allowance(
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

    /// What stands for the PIN of a dossier, wherever it is guessed at: the web and texts have one count together.
    static func subject(pinOf code: DossierCode) -> String { "pin:" + code.text }

    /// A try that was counted as wrong (lượt thử đã tính), to be taken back if it was not.
    public struct Trial: Sendable {
        /// One subject of it.
        fileprivate struct Part: Sendable {
            let subject: String
            /// Whether it lengthened the wait of its address; a free one did not.
            let isCostly: Bool
        }

        fileprivate let parts: [Part]
        fileprivate let address: String
        fileprivate let at: Instant
    }

    /// How many subjects are remembered; those with the fewest tries are forgotten first, of these the oldest.
    public static let maximumSubjects = 100_000

    /// How far tries at a closed subject lie apart, from wherever they come, in seconds.
    static let closedSeconds: Int64 = 60

    private static let hourMilliseconds: Int64 = 3_600_000

    /// How many tries at one subject may be judged at the same time, in whatever order, so that each that is taken back
    /// leaves the times of the others.
    ///
    /// Of more, the first can leave its own time, as a wrong one would; many networks would have to be right about
    /// one code within a moment.
    private static let distinctTries = 16

    /// Tries at a subject that were not right as far as is known.
    private struct Tries {
        /// When the newest of them came, in their order.
        private var newest: [Instant]
        /// How many came before those.
        private var olderCount = 0
        /// When the last of the older ones came.
        private var lastOlder: Instant

        init(first: Instant) {
            newest = [first]
            lastOlder = first
        }

        var count: Int { olderCount + newest.count }

        /// When the last of them came.
        var last: Instant { newest.last ?? lastOlder }

        mutating func add(_ instant: Instant) {
            newest.append(instant)
            guard newest.count > AttemptLimiter.distinctTries else { return }
            lastOlder = newest.removeFirst()
            olderCount += 1
        }

        mutating func remove(_ instant: Instant) {
            if let index = newest.lastIndex(of: instant) {
                newest.remove(at: index)
            } else {
                olderCount = max(0, olderCount - 1)
            }
        }
    }

    /// What one address has tried at a subject.
    private struct Own {
        /// How many tries since it was right last were not, as far as is known, once the free ones were used up.
        var count: Int
        /// When it came last.
        var last: Instant
        /// When it was right last; nil if it never was.
        var rightAt: Instant?
    }

    /// How much is lost with the tries at a subject: the more of this hour the more, and of as many the younger.
    ///
    /// So nobody has many wrong tries at one subject forgotten by trying ever so many others.
    private struct Weight: Comparable {
        private let count: Int
        private let last: Instant

        init(_ tries: Tries, now: Instant) {
            count = AttemptLimiter.isRecent(tries.last, now: now) ? tries.count : 0
            last = tries.last
        }

        static func < (left: Weight, right: Weight) -> Bool { (left.count, left.last) < (right.count, right.last) }
    }

    private struct Memory {
        var bySubject: [String: Tries] = [:]
        var byAddress: [String: Own] = [:]
    }

    private let memory = Mutex(Memory())
    private let clock: any WallClock

    /// Creates a limiter that counts by the machine's time.
    public init(machineClock: any WallClock) { clock = machineClock }

    /// Counts a try as wrong before it is judged, or refuses one that comes too soon.
    ///
    /// Many tries at once are so counted as many, however long each takes to judge. A right one is taken back with
    /// ``noteSuccess(_:)``, one that could not be judged with ``takeBack(_:)``; of a wrong one nothing need be said.
    ///
    /// - Parameters:
    ///   - subject: What is guessed at: a dossier code, an account.
    ///   - address: From where.
    ///   - allowance: How much is forgiven.
    /// - Returns: The try, to take it back.
    /// - Throws: ``RequestRefusal/tooManyAttempts(retryAfterSeconds:)``.
    public func attempt(
        _ subject: String,
        from address: String,
        allowance: Allowance
    ) throws(RequestRefusal) -> Trial {
        try attempt([Subject(subject, allowance)], from: address)
    }

    /// Counts one try at several subjects as wrong before it is judged; one that comes too soon for any of them is
    /// refused and counts for none.
    ///
    /// - Parameters:
    ///   - subjects: What is guessed at.
    ///   - address: From where.
    /// - Returns: The try, to take it back.
    /// - Throws: ``RequestRefusal/tooManyAttempts(retryAfterSeconds:)`` with the longest of the waits.
    func attempt(_ subjects: [Subject], from address: String) throws(RequestRefusal) -> Trial {
        let now = clock.now
        let (wait, parts) = memory.withLock { memory -> (Int64?, [Trial.Part]) in
            var longest: Int64?
            for subject in subjects {
                let wait = Self.wait(for: subject.name, from: address, subject.allowance, in: memory, now: now)
                if let wait { longest = max(wait, longest ?? 0) }
            }
            if let longest { return (longest, []) }
            var parts: [Trial.Part] = []
            for subject in subjects {
                let isCostly = Self.count(subject.name, from: address, subject.allowance, in: &memory, now: now)
                parts.append(Trial.Part(subject: subject.name, isCostly: isCostly))
            }
            return (nil, parts)
        }
        if let wait { throw .tooManyAttempts(retryAfterSeconds: wait) }
        return Trial(parts: parts, address: address, at: now)
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
        memory.withLock { _ = Self.count(subject, from: address, allowance, in: &$0, now: now) }
    }

    /// Takes back a try that turned out right, forgets the wait of its address, and remembers for an hour that it was.
    ///
    /// It neither takes anybody's turn at a closed subject nor keeps that closed.
    public func noteSuccess(_ trial: Trial) {
        let now = clock.now
        memory.withLock { memory in
            for part in trial.parts {
                Self.remove(trial, at: part.subject, from: &memory)
                memory.byAddress[Self.pair(part.subject, trial.address)] = Own(count: 0, last: now, rightAt: now)
            }
            memory.byAddress.forgetOlderHalf(beyond: Self.maximumSubjects, by: \.last)
        }
    }

    /// Takes back a try that was not judged after all; whoever was right lately counts as that still.
    ///
    /// An address at which other tries were wrong waits anew from it all the same, so that no guesser asks the faster
    /// for an answer the less there is one. One that it was the only try of is forgotten, and need not wait.
    public func takeBack(_ trial: Trial) {
        memory.withLock { memory in
            for part in trial.parts {
                Self.remove(trial, at: part.subject, from: &memory)
                let key = Self.pair(part.subject, trial.address)
                guard part.isCostly, var own = memory.byAddress[key] else { continue }
                // What came before a right one is forgiven already.
                if let rightAt = own.rightAt, trial.at < rightAt { continue }
                own.count = max(0, own.count - 1)
                memory.byAddress[key] = own.count > 0 || own.rightAt != nil ? own : nil
            }
        }
    }

    private static func remove(_ trial: Trial, at subject: String, from memory: inout Memory) {
        guard var tries = memory.bySubject[subject] else { return }
        tries.remove(trial.at)
        memory.bySubject[subject] = tries.count > 0 ? tries : nil
    }

    private static func wait(
        for subject: String,
        from address: String,
        _ allowance: Allowance,
        in memory: Memory,
        now: Instant
    ) -> Int64? {
        guard let tries = memory.bySubject[subject], isRecent(tries.last, now: now),
            tries.count >= allowance.freeFailures
        else { return nil }
        let isClosed = allowance.closingFailures.map { tries.count >= $0 } ?? false
        let forAll = isClosed ? rest(of: closedSeconds, since: tries.last, now: now) : nil
        guard let own = memory.byAddress[pair(subject, address)], isRecent(own.last, now: now) else { return forAll }
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
    ///
    /// - Returns: Whether the wait of the address grew.
    private static func count(
        _ subject: String,
        from address: String,
        _ allowance: Allowance,
        in memory: inout Memory,
        now: Instant
    ) -> Bool {
        var tries = Tries(first: now)
        if let past = memory.bySubject[subject], isRecent(past.last, now: now) {
            tries = past
            tries.add(now)
        }
        memory.bySubject[subject] = tries
        memory.bySubject.forgetOlderHalf(beyond: maximumSubjects) { Weight($0, now: now) }
        guard tries.count >= allowance.freeFailures else { return false }
        let key = pair(subject, address)
        var own = Own(count: 1, last: now)
        if let past = memory.byAddress[key], isRecent(past.last, now: now) {
            own.count = past.count + 1
            own.rightAt = past.rightAt
        }
        memory.byAddress[key] = own
        memory.byAddress.forgetOlderHalf(beyond: maximumSubjects, by: \.last)
        return true
    }

    private static func pair(_ subject: String, _ address: String) -> String { subject + "\u{0}" + address }

    private static func isRecent(_ instant: Instant, now: Instant) -> Bool {
        now.milliseconds - instant.milliseconds < hourMilliseconds
    }
}

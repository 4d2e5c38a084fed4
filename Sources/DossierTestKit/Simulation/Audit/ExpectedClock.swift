import DossierDomain
import WorkingCalendar

/// One clock of a dossier as the auditor reckons it (đồng hồ kỳ vọng), by the slow count and from events alone.
struct ExpectedClock: Hashable, Sendable {
    /// Since when it runs, the last time if it stood still in between; the beginning of time if that is not known.
    var since: Instant
    /// Where the clock ends.
    var due: Instant
    /// The warnings that have still to fire.
    var warnings: [RungID: Instant]
    /// Whether it was said already that the end has passed.
    var isOverdueFired = false
    /// The unused seconds while it stands still.
    var remaining: Int64?

    /// Starts a clock with the warnings of a ladder.
    ///
    /// - Parameters:
    ///   - start: When it starts.
    ///   - due: When it ends.
    ///   - rungs: What is prescribed.
    ///   - calendar: By which it runs.
    init(from start: Instant, to due: Instant, rungs: [LadderRung], calendar: SlowCalendar) {
        since = start
        self.due = due
        warnings = [:]
        let whole = calendar.openSeconds(from: start.wholeSeconds, to: due.wholeSeconds)
        for rung in rungs {
            let second: Int64?
            switch rung.threshold {
            case .used(let perCent):
                let used = whole * Int64(perCent) / 100
                second = calendar.end(from: start.wholeSeconds, adding: used, staysAtClose: true)
            case .left(let time):
                second =
                    time.seconds < whole ? calendar.start(before: due.wholeSeconds, by: time.seconds) : nil
            }
            guard let second, Instant(seconds: second) > start, Instant(seconds: second) <= due else { continue }
            warnings[rung.id] = Instant(seconds: second)
        }
    }

    /// Goes on after a stop: each warning keeps to what is prescribed, whatever days off were declared meanwhile.
    ///
    /// What was over when it stopped stays as it was.
    ///
    /// - Parameters:
    ///   - now: When it goes on.
    ///   - stoppedAt: When it stopped.
    ///   - newDue: Where it ends.
    ///   - rungs: What is prescribed.
    ///   - whole: All its seconds; nil where that is not known.
    ///   - calendar: By which it runs.
    mutating func resume(
        at now: Instant,
        stoppedAt: Instant,
        due newDue: Instant,
        rungs: [LadderRung],
        whole: Int64?,
        calendar: SlowCalendar
    ) {
        let (oldDue, left) = (due, remaining ?? 0)
        since = now
        remaining = nil
        guard stoppedAt.wholeSeconds <= oldDue.wholeSeconds else { return }
        due = newDue
        if newDue != oldDue { isOverdueFired = false }
        let all = calendar.openSeconds(from: stoppedAt.wholeSeconds, to: oldDue.wholeSeconds)
        for (rung, fireAt) in warnings {
            let threshold = rungs.first { $0.id == rung }?.threshold
            let second: Int64?
            if case .left(let time)? = threshold {
                second = calendar.start(before: newDue.wholeSeconds, by: time.seconds)
            } else {
                // Where the whole is not known the warning stands in the same proportion as before.
                let before = calendar.openSeconds(from: stoppedAt.wholeSeconds, to: fireAt.wholeSeconds)
                var unused = all > 0 ? left * before / all : 0
                if case .used(let perCent)? = threshold, let whole {
                    unused = left - (whole - whole * Int64(perCent) / 100)
                }
                second = calendar.end(from: now.wholeSeconds, adding: max(unused, 0), staysAtClose: true)
            }
            let ahead = second.flatMap { $0 < now.wholeSeconds ? nil : $0 }
            let reckoned = ahead ?? calendar.opening(atOrAfter: now.wholeSeconds) ?? now.wholeSeconds
            warnings[rung] = Instant(seconds: min(reckoned, newDue.wholeSeconds))
        }
    }

    /// Begins anew after a supplement that restarts the terms; an end that stays and was told as passed is not again.
    mutating func restart(_ fresh: ExpectedClock) {
        let isFired = isOverdueFired && fresh.due == due
        self = fresh
        isOverdueFired = isFired
    }

    /// The timers that must stand for it while it runs.
    func timers(warning: (RungID) -> Rung, overdue: Rung) -> [PlannedTimer] {
        var timers = warnings.map { PlannedTimer(rung: warning($0.key), fireAt: $0.value) }
        if !isOverdueFired { timers.append(PlannedTimer(rung: overdue, fireAt: due.adding(seconds: 1))) }
        return timers
    }
}

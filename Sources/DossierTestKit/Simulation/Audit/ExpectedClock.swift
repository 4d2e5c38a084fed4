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

    /// Moves the end, with it the warnings: after a stop each keeps the working time that was left until it.
    ///
    /// - Parameters:
    ///   - now: When it goes on.
    ///   - stoppedAt: When it stopped.
    ///   - newDue: Where it ends.
    ///   - rungs: What is prescribed, for when the days off have changed meanwhile: then each warning keeps to that.
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
        since = now
        defer { remaining = nil }
        guard newDue != due else { return }
        let left = calendar.openSeconds(from: stoppedAt.wholeSeconds, to: due.wholeSeconds)
        let haveDaysChanged = remaining != left
        due = newDue
        isOverdueFired = false
        for (rung, fireAt) in warnings {
            if haveDaysChanged {
                let second = rungs.first { $0.id == rung }
                    .flatMap { self.second(of: $0.threshold, from: now, whole: whole, calendar: calendar) }
                warnings[rung] = second.map { Instant(seconds: max($0, now.wholeSeconds)) }
                continue
            }
            let left = calendar.openSeconds(from: stoppedAt.wholeSeconds, to: fireAt.wholeSeconds)
            let isShare = rungs.contains { prescribed in
                if prescribed.id == rung, case .used = prescribed.threshold { true } else { false }
            }
            let moved = calendar.end(
                from: now.wholeSeconds,
                adding: left,
                staysAtClose: isShare || calendar.isClose(fireAt.wholeSeconds)
            )
            warnings[rung] = moved.map(Instant.init(seconds:))
        }
    }

    /// When a clock that goes on with what was left reaches a threshold.
    private func second(
        of threshold: RungThreshold,
        from now: Instant,
        whole: Int64?,
        calendar: SlowCalendar
    ) -> Int64? {
        switch threshold {
        case .left(let time): return calendar.start(before: due.wholeSeconds, by: time.seconds)
        case .used(let perCent):
            guard let whole, let remaining else { return nil }
            let unused = remaining - (whole - whole * Int64(perCent) / 100)
            guard unused >= 0 else { return nil }
            return calendar.end(from: now.wholeSeconds, adding: unused, staysAtClose: true)
        }
    }

    /// Begins anew after a supplement that restarts the terms; an end that stays keeps its warnings.
    mutating func restart(_ fresh: ExpectedClock) {
        if fresh.due == due {
            since = fresh.since
            remaining = nil
        } else {
            self = fresh
        }
    }

    /// The timers that must stand for it while it runs.
    func timers(warning: (RungID) -> Rung, overdue: Rung) -> [PlannedTimer] {
        var timers = warnings.map { PlannedTimer(rung: warning($0.key), fireAt: $0.value) }
        if !isOverdueFired { timers.append(PlannedTimer(rung: overdue, fireAt: due.adding(seconds: 1))) }
        return timers
    }
}

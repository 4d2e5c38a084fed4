import DossierDomain
import WorkingCalendar

/// Reckons a running clock anew, by the slow count, when other days off are declared (tính lại đồng hồ khi đổi lịch).
///
/// The rule is the promise rule of the domain's `ClockUnderNewCalendar`, written a second time without it.
struct ClockUnderDeclaration {
    /// The clock.
    let clock: ExpectedClock
    /// By which it ran.
    let old: SlowCalendar
    /// By which it will run.
    let new: SlowCalendar
    /// When that changes.
    let now: Instant

    private var since: Int64 { clock.since.wholeSeconds }
    private var due: Int64 { clock.due.wholeSeconds }

    /// The dossier's clock.
    ///
    /// - Parameters:
    ///   - limit: What the law allows.
    ///   - isChosen: Whether a head chose the appointment when he apologised.
    /// - Returns: The clock from now on; nil past the known years.
    func appointment(_ limit: Limit, isChosen: Bool) -> ExpectedClock? {
        if due < since { return clock }
        if isChosen { return stayingOpen.flatMap(ending) }
        if new.appointment(limit, receivedAt: since) == due { return ending(at: due) }
        guard old.appointment(limit, receivedAt: since) == due else {
            return keepingHours(endsAtClose: limit.isInDays).flatMap(ending)
        }
        return new.appointment(limit, receivedAt: since).flatMap(ending)
    }

    /// A step's clock.
    ///
    /// - Parameter hours: The step's hours by the procedure, in seconds.
    /// - Returns: The clock from now on; nil past the known years.
    func step(hours: Int64) -> ExpectedClock? {
        if due < since { return clock }
        if new.end(from: since, adding: hours, staysAtClose: true) == due { return ending(at: due) }
        return keepingHours(endsAtClose: true).flatMap(ending)
    }

    /// The same working time as before, ending as before: at a close, or at an opening.
    private func keepingHours(endsAtClose usual: Bool) -> Int64? {
        let hours = old.openSeconds(from: since, to: due)
        for staysAtClose in [usual, !usual]
        where old.end(from: since, adding: hours, staysAtClose: staysAtClose) == due {
            return new.end(from: since, adding: hours, staysAtClose: staysAtClose)
        }
        return stayingOpen
    }

    /// The due moment as it is, unless the office is closed then from now on.
    private var stayingOpen: Int64? {
        let wasOpen = old.isOpen(due) || old.isClose(due)
        return wasOpen && !new.isOpen(due) && !new.isClose(due) ? new.opening(atOrAfter: due) : due
    }

    private func ending(at end: Int64) -> ExpectedClock? {
        var moved = clock
        // No date moves into the past.
        if end != due, end >= now.wholeSeconds {
            moved.due = Instant(seconds: end)
            moved.isOverdueFired = false
        }
        for (rung, fireAt) in clock.warnings {
            guard let second = warning(fireAt.wholeSeconds, due: moved.due.wholeSeconds) else { return nil }
            // What falls into the past is due now.
            moved.warnings[rung] = Instant(seconds: fireAt >= now ? max(second, now.wholeSeconds) : second)
        }
        return moved
    }

    /// A warning has as much working time before the due moment as it had, and stays at a close.
    private func warning(_ second: Int64, due newDue: Int64) -> Int64? {
        let left = old.openSeconds(from: second, to: due)
        guard left > 0 else { return newDue }
        guard let latest = new.start(before: newDue, by: left) else { return nil }
        guard old.isClose(second), latest > since else { return latest }
        return new.end(from: since, adding: new.openSeconds(from: since, to: latest), staysAtClose: true)
    }
}

extension Limit {
    /// Whether it ends at a close of office.
    var isInDays: Bool {
        switch self {
        case .wholeDays, .calendarDays, .sameDay: true
        case .workingHours, .workingDays: false
        }
    }
}

import DossierDomain
import WorkingCalendar

/// Reckons a dossier's clocks through one event (tính lại đồng hồ theo sự kiện) and says where the event differs.
///
/// It believes of the event only what was decided: which clocks start, stop, go on and end. When they end and when
/// warnings fire it counts by itself.
struct ClockReckoning {
    let event: DossierEvent
    let before: Dossier
    let procedure: Procedure
    let ladder: Ladder
    let calendars: SlowCalendars

    private var now: Instant { event.at }
    private var desk: UnitPlace { before.receivingDesk }
    /// Whether the terms begin anew; what was late when it stopped stays late.
    private var restarts: Bool {
        guard case .supplementReceived = event.fact, let due = before.dueAt, let stoppedAt = before.stoppedAt else {
            return false
        }
        return procedure.supplementMode == .restart && stoppedAt.wholeSeconds <= due.wholeSeconds
    }
    /// The appointment of terms that begin anew: never before one that an apology gave.
    private func restarted(_ calendar: SlowCalendar) -> Int64? {
        let counted = calendar.appointment(procedure.limit, receivedAt: now.wholeSeconds)
        guard before.hasApology, let given = before.dueAt else { return counted }
        return counted.map { max($0, given.wholeSeconds) }
    }

    /// Carries the clocks on.
    ///
    /// - Throws: `BrokenInvariant` if an instant of the event is not the one counted.
    func carry(_ watched: inout WatchedDossier) throws(BrokenInvariant) {
        for effect in event.effects {
            switch effect {
            case .status(let new): watched.filing = try new == .submitted ? wait() : [:]
            case .dueDate(_, let new, let cause): try moveAppointment(to: new, cause, of: &watched)
            case .stepStarted(let id, let due): try start(id, due: due, of: &watched)
            case .stepFinished(let id), .stepReset(let id), .stepSkipped(let id): watched.stepClocks[id] = nil
            case .clockStopped(let unused): try stop(&watched.clock, at: desk, unused: unused, "the dossier")
            case .stepClockStopped(let id, let unused):
                guard let place = before[id]?.place else { continue }
                try stop(&watched.stepClocks[id], at: place, unused: unused, "step \(id)")
            case .clockResumed: watched.clock = try resumedUnmoved(watched.clock)
            case .stepClockResumed(let id, let due): try resume(id, due: due, of: &watched)
            case .stepDueDate(let id, _, let new): watched.stepClocks[id]?.due = new
            case .stepPending, .stepNotPending, .completerNoted, .warningsPlanned, .stepWarningsPlanned,
                .textsWanted:
                continue
            }
        }
    }

    /// When the warnings fire on a wait for the desk's answer that begins now.
    private func wait() throws(BrokenInvariant) -> [RungID: Instant] {
        let calendar = try calendar(of: desk)
        var warnings: [RungID: Instant] = [:]
        for rung in ladder.filingWarnings {
            let second = calendar.end(from: now.wholeSeconds, adding: rung.waited.seconds, staysAtClose: true)
            warnings[rung.id] = second.map(Instant.init(seconds:))
        }
        return warnings
    }

    private func broken(_ invariant: Invariant, _ finding: String) -> BrokenInvariant {
        BrokenInvariant(invariant: invariant, finding: "\(before.code): " + finding, at: now)
    }

    private func calendar(of place: UnitPlace) throws(BrokenInvariant) -> SlowCalendar {
        guard let calendar = calendars[place] else { throw broken(.instantsAgree, "\(place) has no calendar") }
        return calendar
    }

    private func check(_ planned: Instant, is counted: Int64?, _ what: String) throws(BrokenInvariant) {
        guard counted.map(Instant.init(seconds:)) != planned else { return }
        let expected = counted.map { Instant(seconds: $0).iso8601 } ?? "no instant"
        throw broken(.instantsAgree, "\(what) is \(planned.iso8601), counted slowly it is \(expected)")
    }

    private func moveAppointment(
        to new: Instant,
        _ cause: DueDateCause,
        of watched: inout WatchedDossier
    ) throws(BrokenInvariant) {
        let calendar = try calendar(of: desk)
        let second = now.wholeSeconds
        switch cause {
        case .intake:
            try check(new, is: calendar.appointment(procedure.limit, receivedAt: second), "the appointment")
            watched.clock = fresh(to: new, calendar, demandsApology: true)
        case .apology:
            guard new > before.dueAt ?? now, calendar.isOpen(new.wholeSeconds) || calendar.isClose(new.wholeSeconds)
            else { throw broken(.instantsAgree, "the new appointment \(new.iso8601) is no office time after the old") }
            var clock = fresh(to: new, calendar, demandsApology: false)
            // The citizen got another date; the clock itself has run on.
            clock.since = watched.clock?.since ?? clock.since
            watched.clock = clock
        case .supplement, .payment:
            guard var clock = watched.clock, let stoppedAt = before.stoppedAt else {
                throw broken(.pausedStands, "a clock goes on that did not stand still")
            }
            let counted = restarts ? restarted(calendar) : resumedAppointment(clock, stoppedAt, calendar)
            try check(new, is: counted, "the appointment")
            goOn(&clock, to: new, since: stoppedAt, calendar)
            watched.clock = clock
        case .calendar: throw broken(.promiseStands, "an appointment moved with the calendar, which did not change")
        }
    }

    private func fresh(to due: Instant, _ calendar: SlowCalendar, demandsApology: Bool) -> ExpectedClock {
        let rungs = ladder.dossierWarnings.filter { demandsApology || !$0.demandsApology }
        return ExpectedClock(from: now, to: due, rungs: rungs, calendar: calendar)
    }

    /// What was late when the clock stopped stays late; else what was left is added back.
    private func resumedAppointment(_ clock: ExpectedClock, _ stoppedAt: Instant, _ calendar: SlowCalendar) -> Int64? {
        guard let left = clock.remaining, stoppedAt.wholeSeconds <= clock.due.wholeSeconds else {
            return clock.due.wholeSeconds
        }
        let due = clock.due.wholeSeconds
        // A moment that is no office time any more, since other days off were declared, ended as its limit does.
        let staysAtClose = calendar.isClose(due) || (!calendar.isOpen(due) && procedure.limit.isInDays)
        return calendar.end(from: now.wholeSeconds, adding: left, staysAtClose: staysAtClose)
    }

    /// A clock that goes on without a word of its end must end where it did.
    private func resumedUnmoved(_ clock: ExpectedClock?) throws(BrokenInvariant) -> ExpectedClock? {
        let isTold = event.effects.contains { effect in
            if case .dueDate = effect { true } else { false }
        }
        guard !isTold, var clock, let stoppedAt = before.stoppedAt else { return clock }
        let calendar = try calendar(of: desk)
        let counted =
            restarts
            ? restarted(calendar)
            : resumedAppointment(clock, stoppedAt, calendar)
        try check(clock.due, is: counted, "the appointment")
        let due = clock.due
        goOn(&clock, to: due, since: stoppedAt, calendar)
        return clock
    }

    /// The dossier's clock goes on to its end, or begins anew.
    private func goOn(
        _ clock: inout ExpectedClock,
        to due: Instant,
        since stoppedAt: Instant,
        _ calendar: SlowCalendar
    ) {
        if restarts {
            clock.restart(fresh(to: due, calendar, demandsApology: !before.hasApology))
        } else {
            clock.resume(
                at: now,
                stoppedAt: stoppedAt,
                due: due,
                rungs: ladder.dossierWarnings,
                whole: nil,
                calendar: calendar
            )
        }
    }

    private func start(_ id: StepID, due: Instant?, of watched: inout WatchedDossier) throws(BrokenInvariant) {
        guard let step = procedure.route[id], let place = before[id]?.place else {
            watched.stepClocks[id] = nil
            guard due == nil else { throw broken(.instantsAgree, "the citizen's step \(id) has a clock") }
            return
        }
        guard let due else { throw broken(.instantsAgree, "step \(id) has no clock") }
        let calendar = try calendar(of: place)
        let counted = calendar.end(from: now.wholeSeconds, adding: step.workingTime.seconds, staysAtClose: true)
        try check(due, is: counted, "the end of step \(id)")
        let rungs = id == procedure.route.handOver.id ? [] : ladder.stepWarnings
        watched.stepClocks[id] = ExpectedClock(from: now, to: due, rungs: rungs, calendar: calendar)
    }

    private func stop(
        _ clock: inout ExpectedClock?,
        at place: UnitPlace,
        unused: WorkingTime,
        _ what: String
    ) throws(BrokenInvariant) {
        guard let due = clock?.due else { throw broken(.pausedStands, "\(what) stops without a clock") }
        let left = try calendar(of: place).openSeconds(from: now.wholeSeconds, to: due.wholeSeconds)
        guard left == unused.seconds else {
            throw broken(.pausedStands, "\(what) keeps \(unused.seconds) s, \(left) s were left")
        }
        clock?.remaining = left
    }

    private func resume(_ id: StepID, due: Instant, of watched: inout WatchedDossier) throws(BrokenInvariant) {
        guard var clock = watched.stepClocks[id], let left = clock.remaining, let place = before[id]?.place,
            let stoppedAt = before.stoppedAt, let step = procedure.route[id]
        else { throw broken(.pausedStands, "step \(id) goes on but did not stand still") }
        let calendar = try calendar(of: place)
        let second = now.wholeSeconds
        if restarts, stoppedAt.wholeSeconds <= clock.due.wholeSeconds {
            let counted = calendar.end(from: second, adding: step.workingTime.seconds, staysAtClose: true)
            try check(due, is: counted, "the end of step \(id)")
            clock.restart(ExpectedClock(from: now, to: due, rungs: ladder.stepWarnings, calendar: calendar))
        } else {
            let counted =
                stoppedAt.wholeSeconds <= clock.due.wholeSeconds
                ? calendar.end(from: second, adding: left, staysAtClose: true) : clock.due.wholeSeconds
            try check(due, is: counted, "the end of step \(id)")
            clock.resume(
                at: now,
                stoppedAt: stoppedAt,
                due: due,
                rungs: ladder.stepWarnings,
                whole: step.workingTime.seconds,
                calendar: calendar
            )
        }
        watched.stepClocks[id] = clock
    }
}

import WorkingCalendar

/// A running clock for which another calendar is declared (đồng hồ khi lịch nghỉ thay đổi).
///
/// A due moment that the limit gives by the old calendar is the one that it gives by the new one, and one that it gives
/// by the new one already stays: an earlier change may have kept it. Any other keeps the working time that the old
/// calendar gave from the clock's start, and ends as it did, at a close or at an opening. A
/// date that somebody chose moves only off a moment that the new calendar closes. What is overdue stays so unless it
/// is not late any more by the new calendar, and no date moves into the past.
/// Source: project decision, 2026-11-28, because a date told to a citizen moves only as far as the declared days ask.
struct ClockUnderNewCalendar {
    private let start: Instant
    private let due: Instant
    private let now: Instant
    private let oldCalendar: WorkingCalendar
    private let newCalendar: WorkingCalendar

    /// Describes a clock.
    ///
    /// - Parameters:
    ///   - start: When it began to run, the last time if it was stopped in between.
    ///   - due: The present due moment.
    ///   - now: When the calendar changes.
    ///   - oldCalendar: The calendar by which it ran.
    ///   - newCalendar: The calendar by which it will run.
    init(start: Instant, due: Instant, now: Instant, from oldCalendar: WorkingCalendar, to newCalendar: WorkingCalendar)
    {
        self.start = start
        self.due = due
        self.now = now
        self.oldCalendar = oldCalendar
        self.newCalendar = newCalendar
    }

    /// What was over before the clock last began to run stays over.
    private var wasOverBefore: Bool { due < start.roundedDownToSecond }

    /// The appointment that a limit gave.
    func appointment(for limit: Limit) throws(DossierRejection) -> Instant {
        let isNew = isDue(by: { () throws(WorkingCalendarError) in
            try newCalendar.deadline(for: limit, receivedAt: start)
        })
        guard !wasOverBefore, !isNew else { return due }
        if isDue(by: { () throws(WorkingCalendarError) in try oldCalendar.deadline(for: limit, receivedAt: start) }) {
            return settled(
                try answered { () throws(WorkingCalendarError) in
                    try newCalendar.deadline(for: limit, receivedAt: start)
                }
            )
        }
        return try shifted(ending: limit.endsAtClose ? .atClose : .atNextOpening)
    }

    /// The end of a step's hours.
    ///
    /// - Parameter hours: The step's hours by the procedure.
    /// - Returns: The end from now on.
    /// - Throws: ``DossierRejection/calendarUnknown(year:)``.
    func stepDue(hours: WorkingTime) throws(DossierRejection) -> Instant {
        let isNew = isDue(by: { () throws(WorkingCalendarError) in
            try newCalendar.due(from: start, adding: hours, ending: .atClose)
        })
        return wasOverBefore || isNew ? due : try shifted(ending: .atClose)
    }

    /// A date that was chosen; one outside the old calendar's office hours stays whatever the new one says.
    func chosen() throws(DossierRejection) -> Instant {
        guard !wasOverBefore, oldCalendar.hasOffice(at: due), !newCalendar.hasOffice(at: due) else { return due }
        return settled(
            try answered { () throws(WorkingCalendarError) in try newCalendar.nextOpenInstant(atOrAfter: due) }
        )
    }

    /// The warnings that have not fired, each with the working time up to the due moment that it had.
    ///
    /// One that the new calendar puts into the past fires now: it is not late, since it has only just been due.
    func warnings(_ warnings: [PlannedWarning], due newDue: Instant) throws(DossierRejection) -> [PlannedWarning] {
        guard !wasOverBefore else { return warnings }
        var moved: [PlannedWarning] = []
        for warning in warnings {
            let reckoned = try answered { () throws(WorkingCalendarError) in
                let left = try oldCalendar.workingTime(from: warning.fireAt, to: due)
                let latest = try newCalendar.instant(before: newDue, by: left)
                guard oldCalendar.isClose(warning.fireAt), latest > start else { return latest }
                let used = try newCalendar.workingTime(from: start, to: latest)
                return try newCalendar.due(from: start, adding: used, ending: .atClose)
            }
            let isPast = reckoned < now && warning.fireAt >= now.roundedDownToSecond
            moved.append(PlannedWarning(rung: warning.rung, fireAt: isPast ? now.roundedDownToSecond : reckoned))
        }
        return moved
    }

    private func shifted(ending usual: TermEnd) throws(DossierRejection) -> Instant {
        let left = try answered { () throws(WorkingCalendarError) in try oldCalendar.workingTime(from: start, to: due) }
        // A clock that was stopped and resumed may end the other way.
        for ending in [usual, usual.opposite]
        where isDue(by: { () throws(WorkingCalendarError) in
            try oldCalendar.due(from: start, adding: left, ending: ending)
        }) {
            return settled(
                try answered { () throws(WorkingCalendarError) in
                    try newCalendar.due(from: start, adding: left, ending: ending)
                }
            )
        }
        return try chosen()
    }

    /// Whether a calendar gives the present due moment in some way.
    private func isDue(by reckoning: () throws(WorkingCalendarError) -> Instant) -> Bool {
        // A reckoning that the calendar refuses cannot be the one by which the date was given.
        (try? reckoning()) == due
    }

    private func settled(_ new: Instant) -> Instant { new >= now.roundedDownToSecond ? new : due }

    private func answered<Answer>(
        _ question: () throws(WorkingCalendarError) -> Answer
    ) throws(DossierRejection) -> Answer {
        do throws(WorkingCalendarError) {
            return try question()
        } catch {
            throw DossierRejection(error)
        }
    }
}

extension WorkingCalendar {
    /// Whether an appointment may stand at an instant: in office hours, their close included.
    func hasOffice(at instant: Instant) -> Bool { isOpen(at: instant) || isClose(instant) }
}

extension Limit {
    /// Whether its appointments stand at a close of office.
    var endsAtClose: Bool {
        switch self {
        case .workingHours, .workingDays: false
        case .wholeDays, .calendarDays, .sameDay: true
        }
    }
}

extension TermEnd {
    fileprivate var opposite: TermEnd {
        switch self {
        case .atClose: .atNextOpening
        case .atNextOpening: .atClose
        }
    }
}

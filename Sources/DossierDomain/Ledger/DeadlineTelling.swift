import WorkingCalendar

/// The telling of how an appointment was reached, event by event.
struct DeadlineTelling {
    private let calendar: WorkingCalendar
    private let limit: Limit
    private let restarts: Bool
    private var dueAt: Instant?
    private var open: (cause: DeadlinePhase.Cause, at: Instant)?
    /// What the clock that runs was given when it began to run; nil for a date that somebody chose.
    private var grant: DeadlineGrant?
    private(set) var phases: [DeadlinePhase] = []
    private(set) var pause: DeadlinePause?
    private(set) var isOver = false

    init(calendar: WorkingCalendar, limit: Limit, restarts: Bool) {
        self.calendar = calendar
        self.limit = limit
        self.restarts = restarts
    }

    /// Takes one more event.
    mutating func take(_ event: DossierEvent) throws(DossierRejection) {
        for effect in event.effects {
            switch effect {
            case .dueDate(_, let new, let cause): try move(to: new, cause: cause, of: event)
            case .clockStopped(let left): try stop(left: left, of: event)
            case .clockResumed: try resume(event)
            case .status(.finished), .status(.stopped), .status(.refused): isOver = true
            default: continue
            }
        }
    }

    private mutating func move(to new: Instant, cause: DueDateCause, of event: DossierEvent) throws(DossierRejection) {
        switch (cause, event.fact) {
        case (.apology, .apologised(_, let isTooLate)):
            try end(.moved, at: event.at)
            dueAt = new
            grant = nil
            try begin(.apology(isTooLate: isTooLate), at: event.at)
        case (.calendar, .rescheduled(let ground)):
            try end(.moved, at: event.at)
            dueAt = new
            try begin(.reschedule(ground), at: event.at)
        case (.intake, _):
            dueAt = new
            grant = .limit(from: event.at)
            try begin(.receipt, at: event.at)
        default:
            // The phase that the resumption began is told again, to its new end.
            dueAt = new
            try retell()
        }
    }

    private mutating func stop(left: WorkingTime, of event: DossierEvent) throws(DossierRejection) {
        guard let dueAt else { return }
        let cause: CitizenWait.Cause = if case .supplementRequested = event.fact { .supplement } else { .payment }
        let isOverdue = event.at.roundedDownToSecond > dueAt
        let stopped = DeadlinePause(cause: cause, since: event.at, left: left, isOverdue: isOverdue)
        pause = stopped
        try end(.pause(stopped), at: event.at)
    }

    private mutating func resume(_ event: DossierEvent) throws(DossierRejection) {
        let cause: CitizenWait.Cause = if case .paymentConfirmed = event.fact { .payment } else { .supplement }
        // What was late when the clock stopped does not begin anew.
        let isAnew = cause == .supplement && restarts && pause?.isOverdue != true
        grant = grant(after: pause, at: event.at, restarting: isAnew)
        pause = nil
        try begin(isAnew ? .restart : .resumption(cause), at: event.at)
    }

    /// What a pause left to the clock that runs again; nil where the date stays because it had passed, or was chosen.
    private func grant(after pause: DeadlinePause?, at instant: Instant, restarting: Bool) -> DeadlineGrant? {
        guard let pause, !pause.isOverdue else { return nil }
        if restarting { return phases.contains { $0.cause.isApology } ? nil : .limit(from: instant) }
        return .left(pause.left, from: instant)
    }

    /// When the term would end by the present calendar; nil where that is the due moment, or where nothing was granted.
    ///
    /// An end beyond the years with data is not told: the rest of the explanation stands without it.
    private func presentEnd(instead dueAt: Instant) -> Instant? {
        // The calendar refuses what it has no data for.
        guard let ends = try? presentEnds(of: dueAt) else { return nil }
        return ends.contains(dueAt) ? nil : ends.first
    }

    private func presentEnds(of dueAt: Instant) throws(WorkingCalendarError) -> [Instant] {
        switch grant {
        case nil: return []
        case .limit(let start): return [try calendar.deadline(for: limit, receivedAt: start)]
        case .left(let left, let start):
            // Whichever way it ended when the clock stopped, at a close or at an opening, was kept.
            let isClose = calendar.isClose(dueAt)
            return [
                try calendar.due(from: start, adding: left, ending: isClose ? .atClose : .atNextOpening),
                try calendar.due(from: start, adding: left, ending: isClose ? .atNextOpening : .atClose),
            ]
        }
    }

    private func termDays(until: Instant) throws(WorkingCalendarError) -> TermDays? {
        guard case .limit(let start) = grant else { return nil }
        let from = try calendar.nextOpenInstant(atOrAfter: start)
        return try TermDays(of: limit, from: from, to: until, calendar: calendar)
    }

    private mutating func begin(_ cause: DeadlinePhase.Cause, at instant: Instant) throws(DossierRejection) {
        open = (cause, instant)
        if let phase = try phase(until: nil, end: nil) { phases.append(phase) }
    }

    /// Tells the open phase again, up to the due moment as it is now.
    private mutating func retell() throws(DossierRejection) {
        guard let phase = try phase(until: nil, end: nil), !phases.isEmpty else { return }
        phases[phases.count - 1] = phase
    }

    private mutating func end(_ end: DeadlinePhase.End, at instant: Instant) throws(DossierRejection) {
        guard let phase = try phase(until: instant, end: end), !phases.isEmpty else { return }
        phases[phases.count - 1] = phase
    }

    private func phase(until: Instant?, end: DeadlinePhase.End?) throws(DossierRejection) -> DeadlinePhase? {
        guard let open, let dueAt else { return nil }
        do throws(WorkingCalendarError) {
            let from = try calendar.nextOpenInstant(atOrAfter: open.at)
            let until = min(until ?? dueAt, dueAt)
            return DeadlinePhase(
                cause: open.cause,
                at: open.at,
                closedMoment: calendar.closedMoment(at: open.at),
                countedFrom: from,
                dueAt: dueAt,
                term: try calendar.workingTime(from: open.at, to: dueAt),
                countedUntil: until,
                counted: try calendar.countedDays(from: open.at, to: until),
                termDays: try termDays(until: until),
                byPresentHours: end == nil ? presentEnd(instead: dueAt) : nil,
                end: end
            )
        } catch {
            throw DossierRejection(error)
        }
    }
}

/// What a clock is given when it begins to run (thời hạn được cấp khi đồng hồ chạy).
private enum DeadlineGrant {
    /// The procedure's term, whole.
    case limit(from: Instant)
    /// What a pause left of it.
    case left(WorkingTime, from: Instant)
}

extension DeadlinePhase.Cause {
    fileprivate var isApology: Bool { if case .apology = self { true } else { false } }
}

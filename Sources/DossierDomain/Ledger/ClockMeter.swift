import WorkingCalendar

/// The meter of one working clock (bộ đếm thời gian), moved on from event to event.
///
/// Spans that meet add up to the whole span to the second, so neither the number of events nor their fractions of a
/// second change what it shows.
struct ClockMeter {
    private let calendar: WorkingCalendar
    private var mark: Instant
    private var allowed = WorkingTime.zero
    private var used = WorkingTime.zero
    private var paused = WorkingTime.zero
    /// Since when it stands still; nil while it runs.
    private(set) var stoppedSince: Instant?
    /// The first due moment.
    private(set) var firstDue: Instant?
    /// The present due moment.
    private(set) var due: Instant?
    /// Every move of it, in order.
    private(set) var moves: [DueMove] = []

    /// Starts a meter that runs.
    init(calendar: WorkingCalendar, start: Instant) {
        self.calendar = calendar
        mark = start
    }

    /// What it shows.
    var reading: ClockReading { ClockReading(allowed: allowed, used: used, paused: paused) }

    /// Moves on to an instant and returns the working time that passed, running or not.
    @discardableResult
    mutating func advance(to instant: Instant) throws(DossierRejection) -> WorkingTime {
        guard instant > mark else { return .zero }
        let passed = try workingTime(to: instant)
        mark = instant
        if stoppedSince == nil { used = used + passed } else { paused = paused + passed }
        return passed
    }

    /// Sets the due moment, first or anew: what lies between now and then is granted beside what was used.
    mutating func setDue(_ new: Instant, cause: DueDateCause, by initiator: Initiator) throws(DossierRejection) {
        if firstDue == nil { firstDue = new }
        guard new != due else { return }
        if let due { moves.append(DueMove(at: mark, old: due, new: new, cause: cause, by: initiator)) }
        due = new
        allowed = used + (try workingTime(to: new))
    }

    /// The meter of whoever goes on with this clock from the instant it was moved on to: he is granted what is left.
    func continued() -> ClockMeter {
        var meter = ClockMeter(calendar: calendar, start: mark)
        meter.allowed = allowed - used
        meter.stoppedSince = stoppedSince
        meter.firstDue = due
        meter.due = due
        return meter
    }

    /// Stops at the instant it was moved on to.
    mutating func stop() { stoppedSince = stoppedSince ?? mark }

    /// Goes on from the instant it was moved on to; a due moment that stayed where it was leaves less by the pause.
    mutating func resume() throws(DossierRejection) {
        stoppedSince = nil
        if let due, due > mark { allowed = used + (try workingTime(to: due)) }
    }

    private func workingTime(to instant: Instant) throws(DossierRejection) -> WorkingTime {
        do throws(WorkingCalendarError) {
            return try calendar.workingTime(from: mark, to: instant)
        } catch {
            throw DossierRejection(error)
        }
    }
}

import WorkingCalendar

/// The due moment by which the national index judges (hạn theo chỉ số): supplement time is subtracted, never forgiven.
///
/// It is the appointment itself, except after a term was begun anew: the index knows no restart and goes on with what
/// was left. After that it follows an apology again, and a change of calendar only from a due moment they share.
/// Source: domain.md R21 and R23, which contradict each other; project decision, 2026-11-28, because the index is
/// counted by R23 whatever the procedure grants.
struct IndexTerm {
    private let calendar: WorkingCalendar
    private var remaining = WorkingTime.zero
    private var wasOver = false
    private var hasLeftAppointment = false
    /// The due moment.
    private(set) var due: Instant

    /// Begins with the first appointment.
    init(calendar: WorkingCalendar, due: Instant) {
        self.calendar = calendar
        self.due = due
    }

    /// Notes what is left when the clock stops.
    mutating func stop(at instant: Instant) throws(DossierRejection) {
        do throws(WorkingCalendarError) {
            remaining = try calendar.workingTime(from: instant, to: due)
        } catch {
            throw DossierRejection(error)
        }
        wasOver = instant.roundedDownToSecond > due
    }

    /// Goes on when the clock runs again.
    mutating func resume(at instant: Instant, restarting: Bool) throws(DossierRejection) {
        hasLeftAppointment = hasLeftAppointment || restarting
        guard hasLeftAppointment, !wasOver else { return }
        do throws(WorkingCalendarError) {
            let ending: TermEnd = calendar.isClose(due) ? .atClose : .atNextOpening
            due = try calendar.due(from: instant, adding: remaining, ending: ending)
        } catch {
            throw DossierRejection(error)
        }
    }

    /// Takes over a move of the appointment.
    mutating func follow(old: Instant?, new: Instant, cause: DueDateCause) {
        if cause == .apology { hasLeftAppointment = false }
        guard !hasLeftAppointment || (cause == .calendar && old == due) else { return }
        due = new
    }
}

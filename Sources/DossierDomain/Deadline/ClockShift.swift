import WorkingCalendar

/// The moving of instants along a working clock (dời mốc thời gian): as much working time is left after the move as was
/// before, though it is counted from another moment or by another calendar.
struct ClockShift {
    private let start: Instant
    private let calendar: WorkingCalendar
    private let newStart: Instant
    private let newCalendar: WorkingCalendar

    /// Describes a move by one calendar.
    init(from start: Instant, to newStart: Instant, calendar: WorkingCalendar) {
        self.init(from: start, in: calendar, to: newStart, in: calendar)
    }

    /// Describes a move from one calendar to another.
    init(
        from start: Instant,
        in calendar: WorkingCalendar,
        to newStart: Instant,
        in newCalendar: WorkingCalendar
    ) {
        self.start = start
        self.calendar = calendar
        self.newStart = newStart
        self.newCalendar = newCalendar
    }

    /// Where an instant moves to.
    ///
    /// - Parameters:
    ///   - instant: The instant.
    ///   - endsAtClose: Whether it ends at the close where its working time ends just there. Else it ends as it did: at
    ///     a close of office, or at an opening.
    /// - Returns: The instant from now on.
    /// - Throws: ``DossierRejection/calendarUnknown(year:)``.
    func moved(_ instant: Instant, endsAtClose: Bool) throws(DossierRejection) -> Instant {
        do throws(WorkingCalendarError) {
            let left = try calendar.workingTime(from: start, to: instant)
            let ending: TermEnd = endsAtClose || calendar.isClose(instant) ? .atClose : .atNextOpening
            return try newCalendar.due(from: newStart, adding: left, ending: ending)
        } catch {
            throw DossierRejection(error)
        }
    }
}

/// A reason for which a calendar is refused, or refuses to name a date.
public enum WorkingCalendarError: Error, Hashable, Sendable {
    /// The calendar has no data for the year that the answer depends on, so it refuses to promise a date.
    ///
    /// For an answer beyond the known years it is the first year without data on that side.
    case unknownYear(Int)
    /// Two intervals of this day of the week share a second.
    case overlappingIntervals(Weekday)
    /// A closure, make-up day or half day lies outside the years of its calendar.
    case dateOutsideYears(LocalDate)
    /// A day is both worked in exchange and off.
    case makeUpDayInClosure(LocalDate)
    /// The office would not be open for a single second in all the calendar's years.
    case noOpenTime
    /// The limit is zero or negative.
    case invalidLimit
}

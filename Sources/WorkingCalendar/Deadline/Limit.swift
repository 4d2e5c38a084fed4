/// The time that the law or the procedure leaves for settling a dossier (thời hạn giải quyết).
///
/// A receipt outside office hours counts from the next opening, the start below. Every count is at least one.
/// Source: for counts of hours and days, OpenCPS v2 and the one-stop system of Thanh Hóa province; for `sameDay`,
/// project decision, 2026-11-23, because procedures settled "ngay trong ngày" name an hour after which the next
/// working day counts.
public enum Limit: Hashable, Sendable {
    /// Working time from the start (giờ làm việc), to the second.
    case workingHours(WorkingTime)
    /// Working days of 8 hours from the start (ngày làm việc), so that with full days the time of day is kept.
    case workingDays(Int)
    /// Whole working days (ngày làm việc tròn): the start's day is not counted, due at the last day's close.
    ///
    /// Source: Civil Code 2015, article 147, for the first day not counted; unverified.
    case wholeDays(Int)
    /// Days of the calendar (ngày), due at close; the start's day is not counted and a last day off moves forward.
    ///
    /// Source: Civil Code 2015, articles 147 and 148; unverified.
    case calendarDays(Int)
    /// The same day (trong ngày) if the start is before the cut-off, else the next working day, due at close.
    case sameDay(cutoff: TimeOfDay)
}

public import WorkingCalendar

/// The days that a report tells of (kỳ báo cáo): a quarter, six, nine or twelve months, or any other days.
public struct ReportPeriod: Hashable, Sendable {
    /// The first local date.
    public let from: LocalDate
    /// The last local date, itself included.
    public let until: LocalDate

    /// Creates a period; nil if its last day lies before its first.
    public init?(from: LocalDate, until: LocalDate) {
        guard from <= until else { return nil }
        self.from = from
        self.until = until
    }

    /// Its first instant, 00:00 of the first day.
    public var start: Instant { from.startOfDay }
    /// The first instant behind it, 24:00 of the last day.
    public var end: Instant { until.startOfDay.adding(seconds: 86_400) }

    /// The instant as of which it is told: its last millisecond, or the present one while it lasts.
    ///
    /// An instant before the period begins is taken as its beginning.
    public func asOf(_ now: Instant) -> Instant { max(start, min(now, end.adding(milliseconds: -1))) }
}

/// A day on which offices are open only within a window (ngày làm việc nửa buổi), such as the last one before Tết.
///
/// The hours of the day are cut to the window: with 07:30-11:30 and 13:00-17:00, a window of 00:00-12:00 leaves the
/// morning. It opens nothing on a day that is closed anyway. It still counts as one working day where days are counted.
public struct HalfDay: Hashable, Sendable {
    /// The shortened day.
    public let date: LocalDate
    /// The window outside which offices are closed on that day.
    public let open: OfficeInterval

    /// Cuts a date's hours to a window.
    public init(date: LocalDate, open: OfficeInterval) {
        self.date = date
        self.open = open
    }
}

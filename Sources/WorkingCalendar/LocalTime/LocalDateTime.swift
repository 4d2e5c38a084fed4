/// A date and time on the clocks of Vietnam, at the fixed offset UTC+07:00, to the second.
///
/// 24:00 of a date and 00:00 of the next are two values of one instant; reading an instant gives the latter.
/// Source: project decision, 2026-11-23, because Vietnam has kept UTC+07:00 without summer time since 1975.
public struct LocalDateTime: Comparable, Hashable, Sendable {
    /// The date.
    public let date: LocalDate
    /// The time of that day.
    public let time: TimeOfDay

    /// Puts a date and a time of day together.
    public init(date: LocalDate, time: TimeOfDay) {
        self.date = date
        self.time = time
    }

    /// Reads the clocks of Vietnam at an instant, rounded down to the second.
    public init(_ instant: Instant) {
        let localSeconds = instant.wholeSeconds + Self.secondsEastOfUTC
        let days = localSeconds.flooredQuotient(by: 86_400)
        date = LocalDate(dayNumber: Int(days))
        time = TimeOfDay(remainderOfDay: Int(localSeconds - days * 86_400))
    }

    /// The instant at which the clocks of Vietnam show this date and time.
    public var instant: Instant {
        date.startOfDay.adding(seconds: Int64(time.secondsSinceMidnight))
    }

    /// Tells whether the left date and time come before the right ones.
    public static func < (left: LocalDateTime, right: LocalDateTime) -> Bool {
        (left.date, left.time) < (right.date, right.time)
    }

    /// The offset of Vietnam's clocks from UTC, in seconds.
    static let secondsEastOfUTC: Int64 = 7 * 3600
}

import WorkingCalendar

/// The moment of an answer as the field `Date` writes it.
///
/// Source: RFC 9110, 5.6.7.
enum HTTPDate {
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let secondsPerDay: Int64 = 86_400

    /// The text of an instant, for example `Wed, 05 Jan 2022 03:20:00 GMT`.
    static func text(_ instant: Instant) -> String {
        let seconds = instant.wholeSeconds
        let day = Int(seconds / secondsPerDay)
        let second = Int(seconds % secondsPerDay)
        let date = LocalDate(dayNumber: day)
        // 1970-01-01, day 0, was a Thursday.
        let weekday = weekdays[(day + 3) % 7]
        let time = [second / 3_600, second / 60 % 60, second % 60].map(twoDigits).joined(separator: ":")
        return "\(weekday), \(twoDigits(date.day)) \(months[date.month - 1]) \(date.year) \(time) GMT"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}

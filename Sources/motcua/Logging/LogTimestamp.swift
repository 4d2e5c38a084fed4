import WorkingCalendar

/// The time of a log line: machine time, also in a demonstration whose clock stands still.
enum LogTimestamp {
    /// Returns the machine's time in milliseconds since 1970 UTC.
    static let machineMilliseconds: @Sendable () -> Int64 = { SystemClock().now.milliseconds }

    /// Returns ISO 8601 text, as in `2022-01-05T10:20:00.000+07:00`, of milliseconds since 1970 UTC.
    static func text(milliseconds: Int64) -> String {
        let instant = Instant(milliseconds: milliseconds)
        let fraction = milliseconds - instant.wholeSeconds * 1000
        let zeros = String(repeating: "0", count: 3 - String(fraction).count)
        let seconds = instant.iso8601
        return seconds.dropLast(zoneLength) + "." + zeros + String(fraction) + seconds.suffix(zoneLength)
    }

    /// The characters of `+07:00`.
    private static let zoneLength = 6
}

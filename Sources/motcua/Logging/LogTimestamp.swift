#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The time of a log line: machine time, also in a demonstration whose clock stands still.
enum LogTimestamp {
    private static let millisecondsPerDay: Int64 = 86_400_000
    /// Vietnam's time zone, UTC+07:00 the whole year.
    private static let offsetMilliseconds: Int64 = 7 * 3_600_000

    /// Returns the machine's time in milliseconds since 1970 UTC.
    static let machineMilliseconds: @Sendable () -> Int64 = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Returns ISO 8601 text, as in `2022-01-05T10:20:00.000+07:00`, of milliseconds since 1970 UTC.
    static func text(milliseconds: Int64) -> String {
        let local = milliseconds + offsetMilliseconds
        let day = floorDivide(local, millisecondsPerDay)
        let ofDay = local - day * millisecondsPerDay
        let (year, month, dayOfMonth) = date(ofDay: day)
        let seconds = ofDay / 1_000
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        return
            "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T\(time).\(padded(ofDay % 1_000, 3))+07:00"
    }

    /// Returns the Gregorian date of a count of days since 1970-01-01.
    ///
    /// Counts in eras of 400 years that begin on 1 March, so that the leap day is the last of its year.
    private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    private static func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
        number / divisor - (number % divisor < 0 ? 1 : 0)
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

import WorkingCalendar

/// When a register's row was received (thời điểm tiếp nhận), as clerks write it.
enum ReceiptTime {
    /// Reads `2022-01-05T10:20:00+07:00` (any offset) or `05/01/2022 10:20` (clocks of Vietnam); nil for anything else.
    ///
    /// Day, month and hour may have one digit; seconds may follow.
    static func read(_ typed: String) -> Instant? {
        if let instant = Instant(iso8601: typed) { return instant }
        let halves = typed.split(whereSeparator: \.isWhitespace)
        guard halves.count == 2, let date = date(halves[0]), let time = time(halves[1]) else { return nil }
        return LocalDateTime(date: date, time: time).instant
    }

    private static func date(_ text: Substring) -> LocalDate? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let day = number(parts[0], digits: 1...2), let month = number(parts[1], digits: 1...2),
            let year = number(parts[2], digits: 4...4)
        else { return nil }
        return LocalDate(year: year, month: month, day: day)
    }

    private static func time(_ text: Substring) -> TimeOfDay? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hour = number(parts[0], digits: 1...2), hour < 24,
            let minute = number(parts[1], digits: 2...2)
        else { return nil }
        guard parts.count == 3 else { return TimeOfDay(hour: hour, minute: minute) }
        return number(parts[2], digits: 2...2).flatMap { TimeOfDay(hour: hour, minute: minute, second: $0) }
    }

    /// Reads plain decimal digits; `Int.init` alone would also take a sign.
    private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }
}

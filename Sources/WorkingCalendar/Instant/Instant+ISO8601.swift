// ISO 8601 in the profile of RFC 3339 section 5.6, with two narrowings: capital `T` and `Z` only, no leap second.

extension Instant {
    /// Reads a moment written with its zone, such as `2022-01-05T10:20+07:00` or `2022-01-05T03:20:00.250Z`.
    ///
    /// Shape: `YYYY-MM-DDTHH:MM[:SS[.f…]](Z|±HH:MM)`, years 0001 to 9999, hours 00 to 23, seconds 00 to 59. Digits
    /// of the fraction beyond milliseconds are dropped. Nil for any other text: blanks, missing zone, 24:00, 30 Feb.
    public init?(iso8601 text: String) {
        var reader = DigitReader(text)
        guard
            let date = LocalDate(reading: &reader),
            reader.skip("T"),
            let time = Self.millisecondsOfDay(from: &reader),
            let offsetMinutes = Self.offsetMinutes(from: &reader),
            reader.isAtEnd
        else { return nil }
        let days = Int64(date.dayNumber) * 86_400_000
        self.init(milliseconds: days + time - offsetMinutes * 60_000)
    }

    /// The moment in Vietnam's zone to the whole second, such as `2022-01-05T10:20:00+07:00`, rounded down.
    public var iso8601: String {
        let local = LocalDateTime(self)
        let second = local.time.secondsSinceMidnight
        var writer = DigitWriter()
        local.date.write(to: &writer)
        writer.marks("T")
        writer.number(second / 3600, digits: 2)
        writer.marks(":")
        writer.number(second / 60 % 60, digits: 2)
        writer.marks(":")
        writer.number(second % 60, digits: 2)
        writer.marks("+07:00")
        return writer.text
    }

    private static func millisecondsOfDay(from reader: inout DigitReader) -> Int64? {
        guard
            let hour = reader.number(digits: 2), (0...23).contains(hour),
            reader.skip(":"),
            let minute = reader.number(digits: 2), (0...59).contains(minute)
        else { return nil }
        let minutes = Int64(hour * 60 + minute)
        guard reader.skip(":") else { return minutes * 60_000 }
        guard let second = reader.number(digits: 2), (0...59).contains(second) else { return nil }
        guard reader.skip(".") else { return (minutes * 60 + Int64(second)) * 1000 }
        guard let fraction = reader.millisecondsOfFraction() else { return nil }
        return (minutes * 60 + Int64(second)) * 1000 + Int64(fraction)
    }

    private static func offsetMinutes(from reader: inout DigitReader) -> Int64? {
        if reader.skip("Z") { return 0 }
        let isWest = reader.skip("-")
        guard isWest || reader.skip("+") else { return nil }
        guard
            let hours = reader.number(digits: 2), (0...23).contains(hours),
            reader.skip(":"),
            let minutes = reader.number(digits: 2), (0...59).contains(minutes)
        else { return nil }
        let offset = Int64(hours * 60 + minutes)
        return isWest ? -offset : offset
    }
}

/// A date of the Gregorian calendar (ngày dương lịch) as it is written in Vietnam, without a time.
public struct LocalDate: Comparable, Hashable, Sendable {
    /// The year, 1 to 9999 where the date was written by somebody.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, 1 to 31.
    public let day: Int

    /// Makes a date that exists; nil for any other, such as 30 February, and for years outside 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard
            (1...9999).contains(year), (1...12).contains(month),
            (1...Self.days(inMonth: month, ofYear: year)).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Makes the date that many days after 1970-01-01, before it for a negative number.
    ///
    /// The number lies within a million million of zero; every day an `Instant` can fall on does.
    public init(dayNumber: Int) {
        precondition(abs(dayNumber) <= Self.farthestDayNumber, "A day number lies within 10^12 of 1970-01-01.")
        // Years are counted from 1 March, so that the leap day is a year's last day, in eras of 400 such years.
        let sinceEraStart = dayNumber + Self.daysFromEraStartTo1970
        let era = Int(Int64(sinceEraStart).flooredQuotient(by: Int64(Self.daysPerEra)))
        let dayOfEra = sinceEraStart - era * Self.daysPerEra
        let leapDays = dayOfEra / 1460 - dayOfEra / 36_524 + dayOfEra / (Self.daysPerEra - 1)
        let yearOfEra = (dayOfEra - leapDays) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        // Five months from March take 153 days, twice over.
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    /// The days since 1970-01-01, negative before it.
    public var dayNumber: Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = Int(Int64(marchYear).flooredQuotient(by: 400))
        let yearOfEra = marchYear - era * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * Self.daysPerEra + dayOfEra - Self.daysFromEraStartTo1970
    }

    /// The day of the week (thứ) of the date.
    public var weekday: Weekday {
        // 1970-01-01 was a Thursday, 3 days after a Monday.
        let sinceMonday = Int64(dayNumber) + 3
        let weeks = sinceMonday.flooredQuotient(by: 7)
        return Weekday.allCases[Int(sinceMonday - weeks * 7)]
    }

    /// The first instant of the date, 00:00 at UTC+07:00.
    public var startOfDay: Instant {
        Instant(seconds: Int64(dayNumber) * 86_400 - LocalDateTime.secondsEastOfUTC)
    }

    /// Returns the date that many days later, earlier for a negative number.
    public func adding(days: Int) -> LocalDate {
        LocalDate(dayNumber: dayNumber + days)
    }

    /// Tells whether the left date comes before the right one.
    public static func < (left: LocalDate, right: LocalDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static let daysPerEra = 146_097
    /// The days from 0000-03-01 to 1970-01-01.
    private static let daysFromEraStartTo1970 = 719_468
    private static let farthestDayNumber = 1_000_000_000_000

    private static func days(inMonth month: Int, ofYear year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension LocalDate {
    /// Reads a date written as `2022-01-05`, ten characters; nil for any other text and for dates that do not exist.
    public init?(iso8601 text: String) {
        var reader = DigitReader(text)
        self.init(reading: &reader)
        guard reader.isAtEnd else { return nil }
    }

    /// The date written as `2022-01-05`.
    public var iso8601: String {
        var writer = DigitWriter()
        write(to: &writer)
        return writer.text
    }

    /// Writes the date as `2022-01-05`.
    func write(to writer: inout DigitWriter) {
        writer.number(year, digits: 4)
        writer.marks("-")
        writer.number(month, digits: 2)
        writer.marks("-")
        writer.number(day, digits: 2)
    }

    /// Reads `YYYY-MM-DD` at the reader's place and leaves it behind the day; nil if there is no such date.
    init?(reading reader: inout DigitReader) {
        guard
            let year = reader.number(digits: 4), reader.skip("-"),
            let month = reader.number(digits: 2), reader.skip("-"),
            let day = reader.number(digits: 2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}

import Testing
import WorkingCalendar

@Suite("LocalDate")
struct LocalDateTests {
    @Test("every day from 1 January 0001 to 2400 follows the day before, by a plain count of month lengths")
    func followsPlainCount() {
        // 719,162 = days of the years 1 to 1969: 1969 x 365 = 718,685, plus 492 - 19 + 4 = 477 leap days.
        var dayNumber = -719_162
        var disagreements = 0
        for year in 1...2400 {
            let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            for (index, length) in lengths.enumerated() {
                // Both ends of each month; the days between are checked for a cycle of leap years.
                for day in (1968...2032).contains(year) ? Array(1...length) : [1, length] {
                    let date = LocalDate(dayNumber: dayNumber + day - 1)
                    let isRight = date == LocalDate(year: year, month: index + 1, day: day)
                    disagreements += isRight && date.dayNumber == dayNumber + day - 1 ? 0 : 1
                }
                dayNumber += length
            }
        }

        #expect(disagreements == 0)
    }

    @Test(
        "dates that do not exist are refused",
        arguments: [
            (2022, 2, 29), (2100, 2, 29), (2022, 4, 31), (2022, 0, 1), (2022, 13, 1), (2022, 1, 0), (2022, 1, 32),
            (0, 1, 1), (10_000, 1, 1),
        ]
    )
    func refuses(year: Int, month: Int, day: Int) {
        #expect(LocalDate(year: year, month: month, day: day) == nil)
    }

    // Counted on from 1 January 1970, a Thursday.
    @Test(
        "a date knows its day of the week",
        arguments: [
            ("1970-01-01", .thursday), ("1969-12-28", .sunday), ("2022-01-05", .wednesday), ("2022-02-01", .tuesday),
            ("2024-05-04", .saturday), ("2025-04-26", .saturday), ("2026-08-31", .monday), ("2000-02-29", .tuesday),
            ("2026-11-27", .friday),
        ] as [(String, Weekday)]
    )
    func weekday(text: String, weekday: Weekday) throws {
        #expect(try date(text).weekday == weekday)
    }

    @Test("adding days crosses months, leap days and years")
    func addsDays() throws {
        #expect(try date("2024-02-28").adding(days: 2) == date("2024-03-01"))
        #expect(try date("2021-12-31").adding(days: 1) == date("2022-01-01"))
        #expect(try date("2022-03-01").adding(days: -1) == date("2022-02-28"))
    }

    @Test("a day begins at midnight in Vietnam, 17:00 UTC of the day before")
    func startOfDay() throws {
        #expect(try date("2022-01-05").startOfDay == Instant(iso8601: "2022-01-04T17:00:00Z"))
    }

    @Test("dates sort by year, month and day")
    func sorts() throws {
        let sorted = try ["2021-12-31", "2022-01-02", "2022-01-30", "2022-02-01"].map(date)

        #expect(sorted.reversed().sorted() == sorted)
    }

    @Test("a date is written as it is read")
    func text() throws {
        #expect(try date("2022-01-05").iso8601 == "2022-01-05")
        #expect(try date("0987-11-30").iso8601 == "0987-11-30")
        // The last day before the year 1 and the first past four digits, by the number of days since 1970.
        #expect(LocalDate(dayNumber: -719_163).iso8601 == "0000-12-31")
        #expect(LocalDate(dayNumber: -719_529).iso8601 == "-0001-12-31")
        #expect(LocalDate(dayNumber: 2_932_897).iso8601 == "10000-01-01")
    }

    @Test(
        "other spellings are not read",
        arguments: [
            "2022-1-5", "05/01/2022", "2022-01-05 ", "2022-01-05T00:00", "20220105", "2022-02-30", "", "-022-01-05",
        ]
    )
    func refusesText(text: String) {
        #expect(LocalDate(iso8601: text) == nil)
    }

    @Test("days of the week sort from Monday to Sunday")
    func weekdaysSort() {
        #expect(Weekday.allCases.map(\.rawValue) == [1, 2, 3, 4, 5, 6, 7])
        #expect(Weekday.allCases.sorted() == Weekday.allCases)
        #expect(Weekday.monday < .sunday)
    }
}

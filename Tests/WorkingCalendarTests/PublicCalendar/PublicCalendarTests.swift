import Testing
import WorkingCalendar

@Suite("PublicCalendar")
struct PublicCalendarTests {
    @Test(
        "a closure covers its first and last day and its weekends",
        arguments: [
            ("2022-01-28", false), ("2022-01-29", true), ("2022-01-30", true), ("2022-02-01", true),
            ("2022-02-06", true), ("2022-02-07", false),
        ]
    )
    func closure(day: String, isClosed: Bool) throws {
        #expect(try DistrictOffice.daysOff().isClosed(date(day)) == isClosed)
    }

    @Test("a closure needs a name and may not end before it begins")
    func closureInOrder() throws {
        let first = try date("2022-01-29")
        let last = try date("2022-02-06")

        #expect(Closure(name: "Tết Nguyên Đán", first: last, last: first) == nil)
        #expect(Closure(name: "", first: first, last: last) == nil)
        #expect(Closure(name: "Tết Nguyên Đán", first: first, last: first) != nil)
    }

    @Test("closures in any order make the same calendar")
    func order() throws {
        let holidays = try [
            DistrictOffice.closure("Quốc khánh", "2022-09-01", "2022-09-04"),
            DistrictOffice.closure("Tết Nguyên Đán", "2022-01-29", "2022-02-06"),
        ]

        let calendar = try PublicCalendar(years: 2022...2022, closures: holidays)

        #expect(try calendar == PublicCalendar(years: 2022...2022, closures: holidays.reversed()))
        #expect(calendar.closures.map(\.name) == ["Tết Nguyên Đán", "Quốc khánh"])
    }

    @Test("a closure that reaches beyond the years is refused with its first such date")
    func closureOutside() throws {
        let newYear = try DistrictOffice.closure("Tết Dương lịch", "2022-12-31", "2023-01-02")

        #expect(throws: WorkingCalendarError.dateOutsideYears(try date("2023-01-02"))) {
            try PublicCalendar(years: 2022...2022, closures: [newYear])
        }
    }

    @Test("make-up days and half days outside the years are refused")
    func daysOutside() throws {
        let day = try date("2023-05-06")
        let half = HalfDay(date: day, open: try DistrictOffice.interval("00:00-12:00"))

        #expect(throws: WorkingCalendarError.dateOutsideYears(day)) {
            try PublicCalendar(years: 2022...2022, closures: [], makeUpDays: [day])
        }
        #expect(throws: WorkingCalendarError.dateOutsideYears(day)) {
            try PublicCalendar(years: 2022...2022, closures: [], halfDays: [half])
        }
    }

    @Test("a day cannot be worked in exchange and off")
    func makeUpDayInClosure() throws {
        let saturday = try date("2022-02-05")
        let newYear = try DistrictOffice.closure("Tết Nguyên Đán", "2022-01-29", "2022-02-06")

        #expect(throws: WorkingCalendarError.makeUpDayInClosure(saturday)) {
            try PublicCalendar(years: 2022...2022, closures: [newYear], makeUpDays: [saturday])
        }
    }

    @Test("years nobody writes are refused", arguments: [(0...2022, 0), (2022...10_000, 10_000)])
    func years(years: ClosedRange<Int>, refused: Int) {
        #expect(throws: WorkingCalendarError.unknownYear(refused)) {
            try PublicCalendar(years: years, closures: [])
        }
    }
}

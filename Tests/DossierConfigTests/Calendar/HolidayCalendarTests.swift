import Foundation
import Testing
import WorkingCalendar

@testable import DossierConfig

@Suite("The shipped calendar")
struct HolidayCalendarTests {
    private let calendar: PublicCalendar

    init() throws {
        calendar = try ConfigSandbox().load().publicCalendar
    }

    private func dates(_ kind: String) throws -> Set<LocalDate> {
        let rows = try ConfigSandbox.fixture("holidays-vn.csv").split(whereSeparator: \.isNewline).dropFirst()
        let matching = rows.map { $0.split(separator: ",") }.filter { $0[2] == kind }
        return Set(try matching.map { try #require(LocalDate(iso8601: String($0[0]))) })
    }

    private func isWeekend(_ date: LocalDate) -> Bool {
        date.weekday == .saturday || date.weekday == .sunday
    }

    @Test("closes exactly the weekdays of the list of holidays, 2021 to 2027")
    func closedWeekdays() throws {
        let listed = try dates("off")
        #expect(listed.count > 90)
        var date = try #require(LocalDate(year: 2021, month: 1, day: 1))
        while date.year <= 2027 {
            if !isWeekend(date) {
                #expect(calendar.isClosed(date) == listed.contains(date), "\(date.iso8601)")
            }
            date = date.adding(days: 1)
        }
    }

    @Test("closes the listed holidays that fall on weekends too")
    func closedWeekends() throws {
        #expect(try dates("off").filter(isWeekend).allSatisfy(calendar.isClosed))
    }

    @Test("works exactly the listed make-up days")
    func makeUpDays() throws {
        let listed = try dates("work")
        #expect(listed.count == 4)
        #expect(calendar.makeUpDays == listed)
    }

    @Test(
        "closes long weekends with their Saturdays and Sundays",
        arguments: [
            // Tết 2022: 29 January to 6 February (domain.md §1.7).
            ("2022-01-29", "2022-02-06"),
            // 1 January 2022 is a Saturday, Monday the 3rd its compensation.
            ("2022-01-01", "2022-01-03"),
            // 30 April is a Saturday, 1 May a Sunday: compensated on Monday and Tuesday.
            ("2022-04-30", "2022-05-03"),
            // Giỗ Tổ on Saturday 29 April, then 30 April and 1 May; Tuesday and Wednesday compensate.
            ("2023-04-29", "2023-05-03"),
            // 1 September is a Friday, the 2nd a Saturday, compensated on Monday the 4th.
            ("2023-09-01", "2023-09-04"),
        ]
    )
    func longWeekends(first: String, last: String) throws {
        let (first, last) = (try #require(LocalDate(iso8601: first)), try #require(LocalDate(iso8601: last)))
        let closure = try #require(calendar.closures.first { $0.contains(first) })
        #expect(closure.first == first)
        #expect(closure.last == last)
    }

    @Test("leaves an ordinary weekend to the desks")
    func ordinaryWeekend() throws {
        #expect(!calendar.isClosed(try #require(LocalDate(iso8601: "2022-01-08"))))
    }
}

@Suite("The expansion of holidays")
struct HolidayExpansionTests {
    private func date(_ text: String) throws -> LocalDate { try #require(LocalDate(iso8601: text)) }

    private func expand(
        _ holidays: [String],
        decided: [(String, String)] = [],
        makeUp: [String] = []
    ) throws -> [String] {
        let closures = try decided.map { pair in
            try #require(Closure(name: "Tết", first: try date(pair.0), last: try date(pair.1)))
        }
        let result = HolidayExpansion.closures(
            holidays: try holidays.map { .init(name: "Lễ", date: try date($0)) },
            closures: closures,
            makeUpDays: Set(try makeUp.map { try date($0) }),
            years: 2022...2022
        )
        return result.map { $0.first.iso8601 + ".." + $0.last.iso8601 }
    }

    @Test("keeps a holiday in the middle of the week a single day")
    func midweek() throws {
        // 2022-09-07 is a Wednesday.
        #expect(try expand(["2022-09-07"]) == ["2022-09-07..2022-09-07"])
    }

    @Test("compensates a Sunday on Monday and takes in the Saturday before")
    func sunday() throws {
        // 2022-04-10 is a Sunday.
        #expect(try expand(["2022-04-10"]) == ["2022-04-09..2022-04-11"])
    }

    @Test("compensates nothing that a decided closure covers")
    func decided() throws {
        // The closure Sat 2022-01-29 .. Sun 2022-02-06 covers Sunday 30 January.
        let days = try expand(["2022-01-30"], decided: [("2022-01-29", "2022-02-06")])
        #expect(days == ["2022-01-29..2022-02-06"])
    }

    @Test("leaves a make-up Saturday beside a holiday open")
    func makeUp() throws {
        // 2022-09-09 is a Friday; Saturday the 10th is worked, so the weekend is not taken in.
        #expect(try expand(["2022-09-09"], makeUp: ["2022-09-10"]) == ["2022-09-09..2022-09-09"])
    }

    @Test("does not reach beyond the years that have data")
    func edge() throws {
        // 2022-12-31 is a Saturday; its Monday lies in 2023.
        #expect(try expand(["2022-12-31"]) == ["2022-12-31..2022-12-31"])
    }
}

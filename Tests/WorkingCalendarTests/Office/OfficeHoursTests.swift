import Testing
import WorkingCalendar

@Suite("OfficeHours")
struct OfficeHoursTests {
    private let day = LocalDate(dayNumber: 19_000)

    @Test("intervals are sorted and those that touch are joined")
    func sortsAndJoins() throws {
        let hours = try OfficeHours(weekly: [
            .monday: ["13:00-15:00", "07:30-11:30", "15:00-17:00"].map(DistrictOffice.interval),
            .saturday: [],
        ])

        let monday = try ["07:30-11:30", "13:00-17:00"].map(DistrictOffice.interval)
        #expect(hours.intervals(on: .monday, asOf: day) == monday)
        #expect(hours.intervals(on: .saturday, asOf: day).isEmpty)
        #expect(hours.intervals(on: .sunday, asOf: day).isEmpty)
    }

    @Test("hours written differently but equal are equal")
    func equality() throws {
        let split = try OfficeHours(weekly: [.friday: ["08:00-10:00", "10:00-12:00"].map(DistrictOffice.interval)])
        let whole = try OfficeHours(weekly: [.friday: [DistrictOffice.interval("08:00-12:00")], .sunday: []])

        #expect(split == whole)
    }

    @Test("other hours hold from their first day on, and what changes in them later changes then")
    func changes() throws {
        let winter = try DistrictOffice.weekdays(["07:30-11:30", "13:00-17:00"])
        let summer = try DistrictOffice.weekdays(["07:00-11:30", "13:30-17:00"])
        let april = try date("2022-04-16")
        let october = try date("2022-10-16")
        let seasons = winter.becoming(summer.becoming(winter, from: october), from: april)

        let openings = try ["2022-04-15", "2022-04-16", "2022-10-15", "2022-10-16"].map { text in
            seasons.intervals(on: .friday, asOf: try date(text)).first?.opens.text
        }
        #expect(openings == ["07:30", "07:00", "07:00", "07:30"])
        #expect(seasons == winter.becoming(summer, from: april).becoming(winter, from: october))
        #expect(winter.becoming(winter, from: april) == winter)
        let earlier = winter.becoming(summer, from: october).becoming(summer, from: april)
        #expect(earlier == winter.becoming(summer, from: april))
    }

    @Test("the same hours come back each summer and each winter")
    func seasons() throws {
        let winter = try DistrictOffice.weekdays(["07:30-11:30", "13:00-17:00"])
        let summer = try DistrictOffice.weekdays(["07:00-11:30", "13:30-17:00"])
        var hours = winter
        for year in 2022...2024 {
            hours = hours.becoming(summer, from: try date("\(year)-04-16"))
            hours = hours.becoming(winter, from: try date("\(year)-10-16"))
        }

        for year in 2022...2024 {
            let openings = try ["04-15", "04-16", "10-15", "10-16"].map { day in
                hours.intervals(on: .friday, asOf: try date("\(year)-\(day)")).first?.opens.text
            }
            #expect(openings == ["07:30", "07:00", "07:00", "07:30"], "\(year)")
        }
    }

    @Test("a make-up day keeps the Monday's hours of its season")
    func makeUpDay() throws {
        let winter = try DistrictOffice.weekdays(["07:30-11:30", "13:00-17:00"])
        let summer = try DistrictOffice.weekdays(["07:00-11:30", "13:30-17:00"])
        let saturdays = try ["2022-04-02", "2022-04-23"].map(date)
        let calendar = try WorkingCalendar(
            publicCalendar: PublicCalendar(years: 2022...2022, closures: [], makeUpDays: Set(saturdays)),
            officeHours: winter.becoming(summer, from: try date("2022-04-16"))
        )

        let openings = try saturdays.map { try calendar.nextOpenInstant(atOrAfter: $0.startOfDay).iso8601 }
        #expect(openings == ["2022-04-02T07:30:00+07:00", "2022-04-23T07:00:00+07:00"])
    }

    @Test(
        "intervals that share a second are refused with their weekday",
        arguments: [
            ["07:30-11:30", "11:29:59-17:00"], ["07:30-17:00", "09:00-10:00"], ["07:30-11:30", "07:30-11:30"],
            ["13:00-17:00", "07:30-13:00:01"],
        ]
    )
    func overlap(texts: [String]) throws {
        let intervals = try texts.map(DistrictOffice.interval)

        #expect(throws: WorkingCalendarError.overlappingIntervals(.thursday)) {
            try OfficeHours(weekly: [.thursday: intervals])
        }
    }

    @Test("an interval has to open before it closes")
    func emptyInterval() throws {
        let noon = try #require(TimeOfDay(hour: 12, minute: 0))
        let morning = try #require(TimeOfDay(hour: 8, minute: 0))

        #expect(OfficeInterval(opens: noon, closes: noon) == nil)
        #expect(OfficeInterval(opens: noon, closes: morning) == nil)
    }
}

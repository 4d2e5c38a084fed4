import Testing
import WorkingCalendar

@Suite("OfficeHours")
struct OfficeHoursTests {
    @Test("intervals are sorted and those that touch are joined")
    func sortsAndJoins() throws {
        let hours = try OfficeHours(weekly: [
            .monday: ["13:00-15:00", "07:30-11:30", "15:00-17:00"].map(DistrictOffice.interval),
            .saturday: [],
        ])

        #expect(try hours.intervals(on: .monday) == ["07:30-11:30", "13:00-17:00"].map(DistrictOffice.interval))
        #expect(hours.intervals(on: .saturday).isEmpty)
        #expect(hours.intervals(on: .sunday).isEmpty)
    }

    @Test("hours written differently but equal are equal")
    func equality() throws {
        let split = try OfficeHours(weekly: [.friday: ["08:00-10:00", "10:00-12:00"].map(DistrictOffice.interval)])
        let whole = try OfficeHours(weekly: [.friday: [DistrictOffice.interval("08:00-12:00")], .sunday: []])

        #expect(split == whole)
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

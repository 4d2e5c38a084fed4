import Testing
import WorkingCalendar

@Suite("WorkingCalendar")
struct WorkingCalendarTests {
    @Test("the coverage is its years in Vietnam's time")
    func coverage() throws {
        let coverage = try DistrictOffice.calendar().coverage

        #expect(coverage == (try at("2022-01-01 00:00"))..<(try at("2027-01-01 00:00")))
    }

    @Test("the coverage may be all the years that can be written")
    func widestCoverage() throws {
        let year = try PublicCalendar(years: 9999...9999, closures: [])

        let calendar = try WorkingCalendar(publicCalendar: year, officeHours: DistrictOffice.weekdays(["08:00-16:00"]))

        #expect(calendar.coverage.upperBound == (try at("9999-12-31 00:00")).adding(seconds: 86_400))
        #expect(calendar.coverage.lowerBound == (try at("9999-01-01 00:00")))
    }

    @Test(
        "an office is open from its opening up to, not including, its close",
        arguments: [
            ("2022-01-05 07:29:59", false), ("2022-01-05 07:30", true), ("2022-01-05 11:29:59", true),
            ("2022-01-05 11:30", false), ("2022-01-05 12:59:59", false), ("2022-01-05 13:00", true),
            ("2022-01-05 16:59:59", true), ("2022-01-05 17:00", false), ("2022-01-08 09:00", false),
            ("2022-02-01 09:00", false), ("2024-05-04 09:00", true), ("2024-04-29 09:00", false),
        ]
    )
    func isOpen(instant: String, isOpen: Bool) throws {
        #expect(try DistrictOffice.calendar().isOpen(at: at(instant)) == isOpen)
        #expect(try DistrictOffice.calendar().isOpen(at: at(instant).adding(milliseconds: 999)) == isOpen)
    }

    @Test(
        "the next opening is the instant itself while open",
        arguments: [
            ("2022-01-05 10:20", "2022-01-05 10:20"), ("2022-01-05 11:30", "2022-01-05 13:00"),
            ("2022-01-05 17:00", "2022-01-06 07:30"), ("2022-01-28 17:00", "2022-02-07 07:30"),
        ]
    )
    func nextOpen(instant: String, opening: String) throws {
        let calendar = try DistrictOffice.calendar()

        #expect(local(try calendar.nextOpenInstant(atOrAfter: at(instant).adding(milliseconds: 5))) == opening)
    }

    @Test("closes are the end of the morning and of the afternoon")
    func closes() throws {
        let calendar = try DistrictOffice.calendar()

        #expect(try calendar.isClose(at("2022-01-05 11:30")))
        #expect(try calendar.isClose(at("2022-01-05 17:00")))
        #expect(try !calendar.isClose(at("2022-01-05 17:00").adding(milliseconds: 1)))
        #expect(try !calendar.isClose(at("2022-01-05 13:00")))
        #expect(try !calendar.isClose(at("2022-02-01 17:00")))
        #expect(try calendar.close(ofDay: date("2022-01-05")) == at("2022-01-05 17:00"))
        #expect(try calendar.close(ofDay: date("2024-05-04")) == at("2024-05-04 17:00"))
        #expect(try calendar.close(ofDay: date("2022-01-08")) == nil)
        #expect(try calendar.close(ofDay: date("2022-02-01")) == nil)
    }

    @Test("a make-up Saturday has Monday's hours, not Saturday's")
    func makeUpDay() throws {
        let hours = try OfficeHours(weekly: [
            .monday: [DistrictOffice.interval("08:00-12:00")], .saturday: [DistrictOffice.interval("09:00-10:00")],
        ])
        let calendar = try WorkingCalendar(publicCalendar: DistrictOffice.daysOff(), officeHours: hours)

        #expect(try calendar.close(ofDay: date("2024-05-04")) == at("2024-05-04 12:00"))
        #expect(try calendar.close(ofDay: date("2024-05-11")) == at("2024-05-11 10:00"))
        #expect(try calendar.isOpen(at: at("2024-05-04 08:30")))
    }

    @Test("a half day keeps the part of its hours inside the window")
    func halfDay() throws {
        let half = HalfDay(date: try date("2022-01-28"), open: try DistrictOffice.interval("08:00-14:30"))
        let calendar = try DistrictOffice.calendar(halfDays: [half])

        // 08:00-11:30 and 13:00-14:30 are five hours.
        #expect(try calendar.workingTime(from: at("2022-01-28 00:00"), to: at("2022-01-29 00:00")) == .hours(5))
        #expect(try calendar.close(ofDay: date("2022-01-28")) == at("2022-01-28 14:30"))
        // Thursday 10:20 and 8 h: 5 h 10 min on Thursday, 2 h 50 min on Friday from 08:00.
        let due = try calendar.due(from: at("2022-01-27 10:20"), adding: .days(1), ending: .atNextOpening)
        #expect(local(due) == "2022-01-28 10:50")
    }

    @Test("a half day may leave the morning only, opens nothing on a day off, and two windows both hold")
    func halfDays() throws {
        let morning = HalfDay(date: try date("2022-01-28"), open: try DistrictOffice.interval("00:00-12:00"))
        let late = HalfDay(date: try date("2022-01-28"), open: try DistrictOffice.interval("09:00-24:00"))
        let closed = HalfDay(date: try date("2022-02-01"), open: try DistrictOffice.interval("08:00-12:00"))
        let calendar = try DistrictOffice.calendar(halfDays: [late, closed, morning])

        #expect(try calendar.close(ofDay: date("2022-01-28")) == at("2022-01-28 11:30"))
        #expect(try calendar.nextOpenInstant(atOrAfter: at("2022-01-28 00:00")) == at("2022-01-28 09:00"))
        #expect(try calendar.close(ofDay: date("2022-02-01")) == nil)
    }

    @Test("an office that is open over midnight does not close then")
    func overMidnight() throws {
        let hours = try OfficeHours(weekly: [
            .monday: [DistrictOffice.interval("20:00-24:00")], .tuesday: [DistrictOffice.interval("00:00-06:00")],
        ])
        let calendar = try WorkingCalendar(publicCalendar: DistrictOffice.daysOff(), officeHours: hours)

        #expect(try !calendar.isClose(at("2022-01-11 00:00")))
        #expect(try calendar.isOpen(at: at("2022-01-11 00:00")))
        #expect(try calendar.close(ofDay: date("2022-01-10")) == at("2022-01-11 00:00"))
        let due = try calendar.due(from: at("2022-01-10 22:00"), adding: .hours(2), ending: .atNextOpening)
        #expect(local(due) == "2022-01-11 00:00")
    }

    @Test("hours that never open make no calendar")
    func noOpenTime() throws {
        let year = try PublicCalendar(years: 2022...2022, closures: [])

        #expect(throws: WorkingCalendarError.noOpenTime) {
            try WorkingCalendar(publicCalendar: year, officeHours: OfficeHours(weekly: [:]))
        }
    }
}

import Testing
import WorkingCalendar

/// The calendar knows 2022 to 2026.
///
/// Wednesday 30 and Thursday 31 December 2026 are its last working days.
@Suite("A year without data")
struct UnknownYearTests {
    let cutoff = TimeOfDay(hour: 15, minute: 0)

    @Test("the last dates that are known are promised")
    func lastKnown() throws {
        let calendar = try DistrictOffice.calendar()
        let receipt = try at("2026-12-30 10:00")

        #expect(local(try calendar.deadline(for: .workingDays(1), receivedAt: receipt)) == "2026-12-31 10:00")
        #expect(local(try calendar.deadline(for: .wholeDays(1), receivedAt: receipt)) == "2026-12-31 17:00")
        #expect(local(try calendar.deadline(for: .calendarDays(1), receivedAt: receipt)) == "2026-12-31 17:00")
    }

    @Test(
        "a limit that needs the year after is not promised",
        arguments: [
            (.workingDays(2), "2026-12-30 10:00"),
            // Ends at 17:00 of 31 December, so at the next opening, which nobody knows.
            (.workingHours(.hours(4)), "2026-12-31 13:00"),
            (.wholeDays(2), "2026-12-30 10:00"),
            (.calendarDays(2), "2026-12-30 10:00"),
            (.workingDays(1), "2026-12-31 17:00"),
            (.workingDays(.max), "2022-01-05 10:20"),
            (.workingHours(.hours(.max)), "2022-01-05 10:20"),
            (.wholeDays(.max), "2022-01-05 10:20"),
            (.calendarDays(.max), "2022-01-05 10:20"),
        ] as [(Limit, String)]
    )
    func beyond(limit: Limit, received: String) throws {
        let calendar = try DistrictOffice.calendar()
        let receipt = try at(received)

        #expect(throws: WorkingCalendarError.unknownYear(2027)) {
            try calendar.deadline(for: limit, receivedAt: receipt)
        }
    }

    @Test("a same-day dossier after the last cut-off is not promised")
    func sameDay() throws {
        let calendar = try DistrictOffice.calendar()
        let limit = Limit.sameDay(cutoff: try #require(cutoff))
        let receipt = try at("2026-12-31 15:00")

        #expect(throws: WorkingCalendarError.unknownYear(2027)) {
            try calendar.deadline(for: limit, receivedAt: receipt)
        }
    }

    @Test("a step may still end at the last known close")
    func lastClose() throws {
        let calendar = try DistrictOffice.calendar()
        let start = try at("2026-12-31 13:00")

        #expect(local(try calendar.due(from: start, adding: .hours(4), ending: .atClose)) == "2026-12-31 17:00")
        #expect(throws: WorkingCalendarError.unknownYear(2027)) {
            try calendar.due(from: start, adding: seconds(14_401), ending: .atClose)
        }
    }

    @Test(
        "starts outside the known years are refused with their year",
        arguments: [("2021-12-31", 2021), ("2030-06-03", 2030)]
    )
    func startOutside(day: String, year: Int) throws {
        let calendar = try DistrictOffice.calendar()
        let start = try at("\(day) 10:00")
        let inside = try at("2026-01-05 10:00")

        #expect(throws: WorkingCalendarError.unknownYear(year)) {
            try calendar.deadline(for: .workingDays(1), receivedAt: start)
        }
        #expect(throws: WorkingCalendarError.unknownYear(year)) {
            try calendar.due(from: start, adding: .hours(1), ending: .atClose)
        }
        #expect(throws: WorkingCalendarError.unknownYear(year)) { try calendar.nextOpenInstant(atOrAfter: start) }
        #expect(throws: WorkingCalendarError.unknownYear(year)) {
            try calendar.workingTime(from: min(start, inside), to: max(start, inside))
        }
        #expect(throws: WorkingCalendarError.unknownYear(year)) { try calendar.instant(before: start, by: .hours(1)) }
        #expect(!calendar.isOpen(at: start))
        #expect(calendar.close(ofDay: try date(day)) == nil)
    }

    @Test("counting back beyond the first known year is refused")
    func countingBack() throws {
        let calendar = try DistrictOffice.calendar()
        // Tuesday 4 January 2022 is the first working day: one hour of it has passed at 08:30.
        let end = try at("2022-01-04 08:30")

        #expect(local(try calendar.instant(before: end, by: .hours(1))) == "2022-01-04 07:30")
        #expect(throws: WorkingCalendarError.unknownYear(2021)) {
            try calendar.instant(before: end, by: seconds(3601))
        }
    }
}

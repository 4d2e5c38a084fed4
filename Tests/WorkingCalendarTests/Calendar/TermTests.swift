import Testing
import WorkingCalendar

/// Terms worked out by hand.
///
/// District hours: 07:30-11:30 and 13:00-17:00.
@Suite("A term in working time")
struct TermTests {
    @Test(
        "time used up exactly at a close ends there for a step and at the next opening for a dossier",
        arguments: [
            ("2022-01-10 07:30", 14_400, "2022-01-10 11:30", "2022-01-10 13:00"),
            ("2022-01-10 10:00", 19_800, "2022-01-10 17:00", "2022-01-11 07:30"),
            ("2022-01-28 16:00", 3600, "2022-01-28 17:00", "2022-02-07 07:30"),
            ("2022-01-10 07:30", 14_401, "2022-01-10 13:00:01", "2022-01-10 13:00:01"),
            ("2022-01-10 07:30", 14_399, "2022-01-10 11:29:59", "2022-01-10 11:29:59"),
            ("2022-01-10 12:00", 14_400, "2022-01-10 17:00", "2022-01-11 07:30"),
            // Nothing to use up: while open and at a close the step ends at once, in closed time at the opening.
            ("2022-01-10 10:20", 0, "2022-01-10 10:20", "2022-01-10 10:20"),
            ("2022-01-10 07:30", 0, "2022-01-10 07:30", "2022-01-10 07:30"),
            ("2022-01-10 11:30", 0, "2022-01-10 11:30", "2022-01-10 13:00"),
            ("2022-01-10 12:00", 0, "2022-01-10 13:00", "2022-01-10 13:00"),
        ] as [(String, Int64, String, String)]
    )
    func ends(start: String, count: Int64, step: String, dossier: String) throws {
        let calendar = try DistrictOffice.calendar()
        let time = try seconds(count)

        #expect(local(try calendar.due(from: at(start), adding: time, ending: .atClose)) == step)
        #expect(local(try calendar.due(from: at(start), adding: time, ending: .atNextOpening)) == dossier)
    }

    @Test(
        "working time passes in office hours only",
        arguments: [
            ("2022-01-10 07:30", "2022-01-10 17:00", 28_800),
            ("2022-01-10 11:00", "2022-01-10 13:30", 3600),
            ("2022-01-10 11:30", "2022-01-10 13:00", 0),
            ("2022-01-14 16:59:59", "2022-01-17 07:30:01", 2),
            // Tết 2022: one hour on Friday 28/1, one on Monday 7/2.
            ("2022-01-28 16:00", "2022-02-07 08:30", 7200),
            // April and May 2024: Friday 26/4, Thursday 2/5, Friday 3/5, Saturday 4/5 are four days of 8 hours.
            ("2024-04-26 00:00", "2024-05-06 00:00", 115_200),
            ("2022-01-10 10:00", "2022-01-10 10:00", 0),
            ("2022-01-10 10:00", "2022-01-10 09:00", 0),
        ] as [(String, String, Int64)]
    )
    func measures(start: String, end: String, count: Int64) throws {
        let time = try DistrictOffice.calendar().workingTime(from: at(start), to: at(end))

        #expect(time.seconds == count)
    }

    @Test("the whole coverage can be measured up to its very end")
    func measuresCoverage() throws {
        let calendar = try DistrictOffice.calendar()
        let newYear = calendar.coverage.upperBound

        // 31 December 2026 is a Thursday.
        #expect(try calendar.workingTime(from: at("2026-12-31 00:00"), to: newYear) == .days(1))
        #expect(local(try calendar.instant(before: newYear, by: .hours(1))) == "2026-12-31 16:00")
    }

    @Test(
        "counting back finds the latest instant from which so much is left",
        arguments: [
            // A dossier's warnings: 16 and 8 working hours before Monday 10:20.
            ("2022-01-10 10:20", 57_600, "2022-01-06 10:20"),
            ("2022-01-10 10:20", 28_800, "2022-01-07 10:20"),
            // All of an afternoon before its close is its opening, not the end of the lunch's morning.
            ("2022-01-10 17:00", 14_400, "2022-01-10 13:00"),
            ("2022-01-10 17:00", 14_401, "2022-01-10 11:29:59"),
            ("2022-02-07 07:30", 1, "2022-01-28 16:59:59"),
            ("2022-02-07 07:30", 0, "2022-02-07 07:30"),
            ("2022-02-01 09:00", 0, "2022-02-01 09:00"),
            ("2022-02-01 09:00", 3600, "2022-01-28 16:00"),
        ] as [(String, Int64, String)]
    )
    func countsBack(end: String, count: Int64, answer: String) throws {
        let calendar = try DistrictOffice.calendar()

        #expect(local(try calendar.instant(before: at(end), by: seconds(count))) == answer)
    }
}

import Testing
import WorkingCalendar

/// Appointed dates worked out by hand from the announced days off.
///
/// District hours: 07:30-11:30 and 13:00-17:00.
@Suite("Deadline")
struct DeadlineTests {
    @Test(
        "working days keep the time of day over weekends, Tết and swapped days",
        arguments: [
            // Received Tuesday 07:30: 24 working hours are used up at Thursday 17:00, so Friday 07:30.
            ("2022-01-11 07:30", 3, "2022-01-14 07:30"),
            // Wednesday: Thursday 6, Friday 7, Monday 10.
            ("2022-01-05 10:20", 3, "2022-01-10 10:20"),
            // Monday 10:20 and three days: Thursday 10:20.
            ("2022-01-10 10:20", 3, "2022-01-13 10:20"),
            // 11:30 is lunch: the clock starts at 13:00.
            ("2022-01-10 11:30", 1, "2022-01-11 13:00"),
            ("2022-01-10 11:29:59", 1, "2022-01-11 11:29:59"),
            // Before the morning, after the close, on a Saturday.
            ("2022-01-10 06:15", 1, "2022-01-11 07:30"),
            ("2022-01-14 17:00", 1, "2022-01-18 07:30"),
            ("2022-01-15 09:00", 2, "2022-01-19 07:30"),
            // Tết 2022, off 29/1-6/2: Friday 28/1, then Monday 7/2.
            ("2022-01-28 10:20", 1, "2022-02-07 10:20"),
            // Thursday 27/1: Friday 28/1, Monday 7/2, Tuesday 8/2.
            ("2022-01-27 16:00", 3, "2022-02-08 16:00"),
            // Received in the middle of Tết: the clock starts on Monday 7/2 07:30.
            ("2022-02-01 09:00", 5, "2022-02-14 07:30"),
            // Monday 11/4/2022 is off in lieu of Sunday 10/4.
            ("2022-04-08 14:00", 1, "2022-04-12 14:00"),
            // 2024: Monday 29/4 off, Saturday 4/5 worked. Friday 26/4, then Thursday 2/5, Friday 3/5, Saturday 4/5.
            ("2024-04-26 10:00", 1, "2024-05-02 10:00"),
            ("2024-04-26 10:00", 3, "2024-05-04 10:00"),
            ("2024-04-26 10:00", 4, "2024-05-06 10:00"),
            // 2025: Saturday 26/4 worked, Friday 2/5 off. Friday 25/4, Saturday 26/4, Mon 28, Tue 29, then Monday 5/5.
            ("2025-04-25 10:00", 1, "2025-04-26 10:00"),
            ("2025-04-25 10:00", 3, "2025-04-29 10:00"),
            ("2025-04-25 10:00", 4, "2025-05-05 10:00"),
            // 2026: Saturday 22/8 worked, Monday 31/8 off, 1-2/9 off. Friday 28/8, then Thursday 3/9.
            ("2026-08-21 14:00", 1, "2026-08-22 14:00"),
            ("2026-08-28 14:00", 1, "2026-09-03 14:00"),
            // 2026-01-10 is a worked Saturday for Friday 2/1, which is off.
            ("2025-12-31 08:00", 1, "2026-01-05 08:00"),
            ("2026-01-09 08:00", 1, "2026-01-10 08:00"),
            // From 2026 24/11 is a day off, a Tuesday.
            ("2026-11-23 15:45", 1, "2026-11-25 15:45"),
        ]
    )
    func workingDays(received: String, days: Int, due: String) throws {
        let deadline = try DistrictOffice.calendar().deadline(for: .workingDays(days), receivedAt: at(received))

        #expect(local(deadline) == due)
    }

    @Test(
        "the tax office keeps its own hours, 07:00-11:30 and 13:30-17:00",
        arguments: [
            // Lunch begins at 11:30 and lasts until 13:30.
            ("2022-01-10 07:00", 4, "2022-01-10 11:00"),
            ("2022-01-10 07:15", 4, "2022-01-10 11:15"),
            ("2022-01-10 08:00", 4, "2022-01-10 14:00"),
            // 4.5 hours of a morning, 3.5 of an afternoon: 8 hours from 10:00 are 10:00 of the next day.
            ("2022-01-10 10:00", 8, "2022-01-11 10:00"),
            ("2022-01-10 13:00", 1, "2022-01-10 14:30"),
            // Friday 16:30 and one hour: half an hour is left for Monday.
            ("2022-01-14 16:30", 1, "2022-01-17 07:30"),
        ]
    )
    func taxOffice(received: String, hours: Int, due: String) throws {
        let calendar = try DistrictOffice.taxCalendar()

        let deadline = try calendar.deadline(for: .workingHours(.hours(hours)), receivedAt: at(received))

        #expect(local(deadline) == due)
    }

    @Test(
        "working hours that end at a close end at the next opening, also after lunch",
        arguments: [
            ("2022-01-10 07:30", 4, "2022-01-10 13:00"),
            ("2022-01-10 07:30", 8, "2022-01-11 07:30"),
            ("2022-01-14 13:00", 4, "2022-01-17 07:30"),
            ("2022-01-28 13:00", 4, "2022-02-07 07:30"),
        ]
    )
    func hoursAtClose(received: String, hours: Int, due: String) throws {
        let calendar = try DistrictOffice.calendar()

        let deadline = try calendar.deadline(for: .workingHours(.hours(hours)), receivedAt: at(received))

        #expect(local(deadline) == due)
    }

    @Test(
        "whole days do not count the first and end at the close of office",
        arguments: [
            ("2022-01-05 10:20", 3, "2022-01-10 17:00"),
            ("2022-01-05 07:30", 1, "2022-01-06 17:00"),
            // After the close the dossier starts on Thursday, which is then not counted.
            ("2022-01-05 17:00", 1, "2022-01-07 17:00"),
            ("2022-01-28 16:59:59", 1, "2022-02-07 17:00"),
            // A make-up Saturday counts as a day.
            ("2024-05-03 09:00", 1, "2024-05-04 17:00"),
            ("2024-05-03 09:00", 2, "2024-05-06 17:00"),
        ]
    )
    func wholeDays(received: String, days: Int, due: String) throws {
        let deadline = try DistrictOffice.calendar().deadline(for: .wholeDays(days), receivedAt: at(received))

        #expect(local(deadline) == due)
    }

    @Test(
        "calendar days count every day, and a last day off moves forward to the next working day's close",
        arguments: [
            // Wednesday 5/1 and 2 days: Friday; 3 days: Saturday, so Monday.
            ("2022-01-05 10:20", 2, "2022-01-07 17:00"),
            ("2022-01-05 10:20", 3, "2022-01-10 17:00"),
            // Tuesday 25/1 and 7 days: 1/2, mùng 1 Tết, so Monday 7/2.
            ("2022-01-25 09:00", 7, "2022-02-07 17:00"),
            ("2022-01-25 09:00", 13, "2022-02-07 17:00"),
            ("2022-01-25 09:00", 14, "2022-02-08 17:00"),
            // Saturday 4/5/2024 is worked, Monday 29/4/2024 is not.
            ("2024-05-02 09:00", 2, "2024-05-04 17:00"),
            ("2024-04-26 09:00", 3, "2024-05-02 17:00"),
            // Received on Saturday: starts on Monday 10/1, 30 days later is Wednesday 9/2.
            ("2022-01-08 09:00", 30, "2022-02-09 17:00"),
        ]
    )
    func calendarDays(received: String, days: Int, due: String) throws {
        let deadline = try DistrictOffice.calendar().deadline(for: .calendarDays(days), receivedAt: at(received))

        #expect(local(deadline) == due)
    }

    @Test(
        "a same-day dossier is due today if it starts before the cut-off at 15:00",
        arguments: [
            ("2022-01-05 07:30", "2022-01-05 17:00"),
            ("2022-01-05 14:59:59", "2022-01-05 17:00"),
            ("2022-01-05 15:00", "2022-01-06 17:00"),
            ("2022-01-05 16:59:59", "2022-01-06 17:00"),
            // After the close it starts on the next morning, before that day's cut-off.
            ("2022-01-05 17:00", "2022-01-06 17:00"),
            ("2022-01-05 03:00", "2022-01-05 17:00"),
            ("2022-01-28 15:00", "2022-02-07 17:00"),
            ("2022-02-02 10:00", "2022-02-07 17:00"),
        ]
    )
    func sameDay(received: String, due: String) throws {
        let cutoff = try #require(TimeOfDay(hour: 15, minute: 0))

        let deadline = try DistrictOffice.calendar().deadline(for: .sameDay(cutoff: cutoff), receivedAt: at(received))

        #expect(local(deadline) == due)
    }

    @Test("a receipt's fraction of a second is dropped")
    func fraction() throws {
        let receipt = try at("2022-01-05 10:20").adding(milliseconds: 999)

        let deadline = try DistrictOffice.calendar().deadline(for: .workingDays(3), receivedAt: receipt)

        #expect(try deadline == at("2022-01-10 10:20"))
    }

    @Test(
        "a limit of nothing is refused",
        arguments: [
            .workingHours(.zero), .workingDays(0), .workingDays(-1), .wholeDays(0), .wholeDays(.min), .calendarDays(0),
            .calendarDays(-3),
        ] as [Limit]
    )
    func invalid(limit: Limit) throws {
        let calendar = try DistrictOffice.calendar()
        let receipt = try at("2022-01-05 10:20")

        #expect(throws: WorkingCalendarError.invalidLimit) { try calendar.deadline(for: limit, receivedAt: receipt) }
    }
}

import DossierDomain
import Testing
import WorkingCalendar

/// Due dates worked out by hand over the office hours of 2022.
///
/// Hours: 07:30-11:30 and 13:00-17:00, Monday to Friday; the tax office 07:00-11:30 and 13:30-17:00. Days off:
/// domain.md §1.7.
@Suite struct DueDateTests {
    @Test(
        "a dossier of three working days is due 24 working hours on, its intake after two",
        arguments: [
            // Wed 1:10+4, Thu 8, Fri 8, Mon 2:50. Intake: 1:10 to 11:30, 0:50 from 13:00.
            ("2022-01-05 10:20", "2022-01-10 10:20", "2022-01-05 13:50"),
            // Three full days end at Thursday's close, which moves to Friday's opening.
            ("2022-01-04 07:30", "2022-01-07 07:30", "2022-01-04 09:30"),
            // Thu 27 and Fri 28, Tết from Sat 29/01 to Sun 06/02, Mon 07, Tue 08.
            ("2022-01-27 10:20", "2022-02-08 10:20", "2022-01-27 13:50"),
            // Fri 28 1 h; Tết; Mon 07 and Tue 08 16 h; Wed 09 7 h: 16:00. Intake: 1 h, and 1 h after Tết.
            ("2022-01-28 16:00", "2022-02-09 16:00", "2022-02-07 08:30"),
            // A Saturday only receives: begins on Monday 07:30, ends at Wednesday's close, so on Thursday 07:30.
            ("2022-01-08 09:00", "2022-01-13 07:30", "2022-01-10 09:30"),
            // Received in Tết itself: begins on Mon 07/02 07:30.
            ("2022-02-02 09:00", "2022-02-10 07:30", "2022-02-07 09:30"),
            // In the lunch break: begins at 13:00; the intake's two hours end at 15:00.
            ("2022-01-05 12:10", "2022-01-10 13:00", "2022-01-05 15:00"),
            // Seconds count: 15 s past is 15 s past three days later. The intake ends at 11:30:15, so 13:00:15.
            ("2022-01-05 09:30:15", "2022-01-10 09:30:15", "2022-01-05 13:00:15"),
            // Two hours that end exactly at a close end there, not after lunch.
            ("2022-01-05 09:30", "2022-01-10 09:30", "2022-01-05 11:30"),
        ]
    )
    func intake(received: String, due: String, stepDue: String) throws {
        let story = try Story(Procedures.business(), at: received)

        #expect(story.due == due)
        #expect(local(story.dossier.originalDueAt) == due)
        #expect(local(story.dossier.receivedAt) == received)
        #expect(story.due("intake") == stepDue)
        #expect(story.dossier.status == .received)
    }

    @Test("each step's hours are walked over the hours of the agency that does it")
    func stepsOfEachAgency() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")

        try story.complete("intake", at: "2022-01-05 10:50")
        // 8 h: 0:40 and 4 on Wednesday, 3:20 on Thursday.
        #expect(story.due("appraise") == "2022-01-06 10:50")
        try story.complete("appraise", at: "2022-01-06 09:00")
        // 6 h of the tax office: 2:30 to 11:30, 3:30 from 13:30, to the close of 17:00 and not to Friday.
        #expect(story.due("tax-code") == "2022-01-06 17:00")
        try story.complete("tax-code", at: "2022-01-06 16:00")
        // 6 h of the district: 1 h, 4 h on Friday morning, 1 h from 13:00.
        #expect(story.due("sign") == "2022-01-07 14:00")
        try story.complete("sign", at: "2022-01-07 10:00")
        // 2 h: 1:30 to 11:30, 0:30 from 13:00.
        #expect(story.due("hand-over") == "2022-01-07 13:30")
        #expect(story.dossier.status == .finished)
        #expect(local(story.dossier.finishedAt) == "2022-01-07 10:00")
        #expect(story.due == "2022-01-10 10:20")
    }

    @Test("an online dossier has no date until it is accepted, then its clock begins")
    func online() throws {
        var story = try Story(Procedures.business(), at: "2022-01-08 21:00", channel: .online)
        #expect(story.dossier.status == .submitted)
        #expect(story.dossier.receivedAt == nil)
        #expect(story.dossier.dueAt == nil)
        #expect(story.states == "wwwww")

        try story.act(AcceptDossier(), by: Staff.clerk, at: "2022-01-10 08:00")

        // Mon 08:00, three working days: Thu 08:00; intake 2 h.
        #expect(story.due == "2022-01-13 08:00")
        #expect(story.due("intake") == "2022-01-10 10:00")
        #expect(local(story.dossier.receivedAt) == "2022-01-10 08:00")
        #expect(story.dossier.status == .received)
        #expect(story.states == "awwww")
    }

    @Test("no date is promised in a year without data")
    func unknownYear() throws {
        #expect(throws: DossierRejection.calendarUnknown(year: 2024)) {
            try Story(Procedures.business(), at: "2023-12-28 10:20")
        }
        // Online it is only filed; accepting it is what promises a date.
        let filed = try Story(Procedures.business(), at: "2023-12-28 10:20", channel: .online)
        #expect(
            try filed.refusal(of: AcceptDossier(), by: Staff.clerk, at: "2023-12-28 10:30")
                == .calendarUnknown(year: 2024)
        )
    }
}

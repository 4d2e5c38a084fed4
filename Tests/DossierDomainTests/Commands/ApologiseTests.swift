import DossierDomain
import Testing
import WorkingCalendar

@Suite struct ApologiseTests {
    /// The household business under way, received Wed 05/01 08:00, due Mon 10/01 08:00.
    private func apology(_ time: String) throws -> Apologise {
        Apologise(reason: paper(90), newDueAt: try at(time))
    }

    @Test("an apology gives a new appointment and leaves the first one on record")
    func newAppointment() throws {
        var story = try Story.inStatus(.processing)
        let event = try story.act(apology("2022-01-12 10:00"), by: Staff.head("TCKH"), at: "2022-01-07 08:00")

        #expect(story.due == "2022-01-12 10:00")
        #expect(local(story.dossier.originalDueAt) == "2022-01-10 08:00")
        #expect(story.dossier.hasApology)
        #expect(story.dossier.status == .processing)
        #expect(
            event.effects
                == [.dueDate(old: try at("2022-01-10 08:00"), new: try at("2022-01-12 10:00"), cause: .apology)]
        )
        #expect(!story.dossier.isLate(at: try at("2022-01-12 10:00")))
        #expect(story.dossier.isLate(at: try at("2022-01-12 10:00:01")))
    }

    @Test("it is made once, also after a restart of the term")
    func once() throws {
        var story = try Story(Procedures.business(mode: .restart), at: "2022-01-05 08:00")
        try story.act(apology("2022-01-12 10:00"), by: Staff.leader, at: "2022-01-07 08:00")
        let second = try apology("2022-02-15 10:00")
        #expect(try story.refusal(of: second, by: Staff.leader, at: "2022-01-07 09:00") == .reappointmentExhausted)

        try story.act(RequestSupplement(request: paper(91)), by: Staff.clerk, at: "2022-01-10 08:00")
        try story.act(ReceiveSupplement(documents: paper(92)), by: Staff.clerk, at: "2022-01-20 08:00")
        #expect(try story.refusal(of: second, by: Staff.leader, at: "2022-01-20 09:00") == .reappointmentExhausted)
    }

    @Test(
        "the new date is a later moment at which the desk can keep it",
        arguments: [
            ("2022-01-10 08:00:01", nil),  // a second later than the old one
            ("2022-01-12 11:30", nil),  // the close of the morning
            ("2022-01-12 17:00", nil),  // the close of the day
            ("2022-01-12 13:00", nil),  // the opening
            ("2022-01-10 08:00", "new-due-date-invalid"),  // the old one
            ("2022-01-07 10:00", "new-due-date-invalid"),  // earlier
            ("2022-01-12 11:30:01", "new-due-date-invalid"),  // in the lunch break
            ("2022-01-12 17:00:01", "new-due-date-invalid"),  // in the evening
            ("2022-01-15 09:00", "new-due-date-invalid"),  // on a Saturday
            ("2022-02-02 09:00", "new-due-date-invalid"),  // in Tết
            ("2024-01-05 09:00", "calendar-unknown"),  // in a year without data
        ] as [(String, String?)]
    )
    func dateRules(newDue: String, code: String?) throws {
        let story = try Story.inStatus(.processing)
        #expect(try story.refusal(of: apology(newDue), by: Staff.leader, at: "2022-01-07 08:00")?.code == code)
    }

    @Test("the new date is after now, when the old one has passed")
    func afterNow() throws {
        let story = try Story.inStatus(.processing)
        let now = "2022-01-12 10:00"

        #expect(try story.refusal(of: apology("2022-01-12 10:00"), by: Staff.leader, at: now) == .newDueDateInvalid)
        #expect(try story.refusal(of: apology("2022-01-12 09:00"), by: Staff.leader, at: now) == .newDueDateInvalid)
        #expect(try story.refusal(of: apology("2022-01-12 10:01"), by: Staff.leader, at: now) == nil)
    }

    @Test("a date falls on a whole second")
    func wholeSecond() throws {
        let story = try Story.inStatus(.processing)
        let fraction = Apologise(reason: paper(90), newDueAt: try at("2022-01-12 10:00").adding(milliseconds: 1))
        #expect(try story.refusal(of: fraction, by: Staff.leader, at: "2022-01-07 08:00") == .newDueDateInvalid)
    }
}

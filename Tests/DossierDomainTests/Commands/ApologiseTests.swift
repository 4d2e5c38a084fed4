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

    @Test("the date that is proposed lies a working day after the old one, and where the remaining steps can keep it")
    func proposal() throws {
        func proposed(_ story: Story, at time: String) throws -> String {
            let context = Story.context(story.procedure, story.district, now: try at(time), actor: Staff.leader)
            return local(try context.proposedDueDate(for: story.dossier))
        }
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:30")
        // The overdue appraisal has its 8 hours anew, to Tuesday 09:00; the tax office 2:30 and 3:30 up to its close at
        // 17:00; the signature 6 hours of Wednesday.
        #expect(try proposed(story, at: "2022-01-10 09:00") == "2022-01-12 15:00")

        try story.complete("appraise", at: "2022-01-05 11:00")
        try story.complete("tax-code", at: "2022-01-05 14:00")
        // The signature ends on Thursday; the old date is Monday 10/01 10:20.
        #expect(try proposed(story, at: "2022-01-06 08:00") == "2022-01-11 10:20")
    }

    @Test(
        "the new date is a later moment at which the desk can keep it",
        arguments: [
            ("2022-01-10 14:00:01", nil),  // the earliest that the remaining steps can keep is Monday 14:00
            ("2022-01-10 08:00:01", "new-due-date-too-early"),  // a second later than the old one
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

        for late in ["2022-01-12 10:00", "2022-01-12 09:00"] {
            let refusal = try story.refusal(of: apology(late), by: Staff.leader, at: now)
            #expect(refusal == .newDueDateInvalid(after: try at(now), latest: nil))
        }
        // The appraisal is overdue and taken as done: 6 hours of tax from 10:00 end on Thursday 08:00 (1 h 30, 3 h 30
        // and 1 h of the tax office's own hours), 6 of the signature at 15:30.
        #expect(try story.refusal(of: apology("2022-01-13 15:30"), by: Staff.leader, at: now) == nil)
    }

    @Test(
        "up to a working day before the appointment it is in order, later it is too late but taken",
        arguments: [
            ("2022-01-06 08:00", false), ("2022-01-07 08:00", false),  // Fri 08:00 is 8 hours before Mon 08:00
            ("2022-01-07 08:00:01", true), ("2022-01-10 07:59", true), ("2022-01-11 09:00", true),
        ]
    )
    func tooLate(time: String, expected: Bool) throws {
        var story = try Story.inStatus(.processing)
        let event = try story.act(apology("2022-01-14 10:00"), by: Staff.head("TCKH"), at: time)

        #expect(event.fact == .apologised(reason: paper(90), isTooLate: expected))
        #expect(story.dossier.isApologyTooLate == expected)
    }

    @Test("the new date is one that the remaining steps can keep, else the earliest such date is named")
    func remainingRoute() throws {
        let story = try Story.inStatus(.processing)
        // The appraisal is due Thu 06/01 08:10 and so takes none of Friday: the tax office has 6 hours from Fri 08:00
        // (3 h 30 before noon, 2 h 30 from 13:30 to 16:00), then the signature 6 hours: 1 on Friday, 4 on Monday
        // morning, 1 to 14:00.
        let earliest = try at("2022-01-10 14:00")
        let now = "2022-01-07 08:00"

        #expect(
            try story.refusal(of: apology("2022-01-10 13:59:59"), by: Staff.leader, at: now)
                == .newDueDateTooEarly(earliest: earliest)
        )
        #expect(try story.refusal(of: apology("2022-01-10 14:00"), by: Staff.leader, at: now) == nil)
    }

    @Test("a payment that stays made does not make the steps behind it ready")
    func paidBefore() throws {
        var story = try Story(Procedures.land(), at: "2022-01-05 07:30")
        for step: StepID in ["intake", "verify", "transfer", "tax"] {
            try story.complete(step, at: "2022-01-05 08:00")
        }
        try story.act(ConfirmPayment(reference: paper(70)), by: Staff.clerk, at: "2022-01-05 08:00")
        let now = "2022-01-18 08:00"
        let back = ReturnStep(step: "print", target: "verify", reason: paper(71))
        try story.act(back, by: Staff.officer("CNVPDK"), at: now)

        // From Tue 18/01 08:00: 24 hours to Fri 21/01 08:00, 4 to 13:30, the tax office's 24 to
        // Wed 26/01 11:30, when it closes for noon, 16 to Fri 28/01 11:30, and 6: 4 on that Friday,
        // 2 after Tết on Mon 07/02.
        let earliest = try at("2022-02-07 09:30")
        let early = try story.refusal(of: apology("2022-02-07 09:29:59"), by: Staff.leader, at: now)
        #expect(early == .newDueDateTooEarly(earliest: earliest))
        #expect(try story.refusal(of: apology("2022-02-07 09:30"), by: Staff.leader, at: now) == nil)
    }

    @Test("a date falls on a whole second")
    func wholeSecond() throws {
        let story = try Story.inStatus(.processing)
        let fraction = Apologise(reason: paper(90), newDueAt: try at("2022-01-12 10:00").adding(milliseconds: 1))
        #expect(
            try story.refusal(of: fraction, by: Staff.leader, at: "2022-01-07 08:00")?.code == "new-due-date-invalid"
        )
    }
}

import DossierDomain
import Testing
import WorkingCalendar

@Suite struct ClockStopTests {
    /// Received Wed 05/01 10:20, due Mon 10/01 10:20; appraise under way since 10:50, due Thu 06/01 10:50.
    private func underWay(_ mode: SupplementMode = .pause) throws -> Story {
        var story = try Story(Procedures.business(mode: mode), at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:50")
        return story
    }

    @Test("a pause keeps the unused working time and adds it back on receipt, over Tết")
    func pause() throws {
        var story = try underWay()

        try story.act(RequestSupplement(request: paper(30)), by: Staff.officer("TCKH"), at: "2022-01-06 09:50")
        // Unused: Thu 1:40+4, Fri 8, Mon 2:50 = 16:30; the step's 09:50-10:50.
        #expect(story.dossier.status == .awaitingSupplement)
        #expect(story.dossier.remaining == WorkingTime(seconds: 59_400))
        #expect(story.dossier["appraise"]?.remaining == .hours(1))
        #expect(story.dossier.request == paper(30))

        try story.act(ReceiveSupplement(documents: paper(31)), by: Staff.clerk, at: "2022-01-27 15:00")
        // Thu 2 h, Fri 8 h, Tết, Mon 07/02 6:30: 4 h in the morning, 2:30 from 13:00.
        #expect(story.due == "2022-02-07 15:30")
        #expect(story.due("appraise") == "2022-01-27 16:00")
        #expect(local(story.dossier.originalDueAt) == "2022-01-10 10:20")
        #expect(story.dossier.status == .processing)
        #expect(story.dossier.stoppedAt == nil)
        #expect(story.dossier.remaining == nil)
        #expect(story.dossier.request == nil)
    }

    @Test("a restart gives the whole term anew from the receipt")
    func restart() throws {
        var story = try underWay(.restart)

        try story.act(RequestSupplement(request: paper(30)), by: Staff.officer("TCKH"), at: "2022-01-06 09:50")
        let event = try story.act(ReceiveSupplement(documents: paper(31)), by: Staff.clerk, at: "2022-01-27 15:00")

        // 24 h: Thu 2, Fri 8, Mon 07/02 8, Tue 08/02 6: 15:00. The step's 8 h: Thu 2, Fri 6: 15:00.
        #expect(story.due == "2022-02-08 15:00")
        #expect(story.due("appraise") == "2022-01-28 15:00")
        #expect(local(story.dossier.originalDueAt) == "2022-01-10 10:20")
        #expect(
            event.effects.contains(
                .dueDate(old: try at("2022-01-10 10:20"), new: try at("2022-02-08 15:00"), cause: .supplement)
            )
        )
    }

    @Test(
        "a dossier goes back to the status in which it was paused",
        arguments: [Status.submitted, .received, .processing]
    )
    func back(status: Status) throws {
        var story = try Story.inStatus(status)
        let before = story.dossier

        try story.act(RequestSupplement(request: paper(30)), by: Staff.clerk, at: "2022-01-05 09:00")
        try story.act(ReceiveSupplement(documents: paper(31)), by: Staff.clerk, at: "2022-01-05 09:00")

        #expect(story.dossier.status == status)
        #expect(story.dossier.dueAt == before.dueAt)
        #expect(story.dossier.steps == before.steps)
        #expect(story.dossier.supplementRequests == 1)
    }

    @Test("a filed dossier has no clock to stop")
    func submitted() throws {
        var story = try Story.inStatus(.submitted)
        try story.act(RequestSupplement(request: paper(30)), by: Staff.clerk, at: "2022-01-05 09:00")
        #expect(story.dossier.stoppedAt == nil)
        try story.act(ReceiveSupplement(documents: paper(31)), by: Staff.clerk, at: "2022-01-12 09:00")
        try story.act(AcceptDossier(), by: Staff.clerk, at: "2022-01-12 09:10")
        // Wed 12/01 09:10, three working days: Mon 17/01 09:10.
        #expect(story.due == "2022-01-17 09:10")
    }

    @Test("a resumed term that ends exactly at a close moves to the next opening, as the term itself would")
    func termEnd() throws {
        // Tue 07:30, due Fri 07:30. At Wednesday's close Thursday's 8 h are left.
        var story = try Story(Procedures.business(), at: "2022-01-04 07:30")
        try story.act(RequestSupplement(request: paper(30)), by: Staff.clerk, at: "2022-01-05 17:00")
        #expect(story.dossier.remaining == .hours(8))
        try story.act(ReceiveSupplement(documents: paper(31)), by: Staff.clerk, at: "2022-01-10 07:30")
        #expect(story.due == "2022-01-11 07:30")
    }

    @Test("a resumed term that was due at a close stays due at a close")
    func closeEnd() throws {
        // Two whole days from Tue 04/01: Thu 06/01 17:00. At Wednesday's close 8 h are left.
        let steps = try Procedures.business().route.steps
        let whole = try Procedures.make("1.001612", .wholeDays(2), .pause, steps)
        var story = try Story(whole, at: "2022-01-04 09:00")
        #expect(story.due == "2022-01-06 17:00")
        try story.act(RequestSupplement(request: paper(30)), by: Staff.clerk, at: "2022-01-05 17:00")
        try story.act(ReceiveSupplement(documents: paper(31)), by: Staff.clerk, at: "2022-01-10 07:30")
        #expect(story.due == "2022-01-10 17:00")
    }

    @Test("waiting for the applicant makes nobody late, and what was late before stays late")
    func frozen() throws {
        var story = try underWay()
        try story.act(RequestSupplement(request: paper(30)), by: Staff.clerk, at: "2022-01-10 10:20")
        #expect(!story.dossier.isLate(at: try at("2022-03-01 08:00")))
        try story.act(ReceiveSupplement(documents: paper(31)), by: Staff.clerk, at: "2022-01-12 09:00")
        // Nothing was left: due at once, in the very second of the receipt.
        #expect(story.due == "2022-01-12 09:00")
        #expect(!story.dossier.isLate(at: try at("2022-01-12 09:00")))
        #expect(story.dossier.isLate(at: try at("2022-01-12 09:00:01")))

        var late = try underWay()
        try late.act(RequestSupplement(request: paper(30)), by: Staff.clerk, at: "2022-01-10 10:21")
        #expect(late.dossier.isLate(at: try at("2022-01-10 10:21")))
        let event = try late.act(ReceiveSupplement(documents: paper(31)), by: Staff.clerk, at: "2022-01-17 09:00")
        #expect(late.due == "2022-01-10 10:20")
        #expect(late.dossier.isLate(at: try at("2022-01-17 09:00")))
        #expect(!event.effects.contains { if case .dueDate = $0 { true } else { false } })
    }

    @Test("a step that was over when the clock stopped stays over, recorded or not", arguments: [true, false])
    func overdueStep(isRecorded: Bool) throws {
        var story = try underWay()
        if isRecorded {
            try story.act(FireRung(rung: .stepOverdue("appraise")), by: .timer, at: "2022-01-06 10:50:01")
        }
        try story.act(RequestSupplement(request: paper(30)), by: Staff.clerk, at: "2022-01-06 14:00")
        try story.act(ReceiveSupplement(documents: paper(31)), by: Staff.clerk, at: "2022-01-10 08:00")

        #expect(story.due("appraise") == "2022-01-06 10:50")
        #expect(story.dossier["appraise"]?.isOverdueRecorded == isRecorded)
        // Unused at Thu 14:00: 3 + 8 + 2:50 = 13:50. From Mon 08:00: 7:30, then 6:20 of Tuesday: 4 h and 2:20.
        #expect(story.due == "2022-01-11 15:20")
    }

    @Test("a step that was over stays over also where the dossier's term begins anew")
    func overdueStepOfARestart() throws {
        var story = try underWay(.restart)
        try story.act(FireRung(rung: .stepOverdue("appraise")), by: .timer, at: "2022-01-06 10:50:01")
        try story.act(RequestSupplement(request: paper(30)), by: Staff.officer("TCKH"), at: "2022-01-06 14:00")
        try story.act(ReceiveSupplement(documents: paper(31)), by: Staff.clerk, at: "2022-01-10 08:00")

        // Three days from Monday 08:00; the step's 8 h had been used up before the papers were asked for.
        #expect(story.due == "2022-01-13 08:00")
        #expect(story.due("appraise") == "2022-01-06 10:50")
        #expect(story.dossier["appraise"]?.isOverdueRecorded == true)
        #expect(story.dossier["appraise"]?.remaining == nil)
        let holding = try story.ledger(at: "2022-01-10 09:00").holdings.last
        #expect(holding?.verdict == .late)

        // In the very second of its end it was in time, and has its 8 h anew.
        var intime = try underWay(.restart)
        try intime.act(RequestSupplement(request: paper(30)), by: Staff.officer("TCKH"), at: "2022-01-06 10:50")
        try intime.act(ReceiveSupplement(documents: paper(31)), by: Staff.clerk, at: "2022-01-10 08:00")
        #expect(intime.due("appraise") == "2022-01-11 08:00")
    }

    @Test("a payment asked for by hand stops the clock and goes back to where it was")
    func payment() throws {
        var story = try underWay()
        try story.act(
            RequestPayment(amountInDong: 100_000, reason: paper(32)),
            by: Staff.officer("TCKH"),
            at: "2022-01-06 09:50"
        )
        #expect(story.dossier.status == .awaitingPayment)
        #expect(story.dossier.amountInDong == 100_000)

        let event = try story.act(ConfirmPayment(reference: paper(33)), by: Staff.clerk, at: "2022-01-27 15:00")

        #expect(story.dossier.status == .processing)
        #expect(story.dossier.amountInDong == nil)
        #expect(story.states == "dawww")
        // As for a supplement: 16:30 from Thu 27/01 15:00.
        #expect(story.due == "2022-02-07 15:30")
        #expect(
            event.effects.contains(
                .dueDate(old: try at("2022-01-10 10:20"), new: try at("2022-02-07 15:30"), cause: .payment)
            )
        )
    }

    @Test(
        "stopping and going on at one instant changes no date",
        arguments: [
            "2022-01-05 11:00", "2022-01-05 11:30", "2022-01-05 12:00", "2022-01-05 17:00", "2022-01-05 22:00",
            "2022-01-06 10:50", "2022-01-06 10:50:01", "2022-01-08 09:00", "2022-01-10 10:20", "2022-01-11 10:20",
        ]
    )
    func sameInstant(time: String) throws {
        var story = try underWay()
        let before = story.dossier
        try story.act(RequestSupplement(request: paper(30)), by: Staff.clerk, at: time)
        let event = try story.act(ReceiveSupplement(documents: paper(31)), by: Staff.clerk, at: time)

        #expect(story.dossier.dueAt == before.dueAt)
        #expect(story.dossier.steps == before.steps)
        #expect(!event.effects.contains { if case .dueDate = $0 { true } else { false } })
    }
}

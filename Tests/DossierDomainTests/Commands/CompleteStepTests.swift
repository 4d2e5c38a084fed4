import DossierDomain
import Testing
import WorkingCalendar

@Suite struct CompleteStepTests {
    private func permitUnderWay() throws -> Story {
        var story = try Story(Procedures.permit(), at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:40")
        return story
    }

    @Test("an outcome is named where the step decides, and nowhere else")
    func outcomeNamed() throws {
        let story = try permitUnderWay()
        let officer = Staff.officer("KTHT")
        let time = "2022-01-05 11:00"

        #expect(
            try story.refusal(of: completing("appraise"), by: officer, at: time)
                == .unknownOutcome(allowed: ["approved", "denied"])
        )
        #expect(
            try story.refusal(of: completing("appraise", "maybe"), by: officer, at: time)?.code == "unknown-outcome"
        )
        let plain = try Story(Procedures.permit(), at: "2022-01-05 10:20")
        #expect(
            try plain.refusal(of: completing("intake", "approved"), by: Staff.clerk, at: time)
                == .unknownOutcome(allowed: [])
        )
    }

    @Test("a denial needs its reason; what was decided stays with the dossier")
    func result() throws {
        var story = try permitUnderWay()
        let bare = completing("appraise", "denied", result: DossierResult(kind: .denied, text: nil))
        #expect(
            try story.refusal(of: bare, by: Staff.officer("KTHT"), at: "2022-01-05 11:00") == .denialNeedsReason
        )

        let denial = DossierResult(kind: .denied, text: paper(60))
        try story.act(
            completing("appraise", "denied", result: denial),
            by: Staff.officer("KTHT"),
            at: "2022-01-05 11:00"
        )
        try story.complete("notice", at: "2022-01-05 15:00")
        #expect(story.dossier.result == denial)
    }

    @Test("a step that is unknown is named as such")
    func unknownStep() throws {
        let story = try permitUnderWay()
        #expect(
            try story.refusal(of: completing("khong-co"), by: Staff.officer("KTHT"), at: "2022-01-05 11:00")
                == .unknownStep("khong-co")
        )
    }

    @Test("the citizen's payment is not completed by hand")
    func paymentStep() throws {
        var story = try Story(Procedures.landWithSurvey(), at: "2022-01-10 07:30")
        try story.complete("intake", at: "2022-01-10 08:30")
        let early = try story.refusal(of: completing("pay"), by: Staff.clerk, at: "2022-01-10 09:00")
        try story.complete("tax", at: "2022-01-10 09:00")

        #expect(early == .stepNotActive("pay"))
        #expect(
            try story.refusal(of: completing("pay"), by: Staff.clerk, at: "2022-01-10 09:00") == .paymentStep("pay")
        )
        #expect(
            try story.refusal(of: completing("pay"), by: Staff.officer("TP"), at: "2022-01-10 09:00")?.rule == .desk
        )
    }

    /// The household business one step before its end, late since Mon 10/01 10:20.
    private func lateAtTheEnd() throws -> Story {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:50")
        try story.complete("appraise", at: "2022-01-06 10:00")
        try story.complete("tax-code", at: "2022-01-06 16:00")
        return story
    }

    @Test("the whole due second is on time, the next needs the apology")
    func lateness() throws {
        let story = try lateAtTheEnd()
        let officer = Staff.officer("TCKH")

        #expect(try story.refusal(of: completing("sign"), by: officer, at: "2022-01-10 10:20:00") == nil)
        #expect(try story.refusal(of: completing("sign"), by: officer, at: "2022-01-10 10:20:01") == .apologyRequired)
        let excuse = completing("sign", overrideReason: paper(61))
        for actor in [officer, Staff.head("TCKH")] {
            #expect(try story.refusal(of: excuse, by: actor, at: "2022-01-10 10:20:01") == .apologyRequired)
        }
    }

    @Test("with its apology a dossier is finished, even after the new date")
    func afterApology() throws {
        var story = try lateAtTheEnd()
        try story.act(
            Apologise(reason: paper(62), newDueAt: at("2022-01-12 10:00")),
            by: Staff.leader,
            at: "2022-01-10 11:00"
        )
        try story.complete("sign", at: "2022-01-13 09:00")
        #expect(story.dossier.status == .finished)
        #expect(story.dossier.isLate(at: try at("2022-01-13 09:00")))
    }

    @Test("the leader's reason finishes a late dossier without an apology, and does nothing else")
    func leader() throws {
        var story = try lateAtTheEnd()
        let excuse = completing("sign", overrideReason: paper(61))
        let late = "2022-01-10 11:00"

        // What he lacks is not the right but the reason.
        #expect(try story.refusal(of: completing("sign"), by: Staff.leader, at: late) == .apologyRequired)
        #expect(try story.refusal(of: excuse, by: Staff.leader, at: "2022-01-10 10:20")?.rule == .stepUnit)
        let event = try story.act(excuse, by: Staff.leader, at: late)
        #expect(event.effects.contains(.status(.finished)))

        var early = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try early.complete("intake", at: "2022-01-05 10:50")
        let middle = completing("appraise", overrideReason: paper(61))
        #expect(try early.refusal(of: middle, by: Staff.leader, at: late)?.rule == .stepUnit)
        #expect(try early.refusal(of: completing("appraise"), by: Staff.leader, at: late)?.rule == .stepUnit)
    }

    @Test("where only the citizen's payment comes before the hand-over, the apology is asked before it")
    func paymentLast() throws {
        let procedure = try Procedures.make(
            "2.000889",
            .workingDays(3),
            .pause,
            Procedures.chain(("intake", "BPMC-H", 2), ("work", "TP", 8), ("pay", nil, 0), ("hand-over", "BPMC-H", 2))
        )
        var story = try Story(procedure, at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:50")
        #expect(
            try story.refusal(of: completing("work"), by: Staff.officer("TP"), at: "2022-01-10 11:00")
                == .apologyRequired
        )

        // On time before the payment, however long the citizen takes.
        try story.complete("work", at: "2022-01-10 10:20")
        try story.act(ConfirmPayment(reference: paper(63)), by: Staff.clerk, at: "2022-03-01 09:00")
        #expect(story.dossier.status == .finished)
        #expect(!story.dossier.isLate(at: try at("2022-03-02 09:00")))
    }

    @Test("a route of intake and hand-over alone is finished at the counter")
    func shortest() throws {
        let procedure = try Procedures.make(
            "2.000815",
            .workingHours(.hours(2)),
            .pause,
            Procedures.chain(("intake", "BPMC-H", 1), ("hand-over", "BPMC-H", 1))
        )
        var story = try Story(procedure, at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:30")
        #expect(story.dossier.status == .finished)
        #expect(story.dossier.statusChanges.map(\.status) == [.received, .finished])
    }
}

import DossierDomain
import Testing
import WorkingCalendar

@Suite struct ReturnStepTests {
    private func back(_ step: StepID, _ target: StepID) -> ReturnStep {
        ReturnStep(step: step, target: target, reason: paper(80))
    }

    @Test("work goes back one step, with new hours for it and the appointment unchanged")
    func oneStep() throws {
        var story = try Story.inStatus(.processing)
        try story.complete("appraise", at: "2022-01-05 09:00")
        let due = story.due

        let event = try story.act(back("tax-code", "appraise"), by: Staff.officer("THUE"), at: "2022-01-05 15:00")

        #expect(story.states == "dawww")
        // 8 h: Wed 2, Thu 6: 4 and 2 from 13:00.
        #expect(story.due("appraise") == "2022-01-06 15:00")
        #expect(story.dossier["appraise"]?.finishedAt == nil)
        #expect(story.dossier["tax-code"]?.startedAt == nil)
        #expect(story.due == due)
        #expect(story.dossier.status == .processing)
        #expect(event.fact == .stepReturned(from: "tax-code", to: "appraise", reason: paper(80)))
    }

    @Test("back to the intake the dossier stays under way, and the desk completes it again")
    func toTheIntake() throws {
        var story = try Story.inStatus(.processing)
        try story.act(back("appraise", "intake"), by: Staff.officer("TCKH"), at: "2022-01-05 09:00")
        #expect(story.states == "awwww")
        #expect(story.dossier.status == .processing)
        try story.complete("intake", at: "2022-01-05 10:00")
        #expect(story.states == "dawww")
    }

    @Test("back to before a fork all branches begin again, whatever they had done")
    func beforeTheFork() throws {
        var story = try Story(Procedures.birth(), at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:40")
        try story.complete("register", at: "2022-01-05 11:00")
        try story.complete("insurance", at: "2022-01-05 14:00")
        #expect(story.dossier.pendingSteps == ["hand-over"])

        try story.act(back("residence", "register"), by: Staff.officer("CA"), at: "2022-01-05 15:00")

        #expect(story.states == "dawww")
        #expect(story.dossier.pendingSteps == [])
        try story.complete("register", at: "2022-01-05 16:00")
        #expect(story.states == "ddaaw")
        try story.complete("residence", at: "2022-01-06 09:00")
        #expect(story.states == "dddaw")
        try story.complete("insurance", at: "2022-01-06 09:00")
        #expect(story.states == "dddda")
    }

    /// Two branches of two steps each and their join.
    private func twoBranches() throws -> Story {
        let procedure = try Procedures.make(
            "1.009994",
            .workingDays(5),
            .pause,
            [
                Procedures.step("intake", "BPMC-H", 2, .all(["draft", "survey"])),
                Procedures.step("draft", "KTHT", 4, .all(["check"])),
                Procedures.step("check", "VP", 4, .all(["sign"])),
                Procedures.step("survey", "TNMT", 8, .all(["sign"])),
                Procedures.step("sign", "CT-H", 4, .all(["hand-over"])),
                Procedures.step("hand-over", "BPMC-H", 2, .end),
            ]
        )
        var story = try Story(procedure, at: "2022-01-05 08:00")
        try story.complete("intake", at: "2022-01-05 08:10")
        try story.complete("draft", at: "2022-01-05 09:00")
        return story
    }

    @Test("inside a branch the sibling is left alone, under way or waiting at the join")
    func insideABranch() throws {
        var working = try twoBranches()
        let survey = working.dossier["survey"]
        try working.act(back("check", "draft"), by: Staff.officer("VP"), at: "2022-01-05 10:00")
        #expect(working.states == "dawaww")
        #expect(working.dossier["survey"] == survey)

        var waiting = try twoBranches()
        try waiting.complete("survey", at: "2022-01-05 09:30")
        try waiting.act(back("check", "draft"), by: Staff.officer("VP"), at: "2022-01-05 10:00")
        #expect(waiting.states == "dawdww")
        #expect(waiting.dossier.pendingSteps == ["sign"])
        try waiting.complete("draft", at: "2022-01-05 11:00")
        try waiting.complete("check", at: "2022-01-05 14:00")
        #expect(waiting.states == "ddddaw")
    }

    @Test("from after a join into one branch the other stays done, and the join waits for the one again")
    func overAJoin() throws {
        var story = try twoBranches()
        try story.complete("survey", at: "2022-01-05 09:30")
        try story.complete("check", at: "2022-01-05 10:00")
        #expect(story.states == "ddddaw")

        try story.act(back("sign", "survey"), by: Staff.officer("CT-H"), at: "2022-01-05 11:00")
        #expect(story.states == "dddaww")
        try story.complete("survey", at: "2022-01-05 14:00")
        #expect(story.states == "ddddaw")
    }

    /// An appraisal that decides between signature and notice, and beside it a branch with a way of its own.
    private func besideADecision(_ branch: Step, _ further: Step...) throws -> Procedure {
        let outcomes = [
            OutcomeBranch(outcome: "approved", steps: ["sign"]), OutcomeBranch(outcome: "denied", steps: ["notice"]),
        ]
        let steps = [
            Procedures.step("intake", "BPMC-H", 2, .all(["appraise", branch.id])),
            Procedures.step("appraise", "KTHT", 4, .byOutcome(outcomes)),
            branch,
            Procedures.step("sign", "CT-H", 4, .all(["hand-over"])),
            Procedures.step("notice", "KTHT", 4, .all(["hand-over"])),
        ]
        let handOver = Procedures.step("hand-over", "BPMC-H", 2, .end)
        return try Procedures.make("1.009994", .workingDays(5), .pause, steps + further + [handOver])
    }

    @Test("what another branch has led to is done after the return too, whatever is decided then")
    func otherBranchKeepsItsWay() throws {
        let procedure = try besideADecision(Procedures.step("survey", "TNMT", 8, .all(["sign"])))
        var story = try Story(procedure, at: "2022-01-05 08:00")
        try story.complete("intake", at: "2022-01-05 08:10")
        try story.complete("survey", at: "2022-01-05 09:00")
        var straight = story
        try straight.complete("appraise", "denied", at: "2022-01-05 09:30")
        #expect(straight.states == "dddaaw")

        try story.complete("appraise", "approved", at: "2022-01-05 09:30")
        #expect(story.states == "dddasw")
        try story.act(back("sign", "appraise"), by: Staff.officer("CT-H"), at: "2022-01-05 10:00")
        #expect(story.states == "dadwww")
        #expect(story.dossier.pendingSteps == ["sign"])
        try story.complete("appraise", "denied", at: "2022-01-05 11:00")

        #expect(story.states == straight.states)
        #expect(story.dossier.pendingSteps == [])
    }

    @Test("a decision of another branch that led elsewhere brings nothing back")
    func otherDecisionLedElsewhere() throws {
        let outcomes = [
            OutcomeBranch(outcome: "needed", steps: ["sign"]), OutcomeBranch(outcome: "enough", steps: ["file"]),
        ]
        let procedure = try besideADecision(
            Procedures.step("review", "TNMT", 8, .byOutcome(outcomes)),
            Procedures.step("file", "VP", 4, .all(["hand-over"]))
        )
        var story = try Story(procedure, at: "2022-01-05 08:00")
        try story.complete("intake", at: "2022-01-05 08:10")
        try story.complete("review", "enough", at: "2022-01-05 09:00")
        try story.complete("appraise", "approved", at: "2022-01-05 09:30")
        #expect(story.states == "dddasaw")

        try story.act(back("sign", "appraise"), by: Staff.officer("CT-H"), at: "2022-01-05 10:00")
        #expect(story.states == "dadwwaw")
        #expect(story.dossier.pendingSteps == [])
        try story.complete("appraise", "denied", at: "2022-01-05 11:00")
        #expect(story.states == "dddsaaw")
    }

    @Test("over a payment nobody pays twice")
    func overAPayment() throws {
        var story = try Story(Procedures.land(), at: "2022-01-05 08:00")
        for step in ["intake", "verify", "transfer", "tax"] as [StepID] {
            try story.complete(step, at: "2022-01-05 09:00")
        }
        try story.act(ConfirmPayment(reference: paper(81)), by: Staff.clerk, at: "2022-01-06 09:00")
        #expect(story.states == "dddddaww")

        try story.act(back("print", "transfer"), by: Staff.officer("CNVPDK"), at: "2022-01-06 10:00")
        #expect(story.states == "ddawdwww")
        try story.complete("transfer", at: "2022-01-06 10:30")
        try story.complete("tax", at: "2022-01-06 11:00")
        #expect(story.states == "dddddaww")
        #expect(story.dossier.status == .processing)
    }

    @Test("over a decision it is taken back, and the branch that was left out may be taken")
    func overADecision() throws {
        var story = try Story(Procedures.permit(), at: "2022-01-05 08:00")
        try story.complete("intake", at: "2022-01-05 08:10")
        let denial = DossierResult(kind: .denied, text: paper(82))
        try story.act(
            completing("appraise", "denied", result: denial),
            by: Staff.officer("KTHT"),
            at: "2022-01-05 09:00"
        )
        #expect(story.dossier.result == denial)

        try story.act(back("notice", "appraise"), by: Staff.head("KTHT"), at: "2022-01-05 10:00")
        #expect(story.states == "dawwww")
        #expect(story.dossier.result == nil)
        try story.complete("appraise", "approved", at: "2022-01-05 11:00")
        #expect(story.states == "ddawsw")
        #expect(story.dossier.result == nil)
    }

    @Test("a decision of another branch stands")
    func decisionElsewhere() throws {
        var story = try twoBranches()
        let grant = DossierResult(kind: .granted, text: nil)
        try story.act(completing("survey", result: grant), by: Staff.officer("TNMT"), at: "2022-01-05 09:30")
        try story.act(back("check", "draft"), by: Staff.officer("VP"), at: "2022-01-05 10:00")
        #expect(story.dossier.result == grant)
    }

    @Test("it goes to an earlier step of a unit that was done, and nowhere else")
    func invalidTargets() throws {
        var story = try twoBranches()
        try story.complete("survey", at: "2022-01-05 09:30")
        let officer = Staff.officer("VP")
        let time = "2022-01-05 10:00"

        // Another branch, itself, later steps.
        for target in ["survey", "check", "sign", "hand-over"] as [StepID] {
            #expect(try story.refusal(of: back("check", target), by: officer, at: time) == .returnTargetInvalid(target))
        }
        let unknown = try story.refusal(of: back("check", "khong-co"), by: officer, at: time)
        #expect(unknown == .unknownStep("khong-co", isTarget: true))
        #expect(try story.refusal(of: back("khong-co", "draft"), by: officer, at: time) == .unknownStep("khong-co"))
        #expect(
            try story.refusal(of: back("survey", "intake"), by: Staff.officer("TNMT"), at: time)
                == .stepNotActive("survey")
        )

        var paid = try Story(Procedures.land(), at: "2022-01-05 08:00")
        for step in ["intake", "verify", "transfer", "tax"] as [StepID] {
            try paid.complete(step, at: "2022-01-05 09:00")
        }
        try paid.act(ConfirmPayment(reference: paper(81)), by: Staff.clerk, at: "2022-01-06 09:00")
        #expect(
            try paid.refusal(of: back("print", "pay"), by: Staff.officer("CNVPDK"), at: "2022-01-06 10:00")
                == .returnTargetInvalid("pay")
        )
    }
}

import DossierDomain
import Testing
import WorkingCalendar

@Suite struct RouteWalkTests {
    @Test("two agencies work side by side, and the join waits for both")
    func join() throws {
        var story = try Story(Procedures.birth(), at: "2022-01-05 10:20")
        #expect(story.states == "awwww")
        try story.complete("intake", at: "2022-01-05 10:40")
        #expect(story.states == "dawww")

        try story.complete("register", at: "2022-01-05 15:00")
        #expect(story.states == "ddaaw")
        // 12 h: Wed 2, Thu 8, Fri 2.
        #expect(story.due("residence") == "2022-01-07 09:30")
        #expect(story.due("insurance") == "2022-01-07 09:30")

        try story.complete("insurance", at: "2022-01-06 10:00")
        #expect(story.states == "ddadw")
        #expect(story.dossier.status == .processing)
        #expect(story.dossier.pendingSteps == ["hand-over"])

        try story.complete("residence", at: "2022-01-06 16:00")
        #expect(story.states == "dddda")
        #expect(story.dossier.status == .finished)
        #expect(story.dossier.pendingSteps == [])
        // 4 h: 1 h on Thursday, 3 h on Friday.
        #expect(story.due("hand-over") == "2022-01-07 10:30")
    }

    @Test("per-commune steps go to the dossier's commune")
    func communes() throws {
        let story = try Story(Procedures.birth(), at: "2022-01-05 10:20", commune: "binh-nguyen")

        #expect(story.dossier["intake"]?.place?.description == "BPMC-X@binh-nguyen")
        #expect(story.dossier["register"]?.place?.description == "TPHT-X@binh-nguyen")
        #expect(story.dossier["residence"]?.place?.description == "CA")
        #expect(story.dossier.receivingDesk.description == "BPMC-H")
    }

    @Test("the citizen's payment in one branch stops the clocks of the other as well")
    func paymentBesideWork() throws {
        var story = try Story(Procedures.landWithSurvey(), at: "2022-01-10 07:30")
        // Ten full days: Mon 10 to Fri 21, so Mon 24/01 07:30.
        #expect(story.due == "2022-01-24 07:30")
        try story.complete("intake", at: "2022-01-10 08:30")
        // Tax 8 h: 3 h to 11:30, 3:30 from 13:30, 1:30 from Tue 07:00. Survey 24 h: Thu 08:30.
        #expect(story.due("tax") == "2022-01-11 08:30")
        #expect(story.due("survey") == "2022-01-13 08:30")

        try story.complete("tax", at: "2022-01-11 08:00")
        #expect(story.states == "ddawaww")
        #expect(story.dossier.status == .awaitingPayment)
        // Used: 8 h on Monday, 0:30 on Tuesday, so 71:30 are left. The survey: 7 h and 0:30, so 16:30.
        #expect(story.dossier.remaining == WorkingTime(seconds: 257_400))
        #expect(story.dossier["survey"]?.remaining == WorkingTime(seconds: 59_400))
        #expect(story.due("pay") == "–")
        #expect(
            try story.refusal(of: completing("survey"), by: Staff.officer("TNMT"), at: "2022-01-12 09:00")
                == .wrongStatus(.awaitingPayment)
        )

        try story.act(ConfirmPayment(reference: paper(40)), by: Staff.clerk, at: "2022-01-26 10:00")
        #expect(story.states == "dddaaww")
        #expect(story.dossier.status == .processing)
        // 71:30 from Wed 10:00: 5:30, Thu and Fri 16, Tết, 07-11/02 and 14/02 48, Tue 15/02 2 h.
        #expect(story.due == "2022-02-15 09:30")
        // 16:30: Wed 5:30, Thu 8, Fri 3. Print 8 h: 5:30 and 2:30.
        #expect(story.due("survey") == "2022-01-28 10:30")
        #expect(story.due("print") == "2022-01-27 10:00")

        try story.complete("print", at: "2022-01-26 16:00")
        #expect(story.states == "ddddaww")
        #expect(story.dossier.pendingSteps == ["sign"])
        try story.complete("survey", at: "2022-01-27 09:00")
        #expect(story.states == "dddddaw")
        // 6 h: 2:30, 3:30 from 13:00.
        #expect(story.due("sign") == "2022-01-27 16:30")
    }

    @Test("a payment and a unit's step that begin together: the clock of both stands still")
    func paymentBeginsBesideStep() throws {
        let procedure = try Procedures.make(
            "2.000889",
            .workingDays(10),
            .pause,
            [
                Procedures.step("intake", "BPMC-H", 2, .all(["pay", "survey"])),
                Procedures.step("pay", nil, 0, .all(["hand-over"])),
                Procedures.step("survey", "TNMT", 8, .all(["hand-over"])),
                Procedures.step("hand-over", "BPMC-H", 2, .end),
            ]
        )
        var story = try Story(procedure, at: "2022-01-10 07:30")
        try story.complete("intake", at: "2022-01-10 08:30")
        #expect(story.states == "daaw")
        #expect(story.dossier["survey"]?.remaining == .hours(8))

        try story.act(ConfirmPayment(reference: paper(40)), by: Staff.clerk, at: "2022-01-12 07:30")

        #expect(story.states == "ddaw")
        #expect(story.due("survey") == "2022-01-12 17:00")
        #expect(story.dossier.status == .processing)
    }

    @Test("payments side by side are confirmed together")
    func twoPayments() throws {
        let procedure = try Procedures.make(
            "2.000889",
            .workingDays(10),
            .pause,
            [
                Procedures.step("intake", "BPMC-H", 2, .all(["tax", "fee"])),
                Procedures.step("tax", nil, 0, .all(["sign"])),
                Procedures.step("fee", nil, 0, .all(["sign"])),
                Procedures.step("sign", "CNVPDK", 6, .all(["hand-over"])),
                Procedures.step("hand-over", "BPMC-H", 2, .end),
            ]
        )
        var story = try Story(procedure, at: "2022-01-10 07:30")
        try story.complete("intake", at: "2022-01-10 08:30")
        #expect(story.states == "daaww")
        #expect(story.dossier.resumeStatus == .processing)

        try story.act(ConfirmPayment(reference: paper(40)), by: Staff.clerk, at: "2022-01-12 07:30")

        #expect(story.states == "dddaw")
        #expect(story.dossier.status == .processing)
        #expect(story.dossier.stoppedAt == nil)
    }

    @Test("a payment that follows another at once keeps what the first had left")
    func paymentAfterPayment() throws {
        let procedure = try Procedures.make(
            "2.000889",
            .workingDays(3),
            .pause,
            [
                Procedures.step("intake", "BPMC-H", 2, .all(["tax", "survey"])),
                Procedures.step("tax", nil, 0, .all(["fee"])),
                Procedures.step("fee", nil, 0, .all(["sign"])),
                Procedures.step("survey", "TNMT", 8, .all(["sign"])),
                Procedures.step("sign", "CNVPDK", 6, .all(["hand-over"])),
                Procedures.step("hand-over", "BPMC-H", 2, .end),
            ]
        )
        var story = try Story(procedure, at: "2022-01-10 07:30")
        try story.complete("intake", at: "2022-01-10 08:30")

        try story.act(ConfirmPayment(reference: paper(40)), by: Staff.clerk, at: "2022-02-10 07:30")

        // One hour of 24 was used, none of the survey's 8; the second payment begins as the first ends.
        #expect(story.states == "ddaaww")
        #expect(story.dossier.status == .awaitingPayment)
        #expect(story.dossier.resumeStatus == .processing)
        #expect(story.dossier.remaining == .hours(23))
        #expect(story.dossier["survey"]?.remaining == .hours(8))

        // Tue 15/02 08:30: 7 h, Wed and Thu 16 h: at Thursday's close, so Friday's opening.
        try story.act(ConfirmPayment(reference: paper(41)), by: Staff.clerk, at: "2022-02-15 08:30")
        #expect(story.states == "dddaww")
        #expect(story.due == "2022-02-18 07:30")
        #expect(story.due("survey") == "2022-02-16 08:30")
    }

    @Test("an outcome chooses the branch, and what it leaves out is skipped")
    func outcomes() throws {
        var granted = try Story(Procedures.permit(), at: "2022-01-05 10:20")
        try granted.complete("intake", at: "2022-01-05 10:40")
        try granted.complete("appraise", "approved", at: "2022-01-05 15:00")
        #expect(granted.states == "ddawsw")

        var denied = try Story(Procedures.permit(), at: "2022-01-05 10:20")
        try denied.complete("intake", at: "2022-01-05 10:40")
        try denied.complete("appraise", "denied", at: "2022-01-05 15:00")
        #expect(denied.states == "ddssaw")
        try denied.complete("notice", at: "2022-01-05 16:00")
        #expect(denied.states == "ddssda")
        #expect(denied.dossier.status == .finished)
    }

    @Test("a join does not wait for a branch that was not taken")
    func joinAfterOutcome() throws {
        let procedure = try Procedures.make(
            "1.009994",
            .workingDays(10),
            .pause,
            [
                Procedures.step("intake", "BPMC-H", 2, .all(["appraise", "survey"])),
                Procedures.step(
                    "appraise",
                    "KTHT",
                    8,
                    .byOutcome([
                        OutcomeBranch(outcome: "simple", steps: ["sign"]),
                        OutcomeBranch(outcome: "opinion", steps: ["ask", "site"]),
                    ])
                ),
                Procedures.step("ask", "TNMT", 8, .all(["sign"])),
                Procedures.step("site", "KTHT", 8, .all(["sign"])),
                Procedures.step("survey", "TNMT", 8, .all(["sign"])),
                Procedures.step("sign", "CT-H", 8, .all(["hand-over"])),
                Procedures.step("hand-over", "BPMC-H", 2, .end),
            ]
        )
        var simple = try Story(procedure, at: "2022-01-05 10:20")
        try simple.complete("intake", at: "2022-01-05 10:40")
        try simple.complete("appraise", "simple", at: "2022-01-05 15:00")
        #expect(simple.states == "ddssaww")
        try simple.complete("survey", at: "2022-01-05 16:00")
        #expect(simple.states == "ddssdaw")

        var opinion = try Story(procedure, at: "2022-01-05 10:20")
        try opinion.complete("intake", at: "2022-01-05 10:40")
        try opinion.complete("survey", at: "2022-01-05 11:00")
        try opinion.complete("appraise", "opinion", at: "2022-01-05 15:00")
        #expect(opinion.states == "ddaadww")
        try opinion.complete("ask", at: "2022-01-06 08:00")
        #expect(opinion.states == "dddadww")
        try opinion.complete("site", at: "2022-01-06 09:00")
        #expect(opinion.states == "dddddaw")
    }
}

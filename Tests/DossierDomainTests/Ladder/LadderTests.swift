import DossierDomain
import Testing
import WorkingCalendar

/// The instants of the ladder (design.md §3), worked out by hand in the hours 07:30-11:30 and 13:00-17:00.
@Suite struct LadderTests {
    /// Received Wednesday 05/01/2022 10:20, three working days: due Monday 10/01 10:20.
    private func business(mode: SupplementMode = .pause) throws -> Story {
        try Story(Procedures.business(mode: mode), at: "2022-01-05 10:20", ladder: Ladders.full)
    }

    private func timers(_ story: Story) -> [String] {
        story.dossier.timers.map { timer in
            switch timer.rung {
            case .filingWarning(let id), .dossierWarning(let id): "\(id) " + local(timer.fireAt)
            case .dossierOverdue: "overdue " + local(timer.fireAt)
            case .stepWarning(let id, let step): "\(step) \(id) " + local(timer.fireAt)
            case .stepOverdue(let step): "\(step) overdue " + local(timer.fireAt)
            }
        }
    }

    @Test("an intake plans the dossier's warnings and those of its first step")
    func intake() throws {
        // 16 and 8 working hours before Monday 10:20 are Thursday and Friday 10:20. The intake has 2 hours: half are
        // used at 11:20; 80 % are 96 minutes, of which 70 lie before noon and 26 after 13:00; it ends at 13:50.
        #expect(
            timers(try business()) == [
                "approaching 2022-01-06 10:20", "apology 2022-01-07 10:20", "overdue 2022-01-10 10:20:01",
                "intake half 2022-01-05 11:20", "intake most 2022-01-05 13:26", "intake overdue 2022-01-05 13:50:01",
            ]
        )
    }

    @Test("a step that begins plans its own warnings, and one that is done has none")
    func nextStep() throws {
        var story = try business()
        try story.complete("intake", at: "2022-01-05 10:30")

        // 8 hours from Wednesday 10:30: 4 are used at 16:00 (1 before noon, 3 after); 6 h 24 at Thursday 08:54.
        #expect(
            timers(story).filter { $0.hasPrefix("appraise") || $0.hasPrefix("intake") } == [
                "appraise half 2022-01-05 16:00", "appraise most 2022-01-06 08:54",
                "appraise overdue 2022-01-06 10:30:01",
            ]
        )
    }

    @Test("a share that ends exactly at a close ends there, and hours left are counted from the opening")
    func closes() throws {
        let story = try Story(Procedures.business(), at: "2022-01-05 07:30", ladder: Ladders.full)

        // Due Monday 07:30: 8 hours before is Friday's opening, not Thursday's close. Half of 2 hours is used at 08:30.
        #expect(timers(story).contains("apology 2022-01-07 07:30"))
        var noon = story
        try noon.complete("intake", at: "2022-01-05 07:30")
        // Half of 8 hours from 07:30 is used at the close of the morning.
        #expect(timers(noon).contains("appraise half 2022-01-05 11:30"))
    }

    @Test("warnings at or before the start of their clock are left out")
    func leftOut() throws {
        // Two working days are 16 hours: the warning at 16 hours left would fall on the receipt itself.
        let short = try Procedures.make(
            "9.000001",
            .workingDays(2),
            .pause,
            Procedures.chain(("intake", "BPMC-H", 2), ("hand-over", "BPMC-H", 2))
        )
        let two = try Story(short, at: "2022-01-05 10:20", ladder: Ladders.full)
        #expect(
            timers(two).filter { !$0.hasPrefix("intake") } == [
                "apology 2022-01-06 10:20", "overdue 2022-01-07 10:20:01",
            ]
        )

        let hours = try Procedures.make(
            "9.000002",
            .workingHours(.hours(8)),
            .pause,
            Procedures.chain(("intake", "BPMC-H", 2), ("hand-over", "BPMC-H", 2))
        )
        let eight = try Story(hours, at: "2022-01-05 10:20", ladder: Ladders.full)
        #expect(timers(eight).filter { !$0.hasPrefix("intake") } == ["overdue 2022-01-06 10:20:01"])
    }

    @Test("each rung fires once at its instant, by the timer alone, and says when it was to fire")
    func fireOnce() throws {
        var story = try business()
        let half = FireRung(rung: .stepWarning("half", "intake"))

        #expect(try story.act(half, by: .timer, atInstant: at("2022-01-05 11:19:59")) == nil)
        #expect(try story.refusal(of: half, by: Staff.leader, at: "2022-01-05 11:20")?.rule == .program)
        let event = try story.act(half, by: .timer, at: "2022-01-05 11:25")
        #expect(event.fact == .warned("half", step: "intake"))
        #expect(event.plannedAt == (try at("2022-01-05 11:20")))
        #expect(try story.act(half, by: .timer, atInstant: at("2022-01-05 11:26")) == nil)
        #expect(
            timers(story).filter { $0.hasPrefix("intake") } == [
                "intake most 2022-01-05 13:26", "intake overdue 2022-01-05 13:50:01",
            ]
        )
    }

    @Test("a pause moves the rungs that have not fired by as much working time as the due moment")
    func pause() throws {
        var story = try business()
        try story.complete("intake", at: "2022-01-05 10:30")
        for (rung, time) in [("half", "2022-01-05 16:00"), ("most", "2022-01-06 08:54")] {
            try story.act(FireRung(rung: .stepWarning(RungID(rawValue: rung), "appraise")), by: .timer, at: time)
        }
        try story.act(RequestSupplement(request: paper(50)), by: Staff.officer("TCKH"), at: "2022-01-06 09:00")
        #expect(timers(story) == [])
        try story.act(ReceiveSupplement(documents: paper(51)), by: Staff.clerk, at: "2022-01-10 08:00")

        // Thursday 09:00 to Monday 10:20 were 17 h 20: Monday 7 h 30 of them, Tuesday 8, Wednesday 1 h 50 to 09:20.
        // 16 h are left after 1 h 20 (Monday 09:20), 8 h after 9 h 20 (Tuesday 09:20). The step had 1 h 30 to go.
        #expect(
            timers(story) == [
                "approaching 2022-01-10 09:20", "apology 2022-01-11 09:20", "overdue 2022-01-12 09:20:01",
                "appraise overdue 2022-01-10 09:30:01",
            ]
        )
    }

    @Test("after a pause a share of a step's hours that is used just at a close is told there, before Tết too")
    func shareAtClose() throws {
        var story = try business()
        try story.complete("intake", at: "2022-01-05 10:30")
        try story.act(RequestSupplement(request: paper(50)), by: Staff.officer("TCKH"), at: "2022-01-05 14:00")
        try story.act(ReceiveSupplement(documents: paper(51)), by: Staff.clerk, at: "2022-01-28 15:00")

        // Two of the step's eight hours were used: half are at Friday 17:00, 80 % are 2 h 24 later, and six hours
        // after 15:00 end at Monday's noon. The dossier has used 2 h 10: 16 h are left after 5 h 50 more, 8 h after
        // 13 h 50.
        #expect(
            timers(story) == [
                "approaching 2022-02-07 11:20", "apology 2022-02-08 11:20", "overdue 2022-02-09 11:20:01",
                "appraise half 2022-01-28 17:00", "appraise most 2022-02-07 09:54",
                "appraise overdue 2022-02-07 11:30:01",
            ]
        )
    }

    @Test("a restarted term plans the whole ladder anew")
    func restart() throws {
        var story = try business(mode: .restart)
        try story.complete("intake", at: "2022-01-05 10:30")
        try story.act(FireRung(rung: .stepWarning("half", "appraise")), by: .timer, at: "2022-01-05 16:00")
        try story.act(RequestSupplement(request: paper(50)), by: Staff.officer("TCKH"), at: "2022-01-06 08:00")
        try story.act(ReceiveSupplement(documents: paper(51)), by: Staff.clerk, at: "2022-01-10 08:00")

        // Three days from Monday 08:00: Thursday 08:00. The step's 8 hours: half are used at 13:30, 80 % at 15:54.
        #expect(
            timers(story) == [
                "approaching 2022-01-11 08:00", "apology 2022-01-12 08:00", "overdue 2022-01-13 08:00:01",
                "appraise half 2022-01-10 13:30", "appraise most 2022-01-10 15:54",
                "appraise overdue 2022-01-11 08:00:01",
            ]
        )
    }

    @Test("a term begun anew that keeps an apology's date has no warning that would lie before its start")
    func restartToTheSameDate() throws {
        let procedure = try Procedures.make(
            "9.000003",
            .workingHours(.hours(8)),
            .restart,
            Procedures.chain(("intake", "BPMC-H", 16), ("hand-over", "BPMC-H", 2))
        )
        var story = try Story(procedure, at: "2022-01-05 07:30", ladder: Ladders.full)
        let apology = Apologise(reason: paper(62), newDueAt: try at("2022-01-10 10:00"))
        try story.act(apology, by: Staff.leader, at: "2022-01-05 08:00")
        #expect(story.dossier.warnings.map { local($0.fireAt) } == ["2022-01-06 10:00"])
        try story.act(RequestSupplement(request: paper(63)), by: Staff.clerk, at: "2022-01-06 08:00")
        try story.act(ReceiveSupplement(documents: paper(64)), by: Staff.clerk, at: "2022-01-06 15:00")

        // 8 hours from Thursday 15:00 end on Friday, before the date that was given. From the new start 12 h 30 are
        // left: never 16. The intake has its 16 hours anew.
        #expect(
            timers(story) == [
                "overdue 2022-01-10 10:00:01", "intake half 2022-01-07 15:00", "intake most 2022-01-10 10:18",
                "intake overdue 2022-01-10 15:00:01",
            ]
        )
    }

    @Test("after the apology the new appointment is watched, but no second apology is demanded")
    func afterApology() throws {
        var story = try business()
        let apology = Apologise(reason: paper(60), newDueAt: try at("2022-01-14 10:00"))
        try story.act(apology, by: Staff.leader, at: "2022-01-07 09:00")

        #expect(
            timers(story).filter { !$0.hasPrefix("intake") } == [
                "approaching 2022-01-12 10:00", "overdue 2022-01-14 10:00:01",
            ]
        )
    }

    @Test("a rung whose cause has gone never fires")
    func causeGone() throws {
        var story = try business()
        let half = FireRung(rung: .stepWarning("half", "intake"))
        try story.complete("intake", at: "2022-01-05 11:20")
        #expect(try story.act(half, by: .timer, atInstant: at("2022-01-05 11:21")) == nil)
        try story.act(WithdrawDossier(reason: paper(61)), by: Staff.clerk, at: "2022-01-05 14:00")
        #expect(timers(story) == [])
        let apology = FireRung(rung: .dossierWarning("apology"))
        #expect(try story.act(apology, by: .timer, atInstant: at("2022-01-08 11:21")) == nil)
    }

    @Test("an imported dossier has no rungs of the past, and says which it left out")
    func imported() throws {
        let story = try Story(
            Procedures.business(),
            at: "2022-01-07 09:00",
            by: .importer,
            importedReceiptAt: try at("2022-01-05 10:20"),
            ladder: Ladders.full
        )

        #expect(timers(story) == ["apology 2022-01-07 10:20", "overdue 2022-01-10 10:20:01"])
        let names = story.dossier.registration.skippedRungs.map { "\($0)" }
        #expect(
            names == [
                "dossierWarning(approaching)", "stepWarning(half, intake)", "stepWarning(most, intake)",
                "stepOverdue(intake)",
            ]
        )
    }

    @Test("an imported dossier does not say that it left out what its term is too short for")
    func importedShort() throws {
        // Two working days have no moment with more than 16 hours left.
        let procedure = try Procedures.make(
            "9.000001",
            .workingDays(2),
            .pause,
            Procedures.chain(("intake", "BPMC-H", 2), ("hand-over", "BPMC-H", 2))
        )
        let story = try Story(
            procedure,
            at: "2022-01-06 11:00",
            by: .importer,
            importedReceiptAt: try at("2022-01-05 10:20"),
            ladder: Ladders.full
        )

        #expect(story.dossier.registration.skippedRungs.filter { $0.step == nil } == [.dossierWarning("apology")])
        #expect(timers(story) == ["overdue 2022-01-07 10:20:01"])
    }
}

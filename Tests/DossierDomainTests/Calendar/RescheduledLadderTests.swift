import DossierDomain
import Testing
import WorkingCalendar

/// Rungs under a changed calendar: what fired stays fired, what is to come keeps its hours before the due moment.
@Suite struct RescheduledLadderTests {
    /// Received Wednesday 05/01/2022 10:20, three working days: due Monday 10/01 10:20.
    private func business() throws -> Story {
        try Story(Procedures.business(), at: "2022-01-05 10:20", ladder: Ladders.full)
    }

    @Test("warnings to come keep their hours before the new date")
    func planned() throws {
        let moved = try Rescheduled(business(), to: .closing("2022-01-07"), at: "2022-01-05 11:00")

        #expect(moved.due == "2022-01-11 10:20")
        // 16 hours before it are two working days, over the closed Friday: Thursday. 8 are Monday.
        #expect(moved.warnings == ["approaching 2022-01-06 10:20", "apology 2022-01-10 10:20"])
        #expect(
            moved.dossier.timers.contains { $0.rung == .dossierOverdue && local($0.fireAt) == "2022-01-11 10:20:01" }
        )
    }

    @Test("a warning that has fired does not fire again")
    func fired() throws {
        var story = try business()
        try story.act(FireRung(rung: .dossierWarning("approaching")), by: .timer, at: "2022-01-06 10:20")

        let moved = try Rescheduled(story, to: .closing("2022-01-07"), at: "2022-01-06 11:00")
        #expect(moved.warnings == ["apology 2022-01-10 10:20"])
    }

    @Test("a step's warnings move with it, one at a close to a close")
    func step() throws {
        var story = try Story(Procedures.business(), at: "2022-01-06 07:00", ladder: Ladders.full)
        try story.complete("intake", at: "2022-01-06 13:00")
        // 8 hours from Thursday 13:00 end on Friday 11:30; half of them at Thursday's close, 6 h 24 on Friday 09:54.
        #expect(story.due("appraise") == "2022-01-07 11:30")

        let moved = try Rescheduled(story, to: .closing("2022-01-07"), at: "2022-01-06 14:00")
        #expect(moved.due("appraise") == "2022-01-10 11:30")
        let warnings = moved.dossier["appraise"]?.warnings.map { "\($0.rung) " + local($0.fireAt) }
        #expect(warnings == ["half 2022-01-06 17:00", "most 2022-01-10 09:54"])
    }

    @Test("where the date stays and working time before it is gone, a warning may be due at once")
    func past() throws {
        var story = try business()
        let apology = Apologise(reason: paper(90), newDueAt: try at("2022-01-12 10:00"))
        try story.act(apology, by: Staff.leader, at: "2022-01-07 08:00")
        #expect(story.dossier.warnings.map { local($0.fireAt) } == ["2022-01-10 10:00"])

        // Without Tuesday, 16 hours before Wednesday 10:00 are 2 h 30, Monday's 8 h and 5 h 30 of Friday: 10:00, which
        // is over. It is not late for that: it has only now been due.
        let moved = try Rescheduled(story, to: .closing("2022-01-11"), at: "2022-01-10 09:00")
        #expect(moved.due == "2022-01-12 10:00")
        #expect(moved.warnings == ["approaching 2022-01-10 09:00"])
        #expect(moved.event?.effects.count == 1)
        let due = moved.dossier.timers.filter { $0.fireAt <= (moved.event?.at ?? $0.fireAt) }.map(\.rung)
        #expect(due.contains(.dossierWarning("approaching")))
    }

    /// Overdue since Monday 10/01 08:00:01, and recorded as that.
    private func overdue() throws -> Story {
        var story = try Story(Procedures.business(), at: "2022-01-05 08:00")
        try story.act(FireRung(rung: .stepOverdue("intake")), by: .timer, at: "2022-01-05 10:00:01")
        try story.act(FireRung(rung: .dossierOverdue), by: .timer, at: "2022-01-10 08:00:01")
        return story
    }

    @Test("a late dossier that the closed day makes punctual is not late any more, and its rung stands again")
    func punctualAgain() throws {
        let moved = try Rescheduled(overdue(), to: .closing("2022-01-07"), at: "2022-01-10 09:00")

        #expect(moved.due == "2022-01-11 08:00")
        #expect(!moved.dossier.isOverdueRecorded)
        let due = try at("2022-01-11 08:00")
        #expect(!moved.dossier.isLate(at: due))
        #expect(moved.dossier.timers.map { local($0.fireAt) } == ["2022-01-11 08:00:01"])
        // The intake, late since Wednesday, is late by the new calendar too.
        #expect(moved.dossier["intake"]?.isOverdueRecorded == true)
    }

    @Test("a late dossier that is late by the new calendar too keeps its date and fires nothing again")
    func stillLate() throws {
        let moved = try Rescheduled(overdue(), to: .closing("2022-01-07"), at: "2022-01-11 08:00:01")

        #expect(moved.event == nil)
        #expect(moved.due == "2022-01-10 08:00")
        #expect(moved.dossier.timers.isEmpty)
    }

    @Test("a term that was over before the citizen was waited for stays over")
    func overBeforeThePause() throws {
        var story = try overdue()
        try story.act(RequestSupplement(request: paper(50)), by: Staff.clerk, at: "2022-01-10 09:00")
        try story.act(ReceiveSupplement(documents: paper(51)), by: Staff.clerk, at: "2022-01-10 10:00")

        // Nor does it move off its own day when that is declared off.
        for day in ["2022-01-07", "2022-01-10"] {
            let moved = try Rescheduled(story, to: .closing(day), at: "2022-01-10 11:00")
            #expect(moved.event == nil, "\(day)")
        }
    }

    @Test("nor does a date given with an apology move that was over before the citizen was waited for")
    func overBeforeThePauseDespiteAnApology() throws {
        var story = try Story.inStatus(.processing)
        let apology = Apologise(reason: paper(92), newDueAt: try at("2022-01-12 10:00"))
        try story.act(apology, by: Staff.leader, at: "2022-01-07 08:00")
        try story.act(RequestSupplement(request: paper(50)), by: Staff.clerk, at: "2022-01-12 10:30")
        try story.act(ReceiveSupplement(documents: paper(51)), by: Staff.clerk, at: "2022-01-12 11:00")

        let moved = try Rescheduled(story, to: .closing("2022-01-12"), at: "2022-01-12 14:00")
        #expect(moved.event == nil)
        #expect(try moved.dossier.isLate(at: at("2022-01-12 14:00")))
    }

    @Test("no date moves into the past, though a Saturday is declared to have been worked")
    func neverIntoThePast() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:30")
        let days = DeclaredDays(worked: [try date("2022-01-08")])

        let moved = try Rescheduled(story, to: days, at: "2022-01-10 08:00")
        #expect(moved.event == nil)
    }
}

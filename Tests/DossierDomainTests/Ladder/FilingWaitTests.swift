import DossierDomain
import Testing
import WorkingCalendar

/// The wait of a dossier filed online for the desk's answer (domain.md R6), worked out by hand in the hours 07:30-11:30
/// and 13:00-17:00.
@Suite struct FilingWaitTests {
    private func filed(at time: String = "2022-01-05 10:20", ladder: Ladder = Ladders.watchingFilings) throws -> Story {
        try Story(Procedures.business(), at: time, channel: .online, ladder: ladder)
    }

    private func timers(_ dossier: Dossier) -> [String] {
        dossier.timers.compactMap { timer in
            guard case .filingWarning(let id) = timer.rung else { return nil }
            return "\(id) " + local(timer.fireAt)
        }
    }

    private func fire(_ id: RungID) -> FireRung { FireRung(rung: .filingWarning(id)) }

    @Test(
        "4 and 8 office hours after it was filed, or after the next opening, a warning is due; an end at a close stays",
        arguments: [
            // Wednesday: 1 h 10 before noon, 2 h 50 after it; 1 h 10 more to the close, 2 h 50 on Thursday.
            ("2022-01-05 10:20", "2022-01-05 15:50", "2022-01-06 10:20"),
            // In the rest at noon, and on a Saturday night.
            ("2022-01-05 12:00", "2022-01-05 17:00", "2022-01-06 11:30"),
            ("2022-01-08 21:00", "2022-01-10 11:30", "2022-01-10 17:00"),
            // Friday 28/01 before Tết: 2 h, and the rest on Monday 07/02.
            ("2022-01-28 15:00", "2022-02-07 09:30", "2022-02-07 15:00"),
        ]
    )
    func instants(time: String, waiting: String, unanswered: String) throws {
        let story = try filed(at: time)

        #expect(timers(story.dossier) == ["waiting " + waiting, "unanswered " + unanswered])
        #expect(story.dossier.dueAt == nil)
        #expect(story.dossier.receivedAt == nil)
    }

    @Test("it fires once, by the timer alone, not before its second, and changes nothing else")
    func once() throws {
        var story = try filed()
        let early = try at("2022-01-05 15:49:59")
        #expect(try story.act(fire("waiting"), by: .timer, atInstant: early) == nil)
        #expect(try story.refusal(of: fire("waiting"), by: Staff.clerk, at: "2022-01-05 15:50") != nil)

        let event = try story.act(fire("waiting"), by: .timer, at: "2022-01-05 15:50")

        #expect(event.fact == .warned("waiting", step: nil))
        #expect(event.plannedAt == (try at("2022-01-05 15:50")))
        #expect(event.effects.isEmpty)
        #expect(timers(story.dossier) == ["unanswered 2022-01-06 10:20"])
        let later = try at("2022-01-05 16:00")
        #expect(try story.act(fire("waiting"), by: .timer, atInstant: later) == nil)
        #expect(story.dossier.status == .submitted)
    }

    @Test(
        "whatever the desk answers, it fires no more",
        arguments: [Action.accept, .refuse, .requestSupplement, .withdraw, .void]
    )
    func answered(action: Action) throws {
        var story = try filed()

        try story.act(action.command(), by: Staff.clerk, at: "2022-01-05 11:00")

        let later = try at("2022-01-06 16:00")
        #expect(timers(story.dossier).isEmpty)
        for id: RungID in ["waiting", "unanswered"] {
            #expect(try story.act(fire(id), by: .timer, atInstant: later) == nil)
        }
    }

    @Test("an accepted one climbs the ladder of any other dossier, also after a warning has fired")
    func accepted() throws {
        var story = try filed()
        try story.act(fire("waiting"), by: .timer, at: "2022-01-05 15:50")
        try story.act(AcceptDossier(), by: Staff.clerk, at: "2022-01-06 08:00")

        let other = try Story(Procedures.business(), at: "2022-01-06 08:00", ladder: Ladders.watchingFilings)
        #expect(!story.dossier.timers.isEmpty)
        #expect(story.dossier.timers == other.dossier.timers)
    }

    @Test("when the papers asked for are there the desk's time begins anew, of a warning that had fired too")
    func papers() throws {
        var story = try filed()
        try story.act(fire("waiting"), by: .timer, at: "2022-01-05 15:50")
        try story.act(Action.requestSupplement.command(), by: Staff.clerk, at: "2022-01-05 16:00")
        try story.act(Action.receiveSupplement.command(), by: Staff.clerk, at: "2022-01-10 08:00")

        // 3 h 30 on Monday morning and half an hour after noon; 3 h 30 more to the close and half an hour on Tuesday.
        #expect(story.dossier.status == .submitted)
        #expect(timers(story.dossier) == ["waiting 2022-01-10 13:30", "unanswered 2022-01-11 08:00"])
        #expect(story.dossier == Dossier(folding: story.events))
    }

    @Test("a ladder without such warnings leaves it alone, at the filing and when papers are brought")
    func unwatched() throws {
        var story = try filed(ladder: Ladders.full)
        #expect(story.events.first?.effects == [.status(.submitted)])
        try story.act(Action.requestSupplement.command(), by: Staff.clerk, at: "2022-01-05 16:00")
        let back = try story.act(Action.receiveSupplement.command(), by: Staff.clerk, at: "2022-01-10 08:00")

        #expect(back.effects == [.status(.submitted)])
        #expect(story.dossier.timers.isEmpty)
    }

    @Test("a filing is taken at the end of the calendar's years, without the warnings of which nobody knows the hour")
    func unknownYear() throws {
        // Friday 29/12/2023, half an hour before the last close with data.
        let last = try filed(at: "2023-12-29 16:30")
        #expect(timers(last.dossier).isEmpty)
        let morning = try filed(at: "2023-12-29 10:20")
        #expect(timers(morning.dossier) == ["waiting 2023-12-29 15:50"])
    }

    @Test("days declared off and worked move it with the office hours; what has passed by them is due now")
    func declared() throws {
        let closed = try Rescheduled(filed(), to: .closing("2022-01-06"), at: "2022-01-05 11:00")
        #expect(closed.event?.fact == .rescheduled(.calendar(version: 2)))
        #expect(closed.warnings == ["waiting 2022-01-05 15:50", "unanswered 2022-01-07 10:20"])

        // Filed on Friday at 16:00: 1 h before the weekend, then 3 h and 7 h. Saturday is declared on that very day.
        let friday = try filed(at: "2022-01-07 16:00")
        #expect(timers(friday.dossier) == ["waiting 2022-01-10 10:30", "unanswered 2022-01-10 16:00"])
        let worked = DeclaredDays(worked: [try date("2022-01-08")])
        let moved = try Rescheduled(friday, to: worked, at: "2022-01-08 11:00")
        #expect(moved.warnings == ["waiting 2022-01-08 11:00", "unanswered 2022-01-08 16:00"])

        let summer = try Rescheduled(filed(), to: .closing("2022-06-01"), at: "2022-01-05 11:00")
        #expect(summer.event == nil)
    }
}

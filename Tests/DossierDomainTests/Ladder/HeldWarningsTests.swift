import DossierDomain
import Testing
import WorkingCalendar

/// Warnings of a clock that stood still while days off were declared.
@Suite struct HeldWarningsTests {
    /// The district with one more day off.
    private func calendars(closing day: String) throws -> [AgencyID: WorkingCalendar] {
        let district = try District.shared()
        let date = try #require(LocalDate(iso8601: day))
        return try district.calendars.mapValues { calendar in
            let off = try #require(Closure(name: "Nghỉ bão", first: date, last: date))
            let known = calendar.publicCalendar
            return try WorkingCalendar(
                publicCalendar: PublicCalendar(years: known.years, closures: known.closures + [off]),
                officeHours: calendar.officeHours
            )
        }
    }

    /// The dossier after its papers came, by calendars that were given one more day off meanwhile.
    private func resumed(_ story: Story, at time: String, closing day: String) throws -> Dossier {
        try resumed(story, at: time, by: calendars(closing: day))
    }

    private func resumed(_ story: Story, at time: String, by calendars: [AgencyID: WorkingCalendar]) throws -> Dossier {
        let context = DecisionContext(
            now: try at(time),
            actor: Staff.clerk,
            procedure: story.procedure,
            organisation: story.district.organisation,
            calendars: calendars,
            ladder: story.ladder
        )
        let event = try #require(try ReceiveSupplement(documents: paper(81)).decide(on: story.dossier, in: context))
        var dossier = story.dossier
        dossier.apply(event)
        return dossier
    }

    private func timers(_ dossier: Dossier) -> [String] {
        dossier.timers.compactMap { timer in
            switch timer.rung {
            case .filingWarning(let id), .dossierWarning(let id): "\(id) " + local(timer.fireAt)
            case .dossierOverdue: "overdue " + local(timer.fireAt)
            case .stepWarning(let id, let step): "\(step) \(id) " + local(timer.fireAt)
            case .stepOverdue: nil
            }
        }
    }

    @Test("a day off declared during the pause leaves each warning at its distance from the new due moment")
    func closedMeanwhile() throws {
        var story = try Story(Procedures.business(), at: "2022-01-10 07:30", ladder: Ladders.full)
        // Due Thursday 13/01 07:30, all 24 hours unused; 16 hours left Tuesday 07:30, 8 hours left Wednesday 07:30.
        #expect(
            timers(story.dossier) == [
                "approaching 2022-01-11 07:30", "apology 2022-01-12 07:30", "overdue 2022-01-13 07:30:01",
                "intake half 2022-01-10 08:30", "intake most 2022-01-10 09:06",
            ]
        )
        try story.act(RequestSupplement(request: paper(80)), by: Staff.clerk, at: "2022-01-10 07:30")
        // Tuesday 11/01 is declared off while the dossier waits; it goes on a week later with its 24 hours, and with
        // its intake, of whose two hours one is used at 08:30, and 96 minutes are at 09:06.
        let resumed = try resumed(story, at: "2022-01-17 07:30", closing: "2022-01-11")

        #expect(
            timers(resumed) == [
                "approaching 2022-01-18 07:30", "apology 2022-01-19 07:30", "overdue 2022-01-20 07:30:01",
                "intake half 2022-01-17 08:30", "intake most 2022-01-17 09:06",
            ]
        )
    }

    @Test("a share of a step's hours is told when as much of them is used, by what was left at the pause")
    func shareClosedMeanwhile() throws {
        var story = try Story(Procedures.business(), at: "2022-01-10 13:00", ladder: Ladders.full)
        try story.complete("intake", at: "2022-01-10 14:00")
        // Half of 8 hours are used on Tuesday 08:30, 80 % are 6 h 24: Tuesday 10:54.
        #expect(
            timers(story.dossier).suffix(2) == ["appraise half 2022-01-11 08:30", "appraise most 2022-01-11 10:54"]
        )
        try story.act(RequestSupplement(request: paper(82)), by: Staff.officer("TCKH"), at: "2022-01-10 15:00")
        // Tuesday is declared off; one hour was used: three more are at 10:30, 5 h 24 more at 14:24.
        let resumed = try resumed(story, at: "2022-01-17 07:30", closing: "2022-01-11")

        #expect(timers(resumed).suffix(2) == ["appraise half 2022-01-17 10:30", "appraise most 2022-01-17 14:24"])
    }

    /// The calendars with a Saturday that is worked for the Monday after it.
    private func swapped(
        _ saturday: String,
        for monday: String,
        of story: Story
    ) throws -> [AgencyID: WorkingCalendar] {
        let days = DeclaredDays(closed: [try date(monday)], worked: [try date(saturday)])
        return try days.calendars(of: story.district)
    }

    @Test("a Saturday worked for a Monday leaves each warning its hours, though in sum no hour was lost")
    func swappedMeanwhile() throws {
        var story = try Story(Procedures.business(), at: "2022-01-06 07:30", ladder: Ladders.full)
        try story.complete("intake", at: "2022-01-06 08:00")
        try story.act(RequestSupplement(request: paper(83)), by: Staff.officer("TCKH"), at: "2022-01-06 13:00")
        // Thursday's 4 hours, Friday's 8 and Monday's 8 were left; Saturday's are as many as Monday's.
        let resumed = try resumed(
            story,
            at: "2022-01-07 07:30",
            by: swapped("2022-01-08", for: "2022-01-10", of: story)
        )

        // 20 hours: Friday's 8, Saturday's 8, 4 of Tuesday. Of them 16 are left from Friday 13:00 on, 8 from Saturday
        // 13:00. Of the step's 8 hours 3 h 30 were used: half are 30 minutes later, 80 % 2 h 54.
        #expect(
            timers(resumed) == [
                "approaching 2022-01-07 13:00", "apology 2022-01-08 13:00", "overdue 2022-01-11 13:00:01",
                "appraise half 2022-01-07 08:00", "appraise most 2022-01-07 10:24",
            ]
        )
    }

    @Test("also where the appointment stays as it was")
    func swappedOvernight() throws {
        var story = try Story(Procedures.business(), at: "2022-01-06 10:20", ladder: Ladders.full)
        try story.complete("intake", at: "2022-01-06 10:30")
        try story.act(FireRung(rung: .stepWarning("half", "appraise")), by: .timer, at: "2022-01-06 16:00")
        try story.act(RequestSupplement(request: paper(84)), by: Staff.officer("TCKH"), at: "2022-01-06 17:30")
        let resumed = try resumed(
            story,
            at: "2022-01-07 07:00",
            by: swapped("2022-01-08", for: "2022-01-10", of: story)
        )

        // 8 hours before Tuesday 10:20 were Monday 10:20, which is off now: they are Saturday 10:20.
        #expect(resumed.dueAt == story.dossier.dueAt)
        #expect(
            timers(resumed) == [
                "approaching 2022-01-07 10:20", "apology 2022-01-08 10:20", "overdue 2022-01-11 10:20:01",
                "appraise most 2022-01-07 08:54",
            ]
        )
    }

    @Test("a share of the dossier's own clock keeps its place in what was left, and is not lost")
    func shareOfTheDossier() throws {
        let ladder = Ladder(
            stepWarnings: [],
            stepOverdue: Ladders.full.stepOverdue,
            dossierWarnings: [Ladders.rung("half", .used(perCent: 50))],
            dossierOverdue: Ladders.full.dossierOverdue
        )
        var story = try Story(Procedures.business(), at: "2022-01-10 07:30", ladder: ladder)
        // 12 of 24 hours.
        #expect(timers(story.dossier) == ["half 2022-01-11 11:30", "overdue 2022-01-13 07:30:01"])
        try story.act(RequestSupplement(request: paper(85)), by: Staff.clerk, at: "2022-01-10 07:30")
        let resumed = try resumed(story, at: "2022-01-17 07:30", closing: "2022-01-11")

        #expect(timers(resumed) == ["half 2022-01-18 11:30", "overdue 2022-01-20 07:30:01"])
    }
}

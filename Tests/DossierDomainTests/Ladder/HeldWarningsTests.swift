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
        let context = DecisionContext(
            now: try at(time),
            actor: Staff.clerk,
            procedure: story.procedure,
            organisation: story.district.organisation,
            calendars: try calendars(closing: day),
            ladder: Ladders.full
        )
        let event = try #require(try ReceiveSupplement(documents: paper(81)).decide(on: story.dossier, in: context))
        var dossier = story.dossier
        dossier.apply(event)
        return dossier
    }

    private func timers(_ dossier: Dossier) -> [String] {
        dossier.timers.compactMap { timer in
            switch timer.rung {
            case .dossierWarning(let id): "\(id) " + local(timer.fireAt)
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
}

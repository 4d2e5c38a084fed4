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

    private func timers(_ dossier: Dossier) -> [String] {
        dossier.timers.compactMap { timer in
            switch timer.rung {
            case .dossierWarning(let id): "\(id) " + local(timer.fireAt)
            case .dossierOverdue: "overdue " + local(timer.fireAt)
            case .stepWarning, .stepOverdue: nil
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
            ]
        )
        try story.act(RequestSupplement(request: paper(80)), by: Staff.clerk, at: "2022-01-10 07:30")
        // Tuesday 11/01 is declared off while the dossier waits; it goes on a week later with its 24 hours.
        let now = try at("2022-01-17 07:30")
        let context = DecisionContext(
            now: now,
            actor: Staff.clerk,
            procedure: story.procedure,
            organisation: story.district.organisation,
            calendars: try calendars(closing: "2022-01-11"),
            ladder: Ladders.full
        )
        let event = try #require(try ReceiveSupplement(documents: paper(81)).decide(on: story.dossier, in: context))
        var dossier = story.dossier
        dossier.apply(event)

        #expect(
            timers(dossier) == [
                "approaching 2022-01-18 07:30", "apology 2022-01-19 07:30", "overdue 2022-01-20 07:30:01",
            ]
        )
    }
}

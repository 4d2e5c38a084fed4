import DossierDomain
import Testing
import WorkingCalendar

@Suite("How long personal data are kept")
struct RetentionRulesTests {
    private static let rules = RetentionRules(version: 3, years: 10, yearsByProcedure: ["1.001612": 2])

    @Test(
        "an open dossier is never erased, whatever its age",
        // A withdrawal rests at its end: none is ever seen withdrawn.
        arguments: Status.allCases.filter { !$0.isEnd && $0 != .withdrawn }
    )
    func open(status: Status) throws {
        #expect(Self.rules.erasable(try Story.inStatus(status).dossier) == nil)
    }

    @Test(
        "an ended one is from the same day so many years after its end",
        arguments: [Status.refused, .stopped, .handedOver]
    )
    func ended(status: Status) throws {
        let dossier = try Story.inStatus(status).dossier

        #expect(Self.rules.erasable(dossier)?.iso8601 == "2024-01-05")
        let usual = RetentionRules(version: 1, years: 10, yearsByProcedure: [:])
        #expect(usual.erasable(dossier)?.iso8601 == "2032-01-05")
    }

    @Test("a leap day's is from the first of March where the year has no leap day")
    func leapDay() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 08:00")
        try story.act(StopDossier(reason: paper(9)), by: Staff.leader, at: "2024-02-29 23:59")

        #expect(Self.rules.erasable(story.dossier)?.iso8601 == "2026-03-01")
        let four = RetentionRules(version: 1, years: 4, yearsByProcedure: [:])
        #expect(four.erasable(story.dossier)?.iso8601 == "2028-02-29")
    }
}

import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine

@Suite struct NoticeTests {
    private static let id = StreamID(number: 7)

    private static func made(_ story: Story) throws -> [Notice] {
        Notice.made(by: try #require(story.events.last), dossier: story.dossier, id: id)
    }

    @Test("an overdue step is told to the head of its unit")
    func stepOverdue() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        // 2 hours from 10:20: 70 minutes to 11:30, 50 more from 13:00, so 13:50; a second later it is overdue.
        try story.act(FireRung(rung: .stepOverdue("intake")), by: .timer, at: "2022-01-05 13:50:01")

        let expected = Notice(
            number: nil,
            recipient: "heads:BPMC-H",
            dossier: Self.id,
            rung: "stepOverdue:intake",
            at: try at("2022-01-05 13:50:01")
        )
        #expect(try Self.made(story) == [expected])
    }

    @Test("an overdue step is told to the officer named for it too")
    func assigned() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        let assign = AssignStep(step: "intake", assignee: AccountID(number: 12), assigneePlace: Staff.clerk.place)
        try story.act(assign, by: Staff.head("BPMC-H"), at: "2022-01-05 10:25")
        #expect(try Self.made(story).isEmpty)
        try story.act(FireRung(rung: .stepOverdue("intake")), by: .timer, at: "2022-01-05 13:50:01")

        #expect(try Self.made(story).map(\.recipient) == ["heads:BPMC-H", "account:12"])
    }

    @Test("an overdue dossier is told to the leaders and to the heads of all units that have it")
    func dossierOverdue() throws {
        var story = try Story(Procedures.birth(), at: "2022-01-05 10:20", commune: "binh-nguyen")
        try story.complete("intake", at: "2022-01-05 10:30")
        try story.act(FireRung(rung: .dossierOverdue), by: .timer, at: "2022-01-10 10:20:01")

        let made = try Self.made(story)
        #expect(made.map(\.recipient) == ["leaders", "heads:TPHT-X@binh-nguyen", "heads:CA"])
        #expect(Set(made.map(\.rung)) == ["dossierOverdue"])
    }
}

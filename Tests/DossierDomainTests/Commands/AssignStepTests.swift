import DossierDomain
import Testing

@Suite struct AssignStepTests {
    private let officer = Staff.officer("TCKH")
    private let colleague = Staff.colleague("TCKH")

    private func assigned() throws -> Story {
        var story = try Story.inStatus(.processing)
        try story.act(
            AssignStep(step: "appraise", assignee: officer.account, assignees: [officer]),
            by: Staff.head("TCKH"),
            at: "2022-01-05 09:00"
        )
        return story
    }

    @Test("an assigned step is for its assignee and the unit's head alone")
    func assignee() throws {
        let story = try assigned()
        let time = "2022-01-05 10:00"
        let back = ReturnStep(step: "appraise", target: "intake", reason: paper(70))

        #expect(story.dossier["appraise"]?.assignee == officer.account)
        for command in [completing("appraise"), back] as [any DossierCommand] {
            #expect(try story.refusal(of: command, by: officer, at: time) == nil)
            #expect(try story.refusal(of: command, by: Staff.head("TCKH"), at: time) == nil)
            #expect(try story.refusal(of: command, by: colleague, at: time) == .assignedToOther("appraise"))
            #expect(try story.refusal(of: command, by: Staff.head("THUE"), at: time)?.rule == .stepUnit)
        }
    }

    @Test("the head may name another officer, who then takes over")
    func again() throws {
        var story = try assigned()
        try story.act(
            AssignStep(step: "appraise", assignee: colleague.account, assignees: [colleague]),
            by: Staff.head("TCKH"),
            at: "2022-01-05 09:30"
        )
        #expect(
            try story.refusal(of: completing("appraise"), by: officer, at: "2022-01-05 10:00")
                == .assignedToOther("appraise")
        )
        #expect(try story.refusal(of: completing("appraise"), by: colleague, at: "2022-01-05 10:00") == nil)
    }

    @Test("nobody is named who is not in the unit, or not there at all")
    func invalid() throws {
        let story = try Story.inStatus(.processing)
        let head = Staff.head("TCKH")
        let tax = Staff.officer("THUE")
        func assignment(_ step: StepID, _ place: UnitPlace?) -> AssignStep {
            let found = place.map { [Actor(initiator: tax.initiator, role: .officer, place: $0)] }
            return AssignStep(step: step, assignee: tax.account, assignees: found ?? [])
        }
        let time = "2022-01-05 10:00"

        #expect(try story.refusal(of: assignment("appraise", tax.place), by: head, at: time) == .assigneeInvalid)
        #expect(try story.refusal(of: assignment("appraise", nil), by: head, at: time) == .assigneeInvalid)
        #expect(try story.refusal(of: assignment("sign", head.place), by: head, at: time) == .stepNotActive("sign"))
        #expect(try story.refusal(of: assignment("khong-co", nil), by: head, at: time) == .unknownStep("khong-co"))
    }

    @Test("whoever was named stays named when the step comes back")
    func afterReturn() throws {
        var story = try assigned()
        try story.act(
            ReturnStep(step: "appraise", target: "intake", reason: paper(70)),
            by: officer,
            at: "2022-01-05 10:00"
        )
        try story.complete("intake", at: "2022-01-05 10:30")
        #expect(story.dossier["appraise"]?.assignee == officer.account)
    }
}

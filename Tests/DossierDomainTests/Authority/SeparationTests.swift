import DossierDomain
import Testing
import WorkingCalendar

/// Who did an earlier step does not do a step that is kept apart from it.
@Suite struct SeparationTests {
    private let officer = Staff.officer("TCKH")
    private let colleague = Staff.colleague("TCKH")
    private let head = Staff.head("TCKH")
    private let time = "2022-01-05 10:00"

    /// The household business whose signature is kept apart from its appraisal.
    private func business(exempt: Set<Role> = []) throws -> Procedure {
        try Procedures.make(
            "1.001612",
            .workingDays(3),
            .pause,
            [
                Procedures.step("intake", "BPMC-H", 2, .all(["appraise"])),
                Procedures.step("appraise", "TCKH", 8, .all(["sign"])),
                Procedures.step("sign", "TCKH", 6, .all(["hand-over"]), apart: ["appraise"], exempt: exempt),
                Procedures.step("hand-over", "BPMC-H", 2, .end, apart: ["intake"]),
            ]
        )
    }

    /// A dossier that waits for the signature, appraised by somebody.
    private func appraised(by actor: Actor, exempt: Set<Role> = []) throws -> Story {
        var story = try Story(business(exempt: exempt), at: "2022-01-05 08:00")
        try story.complete("intake", at: "2022-01-05 08:10")
        try story.act(completing("appraise"), by: actor, at: "2022-01-05 08:20")
        return story
    }

    private func rule(_ story: Story, _ command: any DossierCommand, by actor: Actor) throws -> AccessRule? {
        try story.refusal(of: command, by: actor, at: time)?.rule
    }

    @Test("whoever appraised does not sign, a colleague does; the refusal names step and unit")
    func colleagues() throws {
        let story = try appraised(by: officer)
        let refusal = try story.refusal(of: completing("sign"), by: officer, at: time)
        #expect(refusal == .forbidden(Denial(.separationOfDuties, unit: officer.place, step: "Bước appraise")))
        for actor in [colleague, head] { #expect(try rule(story, completing("sign"), by: actor) == nil) }
        #expect(try rule(story, completing("sign"), by: Staff.officer("THUE")) == .stepUnit)
    }

    @Test("a head who appraised himself does not sign either, unless the procedure exempts heads")
    func heads() throws {
        let bound = try appraised(by: head)
        #expect(try rule(bound, completing("sign"), by: head) == .separationOfDuties)
        #expect(try rule(bound, completing("sign"), by: officer) == nil)
        let exempt = try appraised(by: head, exempt: [.head])
        #expect(try rule(exempt, completing("sign"), by: head) == nil)
        let officers = try appraised(by: officer, exempt: [.head])
        #expect(try rule(officers, completing("sign"), by: officer) == .separationOfDuties)
    }

    @Test("it binds a key of another system like a person")
    func keys() throws {
        let key = Actor(initiator: .key(KeyID(number: 7)), role: .officer, place: officer.place)
        let other = Actor(initiator: .key(KeyID(number: 8)), role: .officer, place: officer.place)
        let story = try appraised(by: key)
        #expect(try rule(story, completing("sign"), by: key) == .separationOfDuties)
        #expect(try rule(story, completing("sign"), by: other) == nil)
    }

    @Test("work sent back and done again by another does not free whoever did it first")
    func afterReturn() throws {
        var story = try appraised(by: officer)
        let back = ReturnStep(step: "sign", target: "appraise", reason: paper(70))
        #expect(try rule(story, back, by: officer) == nil)
        try story.act(back, by: head, at: "2022-01-05 08:30")
        try story.act(completing("appraise"), by: colleague, at: "2022-01-05 08:40")
        for actor in [officer, colleague] {
            #expect(try rule(story, completing("sign"), by: actor) == .separationOfDuties)
        }
        #expect(try rule(story, completing("sign"), by: head) == nil)
        #expect(story.dossier["appraise"]?.completers == [officer.initiator, colleague.initiator])
        #expect(Dossier(folding: story.events) == story.dossier)
    }

    @Test("it binds the leader's word on a late dossier, unless leaders are exempt")
    func leader() throws {
        let leader = Actor(initiator: .account(AccountID(number: 900)), role: .leader, place: officer.place)
        let excuse = completing("sign", overrideReason: paper(61))
        let late = "2022-01-20 10:00"
        let bound = try appraised(by: leader)
        #expect(try bound.refusal(of: excuse, by: leader, at: late)?.rule == .separationOfDuties)
        #expect(try bound.refusal(of: excuse, by: Staff.member(.leader, of: "CT-H"), at: late) == nil)
        let exempt = try appraised(by: leader, exempt: [.leader])
        #expect(try exempt.refusal(of: excuse, by: leader, at: late) == nil)
    }

    @Test("the hand-over can be kept apart too")
    func handOver() throws {
        var story = try appraised(by: officer)
        try story.act(completing("sign"), by: head, at: "2022-01-05 08:30")
        let handOver = HandOverDossier(receivedBy: paper(19))
        #expect(try rule(story, handOver, by: Staff.clerk) == .separationOfDuties)
        #expect(try rule(story, handOver, by: Staff.deskHead) == nil)
    }

    @Test("nobody is named for a step that he may not complete")
    func assignment() throws {
        let story = try appraised(by: officer)
        func naming(_ actor: Actor) -> AssignStep {
            AssignStep(step: "sign", assignee: actor.account, assignees: [actor])
        }
        #expect(try story.refusal(of: naming(officer), by: head, at: time) == .assigneeInvalid)
        #expect(try story.refusal(of: naming(colleague), by: head, at: time) == nil)
    }

    @Test("where nothing is kept apart nobody is remembered, so that older dossiers stay as they are")
    func withoutRule() throws {
        let story = try Story.inStatus(.handedOver)
        #expect(story.dossier.steps.flatMap(\.completers) == [])
        let noted = story.events.flatMap(\.effects).filter { if case .completerNoted = $0 { true } else { false } }
        #expect(noted == [])
    }

    @Test("a route is refused whose step is kept apart from no earlier step of a unit")
    func proof() throws {
        func defect(_ from: StepID, of id: StepID = "print") -> RouteDefect? {
            let steps = [
                Procedures.step("intake", "BPMC-H", 2, .all(["tax", "survey"])),
                Procedures.step("tax", "THUE", 2, .all(["pay"])),
                Procedures.step("pay", nil, 0, .all(["print"]), apart: id == "pay" ? [from] : []),
                Procedures.step("print", "CNVPDK", 2, .all(["hand-over"]), apart: id == "print" ? [from] : []),
                Procedures.step("survey", "TNMT", 2, .all(["hand-over"])),
                Procedures.step("hand-over", "BPMC-H", 2, .end),
            ]
            do throws(RouteDefect) {
                _ = try Route(steps: steps)
                return nil
            } catch {
                return error
            }
        }
        #expect(defect("tax") == nil && defect("intake") == nil)
        #expect(defect("khong-co") == .separatedFromUnknown("print", "khong-co"))
        for later in ["print", "hand-over", "survey"] as [StepID] {
            #expect(defect(later) == .separatedFromLater("print", later))
        }
        #expect(defect("pay") == .citizenSeparated("print", "pay"))
        #expect(defect("tax", of: "pay") == .citizenSeparated("pay", "pay"))
    }
}

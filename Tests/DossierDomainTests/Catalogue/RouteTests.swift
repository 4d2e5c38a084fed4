import DossierDomain
import Testing
import WorkingCalendar

@Suite struct RouteTests {
    private func defect(_ steps: [Step]) -> RouteDefect? {
        do throws(RouteDefect) {
            _ = try Route(steps: steps)
            return nil
        } catch {
            return error
        }
    }

    private func step(_ id: StepID, _ next: StepID..., unit: UnitID? = "TP", hours: Int = 1) -> Step {
        Procedures.step(id, unit, hours, next.isEmpty ? .end : .all(next))
    }

    @Test("a route needs an intake and a hand-over, and has at most 64 steps")
    func length() {
        let links = (0..<65).map { StepID(rawValue: "b\($0)") }
        func chain(_ count: Int) -> [Step] {
            (0..<count).map { step(links[$0]) }.enumerated().map { index, last in
                index + 1 < count ? Procedures.step(links[index], "TP", 1, .all([links[index + 1]])) : last
            }
        }

        #expect(defect([]) == .tooShort)
        #expect(defect(chain(1)) == .tooShort)
        #expect(defect(chain(2)) == nil)
        #expect(defect(chain(64)) == nil)
        #expect(defect(chain(65)) == .tooLong)
    }

    @Test("a step stands once")
    func duplicateStep() {
        #expect(defect([step("a", "b"), step("b", "c"), step("b", "c"), step("c")]) == .duplicateStep("b"))
    }

    @Test("a next step exists")
    func unknownNextStep() {
        #expect(defect([step("a", "x"), step("c")]) == .unknownNextStep("a", "x"))
    }

    @Test("no step comes after itself")
    func cycle() {
        #expect(defect([step("a", "b"), step("b", "b", "c"), step("c")]) == .cycle("b"))
        #expect(defect([step("a", "b"), step("b", "c"), step("c", "b", "d"), step("d")]) == .cycle("b"))
        #expect(defect([step("a", "b"), step("b", "a")]) == .cycle("a"))
    }

    @Test("the intake leads to every step")
    func unreachable() {
        #expect(defect([step("a", "c"), step("b", "c"), step("c")]) == .unreachable("b"))
    }

    @Test("every step leads to the hand-over")
    func deadEnd() {
        #expect(defect([step("a", "b", "c"), step("b"), step("c")]) == .deadEnd("b"))
        let nothing = Procedures.step("b", "TP", 1, .all([]))
        #expect(defect([step("a", "b", "c"), nothing, step("c")]) == .deadEnd("b"))
        let hollow = Procedures.step("b", "TP", 1, .byOutcome([OutcomeBranch(outcome: "approved", steps: [])]))
        #expect(defect([step("a", "b"), hollow, step("c")]) == .deadEnd("b"))
    }

    @Test("the step written last is the hand-over")
    func handOverLast() {
        #expect(defect([step("a", "c"), step("b"), step("c", "b")]) == .handOverNotLast("c"))
        #expect(defect([step("a", "c"), Procedures.step("c", "TP", 1, .all([]))]) == .handOverNotLast("c"))
    }

    @Test("the citizen does neither the intake nor the hand-over")
    func citizenAtTheDesk() {
        #expect(defect([step("a", "b", unit: nil), step("b")]) == .citizenAtTheDesk("a"))
        #expect(defect([step("a", "b"), step("b", unit: nil)]) == .citizenAtTheDesk("b"))
        #expect(defect([step("a", "b"), step("b", "c", unit: nil), step("c")]) == nil)
    }

    @Test("an outcome stands once, and never at a payment, where nobody names one")
    func outcomes() {
        let twice = NextSteps.byOutcome([
            OutcomeBranch(outcome: "approved", steps: ["c"]), OutcomeBranch(outcome: "approved", steps: ["c"]),
        ])
        let once = NextSteps.byOutcome([OutcomeBranch(outcome: "approved", steps: ["c"])])

        #expect(
            defect([step("a", "b"), Procedures.step("b", "TP", 1, twice), step("c")])
                == .duplicateOutcome("b", "approved")
        )
        #expect(defect([step("a", "b"), Procedures.step("b", nil, 0, once), step("c")]) == .outcomeAtPayment("b"))
        #expect(defect([step("a", "b"), Procedures.step("b", "TP", 1, once), step("c")]) == nil)
    }

    @Test("what lies after a step takes in every branch, in written order")
    func order() throws {
        let route = try Procedures.landWithSurvey().route

        #expect(route.steps(after: "tax") == ["pay", "print", "sign", "hand-over"])
        #expect(route.steps(after: "intake") == ["tax", "pay", "print", "survey", "sign", "hand-over"])
        #expect(route.steps(after: "hand-over") == [])
        #expect(route.leads(from: "survey", to: "sign"))
        #expect(!route.leads(from: "survey", to: "print"))
        #expect(!route.leads(from: "sign", to: "sign"))
        #expect(route.intake.id == "intake")
        #expect(route.handOver.id == "hand-over")
        #expect(route["pay"]?.performer == .citizen)
        #expect(route["khong-co"] == nil)
    }
}

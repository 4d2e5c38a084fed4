import DossierDomain
import Testing
import WorkingCalendar

@Suite struct RouteProofTests {
    private func prove(_ limit: Limit, _ steps: [Step]) throws -> RouteProof {
        try prove(Procedures.make("1.000001", limit, .pause, steps))
    }

    private func prove(_ procedure: Procedure) throws -> RouteProof {
        let district = try District.shared()
        return try RouteProof(of: procedure, in: district.organisation, calendars: district.calendars)
    }

    /// The course of the late dossier for which a procedure is refused; nil if it is not, or for another reason.
    private func late(_ limit: Limit, _ steps: [Step]) throws -> RouteRun? {
        do {
            _ = try prove(limit, steps)
            return nil
        } catch ProcedureDefect.late(let run) {
            return run
        }
    }

    /// A second at the desk and the rest in the Justice Office.
    private func work(_ seconds: Int, desk: UnitID = "BPMC-H", unit: UnitID = "TP") throws -> [Step] {
        let times = try [1, seconds - 1].map { try #require(WorkingTime(seconds: Int64($0))) }
        return [
            step("intake", desk, times[0], next: "work"),
            step("work", unit, times[1], next: "hand-over"),
            Procedures.step("hand-over", desk, 2, .end),
        ]
    }

    private func step(_ id: StepID, _ unit: UnitID, _ time: WorkingTime, next: StepID) -> Step {
        Step(id: id, name: "Bước \(id)", performer: .unit(unit), workingTime: time, next: .all([next]))
    }

    /// The steps of a course with their ends, as `TP 2022-01-07 07:31`.
    private func legs(_ run: RouteRun) -> [String] {
        run.legs.map { "\($0.unit?.rawValue ?? "–") \(local($0.finishAt))" }
    }

    @Test(
        "the route may use all that the least start is granted, and not a second more",
        arguments: [
            (Limit.workingHours(.hours(15)), 15 * 3600),
            (Limit.workingDays(3), 24 * 3600),
            // Received in the last second of a day, the next n days are all there is, and that second.
            (Limit.wholeDays(3), 24 * 3600 + 1),
            // Received on a Thursday evening, two days of the calendar end on Saturday, moved to Monday: two days of 8
            // hours; received on a Monday evening they are Tuesday and Wednesday. But on Friday evening they end on
            // Sunday, moved to Monday: one day of 8 hours.
            (Limit.calendarDays(2), 8 * 3600 + 1),
            // Received at 14:59:59 it is due at 17:00 the same day: 2 h and a second.
            (Self.sameDay(hour: 15, minute: 0), 2 * 3600 + 1),
            // Received at 11:29:59, due 17:00: a second of the morning and the afternoon's 4 h.
            (Self.sameDay(hour: 11, minute: 30), 4 * 3600 + 1),
            // Received at 12:59:59 the start is 13:00, at the cut-off and so the next day's: the least is 11:29:59's.
            (Self.sameDay(hour: 13, minute: 0), 4 * 3600 + 1),
            // Received at 07:29:59 the start is 07:30 and past the cut-off: always the next day's 8 h, and a second.
            (Self.sameDay(hour: 7, minute: 30), 8 * 3600 + 1),
        ]
    )
    func exactFit(limit: Limit, granted: Int) throws {
        #expect(try prove(limit, work(granted)).slackSeconds == 0)
        #expect(try prove(limit, work(granted - 60)).slackSeconds == 60)
        #expect(try late(limit, work(granted + 1))?.slackSeconds == -1)
    }

    /// A same-day limit; a time that is none would be a limit of nothing and fail the tests.
    private static func sameDay(hour: Int, minute: Int) -> Limit {
        TimeOfDay(hour: hour, minute: minute).map { .sameDay(cutoff: $0) } ?? .workingHours(.zero)
    }

    @Test("a late dossier is shown step by step")
    func counterExample() throws {
        // Received at the first opening of 2022, Tuesday 4 January 07:30, 24 h later is Friday 07:30; 24 h and a minute
        // of work end a minute after it.
        let run = try #require(try late(.workingDays(3), work(24 * 3600 + 60)))

        #expect(run.desk == "BPMC-H")
        #expect(local(run.receipt) == "2022-01-04 07:30")
        #expect(legs(run) == ["BPMC-H 2022-01-04 07:30:01", "TP 2022-01-07 07:31"])
        #expect(run.legs.map(\.step) == ["intake", "work"])
        #expect(local(run.readyAt) == "2022-01-07 07:31")
        #expect(local(run.dueAt) == "2022-01-07 07:30")
        #expect(run.slackSeconds == -60)
    }

    @Test("unequal hours at noon cost half an hour that no sum of hours shows")
    func taxOffice() throws {
        // Received on Tuesday 15:00:01, the desk ends on Wednesday 07:30:01 and Finance a day later. The tax office has
        // been open since 07:00 and rests until 13:30: its 6 h end at 15:30:01. Finance signs in 1:29:59 that day and
        // 4:30:01 on Friday: 13:30:01. Due is Friday 15:00:01. A second earlier the tax office would begin at 07:00.
        let proof = try prove(Procedures.business())

        #expect(proof.slackSeconds == 90 * 60)
        #expect(local(proof.tightest.receipt) == "2022-01-04 15:00:01")
        #expect(
            legs(proof.tightest) == [
                "BPMC-H 2022-01-05 07:30:01", "TCKH 2022-01-06 07:30:01", "THUE 2022-01-06 15:30:01",
                "TCKH 2022-01-07 13:30:01",
            ]
        )
        #expect(local(proof.tightest.dueAt) == "2022-01-07 15:00:01")

        // With 8 h for the signature the sum is 24 h and fits, yet this dossier is half an hour late.
        let steps = Procedures.chain(
            ("intake", "BPMC-H", 2),
            ("appraise", "TCKH", 8),
            ("tax-code", "THUE", 6),
            ("sign", "TCKH", 8),
            ("hand-over", "BPMC-H", 2)
        )
        let run = try #require(try late(.workingDays(3), steps))
        #expect(local(run.receipt) == "2022-01-04 15:00:01")
        #expect(local(run.readyAt) == "2022-01-07 15:30:01")
        #expect(run.slackSeconds == -30 * 60)
    }

    @Test("of branches and outcomes the longest counts, and the hand-over's hours are reserve")
    func branches() throws {
        // 24 h; 1 + 7 + the longer of 12 and 12.
        #expect(try prove(Procedures.birth()).slackSeconds == 4 * 3600)
        // 40 h; intake 2 + appraise 8 + sign 8 + seal 4 = 22 h, against the denial's 2 + 8 + 4 = 14 h.
        let permit = try prove(Procedures.permit())
        #expect(permit.slackSeconds == 18 * 3600)
        #expect(permit.tightest.legs.map(\.step) == ["intake", "appraise", "sign", "seal"])
    }

    @Test("the citizen's time costs nothing, whenever he pays")
    func payment() throws {
        // 4 + 24 + 4 + 24 h leave 24 of 80 h for 16 + 6 h.
        let proof = try prove(Procedures.land())

        #expect(proof.slackSeconds == 2 * 3600)
        #expect(proof.tightest.legs.map(\.step) == ["intake", "verify", "transfer", "tax", "pay", "print", "sign"])

        // Intake 4 + tax 8 h, 68 of 80 h are left at the stop; the survey's 24 h began with the tax, so that 16 h or
        // half an hour more of them are left: print 8 + sign 6 h do not decide, but 16 + 6 h.
        let beside = try prove(Procedures.landWithSurvey())
        #expect((45 * 3600...46 * 3600).contains(beside.slackSeconds))
        #expect(beside.tightest.legs.map(\.step).suffix(3) == ["pay", "survey", "sign"])
    }

    @Test("a payment with too little left afterwards is refused, with the day on which it was paid")
    func tooLittleAfterPayment() throws {
        let steps = Procedures.chain(
            ("intake", "BPMC-H", 4),
            ("tax", "THUE", 16),
            ("pay", nil, 0),
            ("print", "CNVPDK", 5),
            ("hand-over", "BPMC-H", 2)
        )
        let run = try #require(try late(.workingDays(3), steps))

        // 24 - 4 - 16 = 4 h are left where the tax office's hours cost nothing, at most; 5 h are needed.
        #expect(run.legs.map(\.step) == ["intake", "tax", "pay", "print"])
        #expect(run.slackSeconds <= -3600)
        let paid = try #require(run.legs[2].finishAt)
        #expect(try paid >= #require(run.legs[1].finishAt))
    }

    @Test("a payment that is asked for after the appointment is refused")
    func paymentTooLate() throws {
        let steps = Procedures.chain(
            ("intake", "BPMC-H", 4),
            ("work", "TP", 21),
            ("pay", nil, 0),
            ("hand-over", "BPMC-H", 2)
        )
        let run = try #require(try late(.workingDays(3), steps))

        #expect(run.legs.map(\.step) == ["intake", "work"])
        #expect(run.slackSeconds == -3600)
    }

    @Test("however often a route parts and joins again before a payment, it is soon proved", .timeLimit(.minutes(15)))
    func diamonds() throws {
        // Twenty times an hour, and then an hour by two branches side by side; a million ways lead to the payment.
        let count = 20
        var steps: [Step] = []
        for number in 0..<count {
            let (left, right) = (StepID(rawValue: "left-\(number)"), StepID(rawValue: "right-\(number)"))
            let next: StepID = number + 1 < count ? StepID(rawValue: "part-\(number + 1)") : "pay"
            let id: StepID = number == 0 ? "intake" : StepID(rawValue: "part-\(number)")
            steps.append(Procedures.step(id, number == 0 ? "BPMC-H" : "TP", 1, .all([left, right])))
            for branch in [left, right] { steps.append(Procedures.step(branch, "TP", 1, .all([next]))) }
        }
        steps.append(Procedures.step("pay", nil, 0, .all(["hand-over"])))
        steps.append(Procedures.step("hand-over", "BPMC-H", 2, .end))

        // Of 80 h.
        #expect(try prove(.workingDays(10), steps).slackSeconds == 40 * 3600)
    }

    @Test("each outcome is proved by itself where one of them has a payment")
    func paymentInOneOutcome() throws {
        func steps(notice: Int, print: Int) -> [Step] {
            let branches = [
                OutcomeBranch(outcome: "approved", steps: ["pay"]), OutcomeBranch(outcome: "denied", steps: ["notice"]),
            ]
            return [
                Procedures.step("intake", "BPMC-H", 8, .byOutcome(branches)),
                Procedures.step("pay", nil, 0, .all(["print"])),
                Procedures.step("print", "TP", print, .all(["hand-over"])),
                Procedures.step("notice", "TP", notice, .all(["hand-over"])),
                Procedures.step("hand-over", "BPMC-H", 2, .end),
            ]
        }

        #expect(try prove(.workingDays(3), steps(notice: 15, print: 16)).slackSeconds == 0)
        #expect(try late(.workingDays(3), steps(notice: 17, print: 1))?.legs.map(\.step) == ["intake", "notice"])
        #expect(try late(.workingDays(3), steps(notice: 1, print: 17))?.legs.map(\.step) == ["intake", "pay", "print"])
    }

    @Test("a step of a unit that does not exist is refused")
    func unknownUnit() {
        #expect(throws: ProcedureDefect.unknownUnit("work", "PHONG-LA")) {
            try prove(.workingDays(3), work(60, unit: "PHONG-LA"))
        }
    }

    @Test("a dossier begins and ends at a desk")
    func notAtTheDesk() throws {
        #expect(throws: ProcedureDefect.notAtTheDesk("intake")) { try prove(.workingDays(3), work(60, desk: "TP")) }
        var steps = try work(60)
        steps[2] = Procedures.step("hand-over", "VP", 2, .end)
        #expect(throws: ProcedureDefect.notAtTheDesk("hand-over")) { try prove(.workingDays(3), steps) }
    }

    @Test("a unit's step without working time is refused")
    func noWorkingTime() throws {
        let steps = Procedures.chain(("intake", "BPMC-H", 1), ("work", "TP", 0), ("hand-over", "BPMC-H", 1))
        #expect(throws: ProcedureDefect.noWorkingTime("work")) { try prove(.workingDays(3), steps) }
    }

    @Test("an agency without a calendar is refused")
    func noCalendar() throws {
        let district = try District.shared()
        let calendars = district.calendars.filter { $0.key != "THUE" }
        #expect(throws: ProcedureDefect.noCalendar("THUE")) {
            try RouteProof(of: Procedures.business(), in: district.organisation, calendars: calendars)
        }
    }

    @Test(
        "a limit that no start within the known years can meet is refused",
        arguments: [Limit.wholeDays(5000), .calendarDays(5000), .workingDays(5000), .workingDays(0), .wholeDays(0)]
    )
    func neverGranted(limit: Limit) throws {
        #expect(throws: ProcedureDefect.limitNeverGranted) { try prove(limit, work(60)) }
    }

    /// Decisions between two outcomes each, one after the other, and then payments with a step before each.
    private func decisions(_ count: Int, payments: Int) -> [Step] {
        var steps = [Procedures.step("intake", "BPMC-H", 1, .all(["d0"]))]
        for index in 0..<count {
            let next = StepID(rawValue: index < count - 1 ? "d\(index + 1)" : "work0")
            let other = StepID(rawValue: "e\(index)")
            let branches = [
                OutcomeBranch(outcome: "yes", steps: [next]), OutcomeBranch(outcome: "no", steps: [other]),
            ]
            steps.append(Procedures.step(StepID(rawValue: "d\(index)"), "TP", 1, .byOutcome(branches)))
            steps.append(Procedures.step(other, "TP", 1, .all([next])))
        }
        for index in 0..<payments {
            let (work, pay) = (StepID(rawValue: "work\(index)"), StepID(rawValue: "pay\(index)"))
            let next = StepID(rawValue: index < payments - 1 ? "work\(index + 1)" : "hand-over")
            steps.append(Procedures.step(work, "TP", 1, .all([pay])))
            steps.append(Procedures.step(pay, nil, 0, .all([next])))
        }
        return steps + [Procedures.step("hand-over", "BPMC-H", 1, .end)]
    }

    @Test("a route with more decisions before payments than can be proved one by one is refused")
    func tooManyWays() throws {
        // Eight decisions are 256 ways, nine are 512.
        #expect(try prove(.workingDays(30), decisions(8, payments: 1)).slackSeconds > 0)
        #expect(throws: ProcedureDefect.tooManyWays) { try prove(.workingDays(30), decisions(9, payments: 1)) }
    }

    @Test("so is one with more payments than can be proved on each of its ways")
    func tooManyStretches() throws {
        // Four payments cut each of the 256 ways into five stretches or more, of which at most 1,024 are looked at.
        #expect(throws: ProcedureDefect.tooManyWays) { try prove(.workingDays(30), decisions(8, payments: 4)) }
    }
}

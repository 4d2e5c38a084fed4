import DossierDomain
import Testing
import WorkingCalendar

@Suite struct RouteProofTests {
    private func prove(_ limit: Limit, _ steps: [Step]) throws -> RouteProof {
        let district = try District.shared()
        let procedure = try Procedures.make("1.000001", limit, .pause, steps)
        return try RouteProof(of: procedure, in: district.organisation, calendar: district.calendar())
    }

    private func work(_ minutes: Int, desk: UnitID = "BPMC-H", unit: UnitID = "TP") throws -> [Step] {
        let time = try #require(WorkingTime(seconds: Int64(minutes) * 60))
        return [
            Procedures.step("intake", desk, 0, .all(["work"])),
            Step(
                id: "work",
                name: "Thẩm tra",
                performer: .unit(unit),
                workingTime: time,
                next: .all(["hand-over"])
            ),
            Procedures.step("hand-over", desk, 2, .end),
        ]
    }

    @Test(
        "the longest path may use the whole limit and not a second more",
        arguments: [
            (Limit.workingHours(.hours(15)), 15 * 60),
            (Limit.workingDays(3), 24 * 60),
            // Received in the last second of a day, the next n days are all there is, and that second.
            (Limit.wholeDays(3), 24 * 60),
            // Received on a Thursday evening, two days of the calendar end on Saturday, moved to Monday: two days of 8
            // hours; received on a Monday evening they are Tuesday and Wednesday. But on Friday evening they end on
            // Sunday, moved to Monday: one day of 8 hours.
            (Limit.calendarDays(2), 8 * 60),
        ]
    )
    func exactFit(limit: Limit, minutes: Int) throws {
        let proof = try prove(limit, work(minutes))

        #expect(proof.neededSeconds == Int64(minutes) * 60)
        #expect((0...1).contains(proof.slackSeconds))
        #expect(proof.longestPath == ["intake", "work", "hand-over"])
        let granted = proof.grantedSeconds
        #expect(
            throws: ProcedureDefect.longerThanLimit(
                path: ["intake", "work", "hand-over"],
                needed: Int64(minutes) * 60 + 60,
                granted: granted
            )
        ) { try prove(limit, work(minutes + 1)) }
    }

    @Test(
        "a same-day procedure has what is left between its cut-off and the close",
        arguments: [
            // Received at 14:59:59 it is due at 17:00 the same day: 2 h and a second.
            ("15:00", 2 * 3600 + 1),
            // Received at 11:29:59, due 17:00: a second of the morning and the afternoon's 4 h.
            ("11:30", 4 * 3600 + 1),
            // Received at 12:59:59 the start is 13:00, at the cut-off and so the next day's: the least is 11:29:59's.
            ("13:00", 4 * 3600 + 1),
            // Received at 07:29:59 the start is 07:30 and past the cut-off: always the next day's 8 h, and a second.
            ("07:30", 8 * 3600 + 1),
            // No cut-off before the close: a second is all that is sure.
            ("17:00", 1),
        ]
    )
    func sameDay(cutoff: String, granted: Int) throws {
        let time = try #require(TimeOfDay(text: cutoff))

        #expect(try prove(.sameDay(cutoff: time), work(0)).grantedSeconds == Int64(granted))
        #expect(throws: ProcedureDefect.self) { try prove(.sameDay(cutoff: time), work(granted / 60 + 1)) }
    }

    @Test("the citizen's time costs nothing, and the hand-over's hours are reserve")
    func reserve() throws {
        // 2.000889: 4 + 24 + 4 + 24 + 16 + 6 = 78 h of 80.
        let district = try District.shared()
        let proof = try RouteProof(of: Procedures.land(), in: district.organisation, calendar: district.calendar())

        #expect(proof.neededSeconds == 78 * 3600)
        #expect(proof.slackSeconds == 2 * 3600)
        #expect(proof.longestPath.contains("pay"))
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

    @Test("a limit that no start within the known years can meet is refused")
    func neverGranted() throws {
        #expect(throws: ProcedureDefect.limitNeverGranted) { try prove(.wholeDays(5000), work(60)) }
    }
}

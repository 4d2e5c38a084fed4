import DossierDomain
import Testing
import WorkingCalendar

/// Ledgers worked out by hand; the desk works 07:30-11:30 and 13:00-17:00, the tax office 07:00-11:30 and 13:30-17:00.
@Suite("The ledger tells who held a dossier how long")
struct LedgerTests {
    /// 1.001612 with a return by the tax office, a supplement, and a late appraisal.
    private func businessStory() throws -> Story {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 11:00")
        try story.complete("appraise", at: "2022-01-05 16:00")
        try story.act(
            ReturnStep(step: "tax-code", target: "appraise", reason: paper(30)),
            by: Staff.officer("THUE"),
            at: "2022-01-06 09:00"
        )
        try story.act(RequestSupplement(request: paper(31)), by: Staff.officer("TCKH"), at: "2022-01-06 14:00")
        try story.act(ReceiveSupplement(documents: paper(32)), by: Staff.clerk, at: "2022-01-10 15:00")
        try story.complete("appraise", at: "2022-01-11 10:30")
        try story.complete("tax-code", at: "2022-01-11 16:30")
        try story.complete("sign", at: "2022-01-12 09:30")
        return story
    }

    @Test("each stretch shows its hours, what was used, paused and left, and how it stands")
    func stretches() throws {
        let ledger = try businessStory().ledger(at: "2022-01-12 10:30")

        let lines = ledger.holdings.map { holding in
            "\(holding.step) \(local(holding.since))…\(local(holding.until)) \(text(holding.clock)) due "
                + "\(local(holding.dueAt)) \(holding.verdict?.rawValue ?? "–") \(holding.end?.rawValue ?? "–")"
        }

        #expect(
            lines == [
                // 2 h from 10:20: 1:10 to 11:30, 0:50 from 13:00. Used 10:20-11:00.
                "intake 2022-01-05 10:20…2022-01-05 11:00 2:00 0:40 0:00 1:20 due 2022-01-05 13:50 onTime completed",
                // Used 11:00-11:30 and 13:00-16:00.
                "appraise 2022-01-05 11:00…2022-01-05 16:00 8:00 3:30 0:00 4:30 due 2022-01-06 11:00 early completed",
                // By the tax office's hours: 16:00-17:00, and 07:00-09:00 the next morning.
                "tax-code 2022-01-05 16:00…2022-01-06 09:00 6:00 3:00 0:00 3:00 due 2022-01-06 14:00 onTime returned",
                // Used Thu 09:00-11:30, 13:00-14:00; paused Thu 3 h, Fri 8 h, Mon 4 h + 2 h; used Mon 2 h, Tue 3 h.
                "appraise 2022-01-06 09:00…2022-01-11 10:30 8:00 8:30 17:00 -0:30 due 2022-01-11 10:00 late completed",
                // 10:30-11:30 and 13:30-16:30; 6 h would end on Wednesday 08:30.
                "tax-code 2022-01-11 10:30…2022-01-11 16:30 6:00 4:00 0:00 2:00 due 2022-01-12 08:30 early completed",
                // 16:30-17:00 and 07:30-09:30.
                "sign 2022-01-11 16:30…2022-01-12 09:30 6:00 2:30 0:00 3:30 due 2022-01-12 14:30 onTime completed",
                // The hand-over waits for the citizen and is not judged.
                "hand-over 2022-01-12 09:30…– 2:00 1:00 0:00 1:00 due 2022-01-12 11:30 – –",
            ]
        )
    }

    @Test("the moves of a step's due moment stand with their cause")
    func moves() throws {
        let again = try businessStory().ledger(at: "2022-01-12 10:30").holdings[3]

        #expect(local(again.firstDueAt) == "2022-01-07 09:00")
        #expect(again.moves.map(\.cause) == [.supplement])
        // 4:30 were left on Thursday 14:00: 2 h on Monday from 15:00, 2:30 on Tuesday.
        #expect(again.moves.map { local($0.old) + " " + local($0.new) } == ["2022-01-07 09:00 2022-01-11 10:00"])
        #expect(again.moves.map(\.by) == [Staff.clerk.initiator])
    }

    @Test("the dossier's own clock, the units' totals and the attribution tell one story")
    func totals() throws {
        let ledger = try businessStory().ledger(at: "2022-01-12 10:30")
        let clock = try #require(ledger.clock)

        // Wed 5:10, Thu 4 h + 1 h, then Mon 2 h, Tue 8 h, Wed 2 h; 1:50 lie between 09:30 and 11:20.
        #expect(text(clock.reading) == "24:00 22:10 17:00 1:50")
        #expect(local(clock.originalDueAt) == "2022-01-10 10:20")
        #expect(local(clock.dueAt) == "2022-01-12 11:20")
        #expect(clock.verdict == .onTime)
        #expect(
            ledger.units.map { "\($0.place) \($0.stretches) \($0.lateStretches) \(text($0.clock)) \(hours($0.over))" }
                == [
                    "BPMC-H 1 0 2:00 0:40 0:00 1:20 0:00", "TCKH 3 1 22:00 14:30 17:00 7:30 0:30",
                    "THUE 2 0 12:00 7:00 0:00 5:00 0:00",
                ]
        )
        // By the desk's hours the tax office had 1:00 + 1:30 and 1:00 + 3:30.
        #expect(
            ledger.attribution.map { "\($0.holders) \(hours($0.workingTime))" }
                == ["[BPMC-H] 0:40", "[TCKH] 14:30", "[THUE] 7:00"]
        )
        // Over when the papers came, whatever came after.
        #expect(
            ledger.waits.map { "\($0.cause) \(local($0.since))…\(local($0.until)) \(hours($0.workingTime))" }
                == ["supplement 2022-01-06 14:00…2022-01-10 15:00 17:00"]
        )
    }

    @Test("giver and receiver are who completed the step before and who has this one")
    func handOvers() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 11:00")
        let officer = Staff.officer("TCKH")
        try story.act(
            AssignStep(step: "appraise", assignee: officer.account, assignees: [officer]),
            by: Staff.head("TCKH"),
            at: "2022-01-05 11:05"
        )
        try story.act(completing("appraise"), by: Staff.head("TCKH"), at: "2022-01-05 15:00")

        let lines = try story.ledger(at: "2022-01-05 16:00").holdings

        #expect(lines.map(\.givenBy) == [nil, Staff.clerk.account, Staff.head("TCKH").account])
        #expect(lines.map(\.receivedBy) == [Staff.clerk.account, officer.account, nil])
        #expect(lines.map(\.endedBy) == [Staff.clerk.account, Staff.head("TCKH").account, nil])
        #expect(lines.map(\.assignee) == [nil, officer.account, nil])
    }

    @Test("steps side by side pause together, and what both held is told of both")
    func parallel() throws {
        var story = try Story(Procedures.birth(), at: "2022-01-05 10:20", by: Staff.communeClerk)
        try story.act(completing("intake"), by: Staff.communeClerk, at: "2022-01-05 11:20")
        try story.complete("register", at: "2022-01-06 10:20")
        try story.act(RequestSupplement(request: paper(31)), by: Staff.officer("BHXH"), at: "2022-01-07 14:00")
        try story.act(ReceiveSupplement(documents: paper(32)), by: Staff.communeClerk, at: "2022-01-28 16:00")
        try story.complete("residence", at: "2022-02-07 08:00")
        try story.complete("insurance", at: "2022-02-07 09:00")

        let ledger = try story.ledger(at: "2022-02-07 09:00")

        // Each used 5:10 on Thursday and 5 h on Friday; 3 h + 14 days of 8 h + 7 h passed meanwhile; 1:50 were left.
        #expect(
            ledger.holdings[2...3].map { "\($0.step) \(text($0.clock)) \($0.verdict?.rawValue ?? "–")" } == [
                "residence 12:00 11:40 122:00 0:20 onTime", "insurance 12:00 12:40 122:00 -0:40 late",
            ]
        )
        #expect(
            ledger.attribution.map { "\($0.holders) \(hours($0.workingTime))" } == [
                "[BPMC-X@ha-lam] 1:00", "[TPHT-X@ha-lam] 7:00", "[BHXH, CA] 11:40", "[BHXH] 1:00",
            ]
        )
        // 18:10 before the pause, 1 h before Tết, 1:30 after it.
        #expect(try text(#require(ledger.clock).reading) == "24:00 20:40 122:00 3:20")
    }

    @Test("waiting for a payment is the citizen's time and no unit's")
    func payment() throws {
        var story = try Story(Procedures.land(), at: "2022-01-04 07:30")
        try story.complete("intake", at: "2022-01-04 11:30")
        try story.complete("verify", at: "2022-01-07 11:30")
        try story.complete("transfer", at: "2022-01-07 17:00")
        try story.complete("tax", at: "2022-01-12 16:00")
        try story.act(ConfirmPayment(reference: paper(33)), by: Staff.clerk, at: "2022-01-17 09:00")

        let ledger = try story.ledger(at: "2022-01-17 11:30")

        // 1 h on Wednesday, Thursday and Friday whole, 1:30 on Monday.
        #expect(ledger.waits.map { "\($0.cause) \(hours($0.workingTime)) \($0.stopsClock)" } == ["payment 18:30 true"])
        #expect(
            ledger.holdings.map { "\($0.step) \(text($0.clock)) \($0.verdict?.rawValue ?? "–")" } == [
                // All of its hours, up to the close where they end.
                "intake 4:00 4:00 0:00 0:00 onTime", "verify 24:00 24:00 0:00 0:00 onTime",
                "transfer 4:00 4:00 0:00 0:00 onTime", "tax 24:00 23:00 0:00 1:00 onTime",
                "print 16:00 2:30 0:00 13:30 running",
            ]
        )
        // 4 days, 3 days less an hour, and 2:30; 25 h were left at the pause.
        #expect(try text(#require(ledger.clock).reading) == "80:00 57:30 18:30 22:30")
        #expect(try local(#require(ledger.clock).dueAt) == "2022-01-20 10:00")
        #expect(
            ledger.attribution.map { "\($0.holders) \(hours($0.workingTime))" }
                == ["[BPMC-H] 4:00", "[CNVPDK] 30:30", "[THUE] 23:00"]
        )
    }

    @Test("a dossier filed online has no clock until it is received, and nobody holds it")
    func online() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20", channel: .online)
        try story.act(RequestSupplement(request: paper(31)), by: Staff.clerk, at: "2022-01-05 11:00")
        let waiting = try story.ledger(at: "2022-01-05 14:00")
        #expect(waiting.clock == nil)
        #expect(waiting.holdings.isEmpty)
        #expect(waiting.waits.map(\.stopsClock) == [false])
        #expect(waiting.index.isOnTime == nil)
        #expect(waiting.index.ground == .notReceived)

        try story.act(ReceiveSupplement(documents: paper(32)), by: Staff.clerk, at: "2022-01-06 08:00")
        try story.act(AcceptDossier(), by: Staff.clerk, at: "2022-01-06 09:00")
        let received = try story.ledger(at: "2022-01-06 10:00")
        #expect(try text(#require(received.clock).reading) == "24:00 1:00 0:00 23:00")
        #expect(received.index.supplementTime == .zero)
    }

    @Test("a change of calendar is a move of its own, of the appointment and of the step under way")
    func calendarChange() throws {
        let story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        // Thursday the 6th was declared off on Wednesday 10:30: the appointment moves by a day, the intake stays.
        let (old, new) = (try at("2022-01-10 10:20"), try at("2022-01-11 10:20"))
        let change = DossierEvent(
            at: try at("2022-01-05 10:30"),
            by: .program,
            fact: .rescheduled(.calendar(version: 2)),
            effects: [
                .dueDate(old: old, new: new, cause: .calendar),
                .stepDueDate("intake", old: try at("2022-01-05 13:50"), new: try at("2022-01-05 14:50")),
            ]
        )
        let ledger = try Ledger(
            of: story.events + [change],
            procedure: story.procedure,
            organisation: story.district.organisation,
            calendars: story.district.calendars,
            asOf: at("2022-01-05 11:20")
        )
        let told = try #require(ledger)

        let clock = try #require(told.clock)
        #expect(clock.moves == [DueMove(at: change.at, old: old, new: new, cause: .calendar, by: .program)])
        // By this calendar, in which Thursday is worked, the new date lies 32 h after the receipt.
        #expect(text(clock.reading) == "32:00 1:00 0:00 31:00")
        #expect(told.index.dueAt == new)
        #expect(
            told.holdings.map { local($0.firstDueAt) + " " + local($0.dueAt) } == [
                "2022-01-05 13:50 2022-01-05 14:50"
            ]
        )
        #expect(told.holdings.map { text($0.clock) } == ["3:00 1:00 0:00 2:00"])

        let account = try DeadlineAccount(
            of: story.events + [change],
            procedure: story.procedure,
            organisation: story.district.organisation,
            calendars: story.district.calendars
        )
        #expect(account?.phases.map(\.cause) == [.receipt, .reschedule(.calendar(version: 2))])
        // 0:10 up to the change, and 31:50 from it.
        #expect(account?.phases.map { hours($0.counted.workingTime) } == ["0:10", "31:50"])
        #expect(account?.dueAt == new)
    }

    @Test("what was asked for in time is so after a clock that was ahead was set back, for the ledger and the index")
    func setBack() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        // Due on Monday 10/01 10:20; one step was completed by a clock that was a week ahead.
        try story.complete("intake", at: "2022-01-12 09:00")
        try story.act(RequestSupplement(request: paper(31)), by: Staff.clerk, at: "2022-01-06 10:20")
        let waiting = try story.ledger(at: "2022-01-13 08:00")
        #expect(!story.dossier.isLate(at: try at("2022-01-13 08:00")))
        #expect(waiting.clock?.verdict == .paused)
        #expect(waiting.index.isOnTime == true)
        #expect(local(waiting.index.countedUntil) == "2022-01-06 10:20")

        try story.act(WithdrawDossier(reason: paper(32)), by: Staff.clerk, at: "2022-01-07 08:00")
        let ended = try story.ledger(at: "2022-01-13 08:00")
        #expect(ended.clock?.verdict == .early)
        #expect(ended.index.isOnTime == true)
    }

    @Test("a history without a registration has no ledger")
    func nothing() throws {
        let district = try District.shared()
        let ledger = try Ledger(
            of: [],
            procedure: Procedures.business(),
            organisation: district.organisation,
            calendars: district.calendars,
            asOf: at("2022-01-05 10:20")
        )
        #expect(ledger == nil)
    }
}

import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine

/// What the store keeps of a dossier for its queries.
@Suite struct DossierRowTests {
    private static func row(_ story: Story) throws -> DossierRow {
        try DossierRow(of: story.dossier, id: StreamID(number: 7), rules: TestRules.make())
    }

    @Test("a dossier just received is in its desk's inbox, timed for the first that falls due")
    func received() throws {
        let story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        let row = try Self.row(story)

        #expect(row.id == StreamID(number: 7))
        #expect(row.code == story.dossier.code)
        #expect(row.version == 1)
        #expect(row.status == .received)
        #expect(row.procedure == "1.001612")
        #expect(row.receivedAt == (try at("2022-01-05 10:20")))
        #expect(row.dueAt == (try at("2022-01-10 10:20")))
        #expect(row.frozenAt == nil)
        #expect(row.state == DossierCodec.encode(story.dossier))
        // The intake's 2 hours end at 13:50 (70 minutes before noon, 50 after); the timer fires a second later.
        let due = try at("2022-01-05 13:50")
        #expect(row.nextTimerAt == due.adding(seconds: 1))
        let desk = UnitPlace(unit: "BPMC-H", commune: nil)
        #expect(row.activeSteps == [ActiveStepRow(step: "intake", place: desk, urgency: due.milliseconds)])
    }

    @Test("every agency with a part in it may see it, those of a commune with their commune")
    func agencies() throws {
        let business = try Self.row(try Story(Procedures.business(), at: "2022-01-05 10:20"))
        let birth = try Self.row(try Story(Procedures.birth(), at: "2022-01-05 10:20", commune: "binh-nguyen"))

        #expect(business.agencies == ["THUE", "UBND-H"])
        // The district desk registered it, so the district has a part in it as well.
        #expect(birth.agencies == ["CA", "UBND-H", "UBND-X@binh-nguyen"])
    }

    @Test("steps that units finished are kept with their standard hours, until the work is returned to them")
    func finishedSteps() throws {
        var story = try Story(Procedures.land(), at: "2022-01-05 10:20")
        #expect(try Self.row(story).finishedSteps.isEmpty)
        try story.complete("intake", at: "2022-01-05 10:50")
        try story.complete("tax", at: "2022-01-05 15:00")
        try story.act(ConfirmPayment(reference: paper(3)), by: Staff.clerk, at: "2022-01-05 16:00")

        // The citizen's payment is no work of a unit.
        let intake = FinishedStepRow(
            step: "intake",
            place: UnitPlace(unit: "BPMC-H", commune: nil),
            startedAt: try at("2022-01-05 10:20"),
            finishedAt: try at("2022-01-05 10:50"),
            standard: .hours(2)
        )
        let tax = FinishedStepRow(
            step: "tax",
            place: UnitPlace(unit: "THUE", commune: nil),
            startedAt: try at("2022-01-05 10:50"),
            finishedAt: try at("2022-01-05 15:00"),
            standard: .hours(8)
        )
        #expect(try Self.row(story).finishedSteps == [intake, tax])
        let back = ReturnStep(step: "print", target: "tax", reason: paper(4))
        try story.act(back, by: Staff.member(.officer, of: "TCKH"), at: "2022-01-06 08:00")
        #expect(try Self.row(story).finishedSteps == [intake])
    }

    @Test("of a step that was taken over under way from a merged commune, only the time since then is its unit's")
    func takenOver() throws {
        var story = try Story(Procedures.birth(), at: "2022-01-05 08:00", commune: "binh-nguyen")
        try story.complete("intake", at: "2022-01-05 08:30")
        let before = try Self.row(story).finishedSteps
        let merger = TransferDossier(CommuneTransfer(from: "binh-nguyen", to: "ha-lam"))
        try story.act(merger, by: .program, at: "2022-01-05 10:00")
        #expect(try Self.row(story).finishedSteps == before)
        try story.complete("register", at: "2022-01-05 11:00")

        let row = try Self.row(story)
        #expect(row.agencies == ["CA", "UBND-H", "UBND-X@ha-lam"])
        #expect(row.finishedSteps.map(\.place.description) == ["BPMC-X@binh-nguyen", "TPHT-X@ha-lam"])
        let since = [try at("2022-01-05 08:00"), try at("2022-01-05 10:00")]
        #expect(row.finishedSteps.map(\.startedAt) == since)
    }

    @Test("of a step during which the citizen was waited for, only the time before and after is its unit's")
    func waitedFor() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:50")
        try story.act(RequestSupplement(request: paper(6)), by: Staff.officer("TCKH"), at: "2022-01-06 08:50")
        try story.act(ReceiveSupplement(documents: paper(7)), by: Staff.clerk, at: "2022-01-13 08:50")
        let payment = RequestPayment(amountInDong: 100_000, reason: paper(8))
        try story.act(payment, by: Staff.officer("TCKH"), at: "2022-01-13 09:00")
        try story.act(ConfirmPayment(reference: paper(9)), by: Staff.clerk, at: "2022-01-13 10:00")
        try story.complete("appraise", at: "2022-01-13 10:20")
        // A wait after its end is none of its time.
        try story.act(payment, by: Staff.officer("THUE"), at: "2022-01-13 10:30")
        try story.act(ConfirmPayment(reference: paper(10)), by: Staff.clerk, at: "2022-01-14 10:30")

        // A week and an hour later than Wednesday 10:50: as if all had been done from Wednesday 11:50 on.
        let steps = try Self.row(story).finishedSteps
        #expect(steps.map(\.step) == ["intake", "appraise"])
        let since = [try at("2022-01-05 10:20"), try at("2022-01-12 11:50")]
        #expect(steps.map(\.startedAt) == since)
        #expect(steps.last?.finishedAt == (try at("2022-01-13 10:20")))
    }

    @Test("side by side, both units have it in their inboxes")
    func parallel() throws {
        var story = try Story(Procedures.birth(), at: "2022-01-05 08:00", commune: "binh-nguyen")
        try story.complete("intake", at: "2022-01-05 08:30")
        let row = try Self.row(story)

        // 7 hours from 08:30: 3 to 11:30 and 4 to 17:00; 12 hours: those 7 and 5 of Thursday, 7:30-11:30 and to 14:00.
        let register = try at("2022-01-05 17:00").milliseconds
        let residence = try at("2022-01-06 14:00").milliseconds
        #expect(row.activeSteps.map(\.step) == ["register", "residence"])
        #expect(row.activeSteps.map(\.place.description) == ["TPHT-X@binh-nguyen", "CA"])
        #expect(row.activeSteps.map(\.urgency) == [register, residence])
    }

    @Test("online and not yet received, it waits at the desk since its filing, and nothing is timed")
    func online() throws {
        let row = try Self.row(try Story(Procedures.business(), at: "2022-01-05 10:20", channel: .online))

        #expect(row.activeSteps.map(\.place.description) == ["BPMC-H"])
        #expect(row.activeSteps.map(\.urgency) == [try at("2022-01-05 10:20").milliseconds])
        #expect(row.nextTimerAt == nil)
        #expect(row.receivedAt == nil && row.dueAt == nil && row.frozenAt == nil)
    }

    @Test("while the clock stands still, inboxes show it last, no timer stands and lateness is frozen")
    func stopped() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try story.act(RequestSupplement(request: paper(5)), by: Staff.clerk, at: "2022-01-05 11:00")
        let row = try Self.row(story)

        #expect(row.activeSteps.map(\.urgency) == [ActiveStepRow.unhurried])
        #expect(row.nextTimerAt == nil)
        #expect(row.frozenAt == (try at("2022-01-05 11:00")))
    }

    @Test("a result that waits is in the desk's inbox after everything that is due")
    func finished() throws {
        var story = try Story(Procedures.permit(), at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:30")
        try story.complete("appraise", "approved", at: "2022-01-05 10:40")
        try story.complete("sign", at: "2022-01-05 10:50")
        let waiting = try Self.row(story)
        try story.act(HandOverDossier(receivedBy: paper(5)), by: Staff.clerk, at: "2022-01-06 08:00")
        let ended = try Self.row(story)

        #expect(waiting.activeSteps.map(\.step) == ["hand-over"])
        #expect(waiting.activeSteps.map(\.urgency) == [ActiveStepRow.unhurried])
        #expect(waiting.nextTimerAt == nil)
        #expect(waiting.frozenAt == (try at("2022-01-05 10:50")))
        #expect(ended.activeSteps.isEmpty)
        #expect(ended.frozenAt == (try at("2022-01-05 10:50")))
    }

    @Test("without a result, lateness is frozen at the end")
    func ended() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try story.act(StopDossier(reason: paper(5)), by: Staff.leader, at: "2022-01-05 11:00")
        let row = try Self.row(story)

        #expect(row.frozenAt == (try at("2022-01-05 11:00")))
        #expect(row.activeSteps.isEmpty && row.nextTimerAt == nil)
    }

    @Test("once a due moment is recorded as passed, its timer is gone")
    func recorded() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try story.act(FireRung(rung: .stepOverdue("intake")), by: .timer, at: "2022-01-05 13:50:01")
        #expect(try Self.row(story).nextTimerAt == at("2022-01-10 10:20:01"))
        try story.act(FireRung(rung: .dossierOverdue), by: .timer, at: "2022-01-10 10:20:01")
        #expect(try Self.row(story).nextTimerAt == nil)
    }

    @Test("an older register's rungs of the past are not timed")
    func imported() throws {
        let story = try Story(
            Procedures.business(),
            at: "2022-01-07 08:00",
            importedReceiptAt: at("2022-01-05 10:20")
        )

        // The intake's 13:50 of 5 January has passed, the appointment of 10 January has not.
        #expect(try Self.row(story).nextTimerAt == at("2022-01-10 10:20:01"))
    }
}

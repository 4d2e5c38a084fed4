import DossierDomain
import Testing
import WorkingCalendar

/// Dossiers of Bình Nguyên, which is merged into Hà Lam while they are open.
@Suite struct TransferDossierTests {
    private let merger = TransferDossier(CommuneTransfer(from: "binh-nguyen", to: "ha-lam"))
    private let clerk = Staff.member(.desk, of: "BPMC-X", commune: "binh-nguyen")
    private let registrar = Staff.member(.officer, of: "TPHT-X", commune: "binh-nguyen")

    /// A birth that the commune's own desk received at 08:00, and its registrar has had since 09:00, up to Thursday
    /// 08:00.
    private func birth() throws -> Story {
        var story = try Story(Procedures.birth(), at: "2022-01-05 08:00", by: clerk, commune: "binh-nguyen")
        try story.act(completing("intake"), by: clerk, at: "2022-01-05 09:00")
        return story
    }

    private func merged() throws -> Story {
        var story = try birth()
        try story.act(merger, by: .program, at: "2022-01-05 14:00")
        return story
    }

    @Test("desk and steps go to the same units of the other commune, and a step that was done tells where it was")
    func places() throws {
        let before = try birth().dossier
        let story = try merged()
        let dossier = story.dossier

        #expect(dossier.receivingDesk.description == "BPMC-X@ha-lam")
        #expect(dossier.commune == "ha-lam" && dossier.registration.commune == "binh-nguyen")
        let places = dossier.steps.map { "\($0.id) \($0.place?.description ?? "") \($0.workPlace?.description ?? "")" }
        #expect(
            places == [
                "intake BPMC-X@ha-lam BPMC-X@binh-nguyen", "register TPHT-X@ha-lam TPHT-X@ha-lam", "residence CA CA",
                "insurance BHXH BHXH", "hand-over BPMC-X@ha-lam BPMC-X@ha-lam",
            ]
        )
        #expect(dossier.version == before.version + 1 && dossier.code == before.code)
        #expect(dossier.dueAt == before.dueAt && dossier.timers == before.timers)
        #expect(dossier.steps.map(\.dueAt) == before.steps.map(\.dueAt))
        #expect(dossier.steps.map(\.startedAt) == before.steps.map(\.startedAt))
        let takenOver = try at("2022-01-05 14:00")
        #expect(dossier["register"]?.heldSince == takenOver)
        #expect(dossier["residence"]?.heldSince == dossier["residence"]?.startedAt)
        #expect(Dossier(folding: story.events) == dossier)
        #expect(story.events.last?.by == .program)
    }

    @Test("the work is that of the other commune's units, and no business of the former ones")
    func rights() throws {
        let story = try merged()
        let time = "2022-01-05 15:00"
        let authority = { Authority(of: $0, in: story.district.organisation) }

        #expect(try story.refusal(of: completing("register"), by: Staff.officer("TPHT-X"), at: time) == nil)
        #expect(try story.refusal(of: completing("register"), by: registrar, at: time)?.rule == .stepUnit)
        #expect(authority(Staff.communeClerk).permits(.correct, on: story.dossier))
        #expect(!authority(clerk).permits(.see, on: story.dossier))
    }

    @Test("who is named for a step stays named")
    func assignee() throws {
        var story = try birth()
        let head = Staff.member(.head, of: "TPHT-X", commune: "binh-nguyen")
        let assign = AssignStep(step: "register", assignee: registrar.account, assignees: [registrar])
        try story.act(assign, by: head, at: "2022-01-05 10:00")
        try story.act(merger, by: .program, at: "2022-01-05 14:00")
        #expect(story.dossier["register"]?.assignee == registrar.account)

        let moved = Actor(initiator: registrar.initiator, role: .officer, place: Staff.officer("TPHT-X").place)
        let time = "2022-01-05 15:00"
        #expect(try story.refusal(of: completing("register"), by: moved, at: time) == nil)
        let colleague = Staff.officer("TPHT-X")
        #expect(try story.refusal(of: completing("register"), by: colleague, at: time) == .assignedToOther("register"))
    }

    @Test("work that goes back to a step that was done is done in the other commune")
    func returned() throws {
        var story = try merged()
        let back = ReturnStep(step: "register", target: "intake", reason: paper(40))
        try story.act(back, by: Staff.officer("TPHT-X"), at: "2022-01-05 15:00")

        #expect(story.dossier["intake"]?.workPlace?.description == "BPMC-X@ha-lam")
        let again = try at("2022-01-05 15:00")
        #expect(story.dossier["intake"]?.heldSince == again && story.dossier["register"]?.heldSince == nil)
        #expect(try story.refusal(of: completing("intake"), by: Staff.communeClerk, at: "2022-01-05 15:10") == nil)
        #expect(try story.refusal(of: completing("intake"), by: clerk, at: "2022-01-05 15:10")?.rule == .stepUnit)
    }

    @Test("before any step is done it goes too, and keeps status and dates", arguments: [Status.submitted, .received])
    func beginnings(status: Status) throws {
        let channel: Channel = status == .submitted ? .online : .desk
        var story = try Story(
            Procedures.birth(),
            at: "2022-01-05 08:00",
            channel: channel,
            by: clerk,
            commune: "binh-nguyen"
        )
        let due = story.dossier.dueAt
        try story.act(merger, by: .program, at: "2022-01-05 08:30")

        #expect(story.dossier.status == status && story.dossier.dueAt == due)
        #expect(story.dossier.steps.compactMap(\.workPlace?.commune) == ["ha-lam", "ha-lam", "ha-lam"])
    }

    @Test("what waits to be collected is handed over by the other commune's desk")
    func finished() throws {
        var story = try merged()
        try story.complete("register", at: "2022-01-05 15:00")
        try story.complete("residence", at: "2022-01-05 15:10")
        try story.complete("insurance", at: "2022-01-05 15:20")
        var late = try birth()
        try late.act(completing("register"), by: registrar, at: "2022-01-05 15:00")
        try late.complete("residence", at: "2022-01-05 15:10")
        try late.complete("insurance", at: "2022-01-05 15:20")
        try late.act(merger, by: .program, at: "2022-01-05 16:00")

        for story in [story, late] {
            #expect(story.dossier.status == .finished)
            let handOver = HandOverDossier(receivedBy: paper(41))
            #expect(try story.refusal(of: handOver, by: Staff.communeClerk, at: "2022-01-05 16:30") == nil)
            #expect(try story.refusal(of: handOver, by: clerk, at: "2022-01-05 16:30")?.rule == .desk)
        }
    }

    @Test(
        "what waits for the citizen goes on at the other commune's desk",
        arguments: [Status.awaitingSupplement, .awaitingPayment]
    )
    func waiting(status: Status) throws {
        var story = try birth()
        let isSupplement = status == .awaitingSupplement
        if isSupplement {
            try story.act(RequestSupplement(request: paper(45)), by: registrar, at: "2022-01-05 10:00")
        } else {
            try story.act(RequestPayment(amountInDong: 1, reason: paper(45)), by: registrar, at: "2022-01-05 10:00")
        }
        try story.act(merger, by: .program, at: "2022-01-05 14:00")
        #expect(story.dossier.status == status)

        let command: any DossierCommand
        if isSupplement {
            command = ReceiveSupplement(documents: paper(46))
        } else {
            command = ConfirmPayment(reference: paper(46))
        }
        let time = "2022-01-05 15:00"
        #expect(try story.refusal(of: command, by: clerk, at: time)?.rule == .desk)
        #expect(try story.refusal(of: command, by: Staff.communeClerk, at: time) == nil)
        let stop = StopDossier(reason: paper(47))
        let former = Staff.member(.head, of: "TPHT-X", commune: "binh-nguyen")
        #expect(try story.refusal(of: stop, by: former, at: time)?.rule == .headOrLeader)
        #expect(try story.refusal(of: stop, by: Staff.head("TPHT-X"), at: time) == nil)
        try story.act(command, by: Staff.communeClerk, at: time)
        #expect(try story.refusal(of: completing("register"), by: Staff.officer("TPHT-X"), at: time) == nil)
    }

    @Test(
        "one that has ended goes too: the other commune's desk serves its applicant, and its sheets stay",
        arguments: [Status.stopped, .handedOver]
    )
    func ended(status: Status) throws {
        var story = try birth()
        if status == .stopped {
            try story.act(WithdrawDossier(reason: paper(42)), by: clerk, at: "2022-01-05 10:00")
        } else {
            try story.act(completing("register"), by: registrar, at: "2022-01-05 10:00")
            try story.complete("residence", at: "2022-01-05 10:10")
            try story.complete("insurance", at: "2022-01-05 10:20")
            try story.act(HandOverDossier(receivedBy: paper(41)), by: clerk, at: "2022-01-05 11:00")
        }
        let before = story.dossier
        let sheet = try story.ledger(at: "2022-01-07 08:00")
        try story.act(merger, by: .program, at: "2022-01-06 08:00")

        #expect(before.status == status && story.dossier.status == status)
        #expect(story.dossier.endedAt == before.endedAt && story.dossier.handedOverAt == before.handedOverAt)
        let after = try story.ledger(at: "2022-01-07 08:00")
        #expect(after.holdings == sheet.holdings && after.waits == sheet.waits && after.units == sheet.units)
        #expect(after.clock == sheet.clock && after.attribution == sheet.attribution && after.index == sheet.index)
        let renew = RenewPIN(pin: paper(48))
        #expect(try story.refusal(of: renew, by: Staff.communeClerk, at: "2022-01-06 09:00") == nil)
        #expect(try story.refusal(of: renew, by: clerk, at: "2022-01-06 09:00")?.rule == .desk)
    }

    @Test("nothing happens the second time, and to a dossier with no part in the commune")
    func nothingLeft() throws {
        var twice = try merged()
        var other = try Story(Procedures.birth(), at: "2022-01-05 08:00", by: Staff.communeClerk)
        var district = try Story(Procedures.business(), at: "2022-01-05 08:00", commune: "binh-nguyen")
        let now = try at("2022-01-05 15:00")

        let events = [
            try twice.act(merger, by: .program, atInstant: now), try other.act(merger, by: .program, atInstant: now),
            try district.act(merger, by: .program, atInstant: now),
        ]
        #expect(events == [nil, nil, nil])
    }

    @Test("it is the program's alone, and refused where the units are not there")
    func refused() throws {
        let story = try birth()
        let time = "2022-01-05 15:00"
        for actor in [Staff.leader, Staff.admin, clerk, .timer, .importer] {
            #expect(try story.refusal(of: merger, by: actor, at: time)?.rule == .program)
        }
        let nowhere = TransferDossier(CommuneTransfer(from: "binh-nguyen", to: "binh-an"))
        #expect(try story.refusal(of: nowhere, by: .program, at: time) == .noOfficeTime)
    }

    @Test("a dossier that went on twice keeps where each step was done")
    func twoMergers() throws {
        var story = try merged()
        try story.complete("register", at: "2022-01-05 15:00")
        let second = TransferDossier(CommuneTransfer(from: "ha-lam", to: "binh-nguyen"))
        try story.act(second, by: .program, at: "2022-01-05 16:00")

        #expect(story.dossier["intake"]?.workPlace?.commune == "binh-nguyen")
        #expect(story.dossier["register"]?.workPlace?.commune == "ha-lam")
        #expect(story.dossier["hand-over"]?.workPlace?.commune == "binh-nguyen")
        #expect(story.dossier.receivingDesk.commune == "binh-nguyen")
        #expect(Dossier(folding: story.events) == story.dossier)
    }
}

extension TransferDossierTests {
    private func lines(_ ledger: Ledger) -> [String] {
        ledger.holdings.map { holding in
            "\(holding.step) \(holding.place) \(text(holding.clock)) \(holding.verdict?.rawValue ?? "–") "
                + (holding.end?.rawValue ?? "–")
        }
    }

    @Test("the sheet gives the time up to the merger to the former unit, and the rest to the other one")
    func ledger() throws {
        var story = try merged()
        try story.complete("register", at: "2022-01-06 07:45")
        let ledger = try story.ledger(at: "2022-01-06 07:45")

        #expect(
            lines(ledger).prefix(3) == [
                "intake BPMC-X@binh-nguyen 1:00 1:00 0:00 0:00 onTime completed",
                // 09:00-11:30 and 13:00-14:00 of its 7 hours.
                "register TPHT-X@binh-nguyen 7:00 3:30 0:00 3:30 early transferred",
                // 14:00-17:00 and 07:30-07:45 of what was left.
                "register TPHT-X@ha-lam 3:30 3:15 0:00 0:15 onTime completed",
            ]
        )
        #expect(
            ledger.attribution.map { "\($0.holders) \(hours($0.workingTime))" } == [
                "[BPMC-X@binh-nguyen] 1:00", "[TPHT-X@binh-nguyen] 3:30", "[TPHT-X@ha-lam] 3:15",
            ]
        )
        let used = try #require(ledger.clock).reading.used
        #expect(hours(used) == "7:45")
        #expect(ledger.holdings[2].givenBy == nil && ledger.holdings[2].moves.isEmpty)
    }

    @Test("a clock that stands still stands still in the other unit's hands too")
    func pausedLedger() throws {
        var story = try birth()
        try story.act(RequestSupplement(request: paper(43)), by: registrar, at: "2022-01-05 14:00")
        try story.act(merger, by: .program, at: "2022-01-06 09:00")
        try story.act(ReceiveSupplement(documents: paper(44)), by: Staff.communeClerk, at: "2022-01-07 08:00")

        let ledger = try story.ledger(at: "2022-01-07 09:00")

        #expect(
            lines(ledger).dropFirst() == [
                // Paused Wednesday 14:00-17:00 and Thursday 07:30-09:00.
                "register TPHT-X@binh-nguyen 7:00 3:30 4:30 3:30 early transferred",
                // Paused Thursday 09:00-11:30 and 13:00-17:00, Friday 07:30-08:00; an hour used since.
                "register TPHT-X@ha-lam 3:30 1:00 7:00 2:30 running –",
            ]
        )
    }
}

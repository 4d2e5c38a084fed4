import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine

/// Which event is worth which text to the applicant (design.md §4, issue 2 point 7).
@Suite struct OutboxDraftTests {
    private static let id = StreamID(number: 7)

    /// What the last event of a story tells.
    private static func told(_ story: Story) throws -> OutboxDraft? {
        OutboxDraft(telling: try #require(story.events.last), dossier: story.dossier, id: id, ladder: .overdueOnly)
    }

    private static func processing(_ procedure: Procedure) throws -> Story {
        var story = try Story(procedure, at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:30")
        return story
    }

    @Test("an intake at the desk tells the appointment, and where in the history it was caused")
    func received() throws {
        let draft = try Self.told(try Story(Procedures.business(), at: "2022-01-05 10:20"))

        // 3 working days from Wednesday 10:20 end on Monday 10:20 (domain.md §1.6).
        let expected = OutboxDraft(
            dossier: Self.id,
            position: 1,
            kind: .received,
            dueAt: try at("2022-01-10 10:20"),
            quotes: nil,
            createdAt: try at("2022-01-05 10:20")
        )
        #expect(draft == expected)
    }

    @Test("a dossier filed online is told of only when it is received or refused")
    func online() throws {
        var accepted = try Story(Procedures.business(), at: "2022-01-05 10:20", channel: .online)
        var refused = accepted
        #expect(try Self.told(accepted) == nil)

        try accepted.act(AcceptDossier(), by: Staff.clerk, at: "2022-01-05 14:00")
        try refused.act(RefuseDossier(reason: paper(5)), by: Staff.clerk, at: "2022-01-05 14:00")

        #expect(try Self.told(accepted)?.kind == .received)
        #expect(try Self.told(accepted)?.dueAt == at("2022-01-10 14:00"))
        #expect(try Self.told(accepted)?.position == 2)
        #expect(try Self.told(refused)?.kind == .refused)
        #expect(try Self.told(refused)?.quotes == paper(5))
    }

    @Test("a supplement is asked for with its papers, and what then moves is told")
    func supplement() throws {
        var story = try Self.processing(Procedures.business())
        try story.act(RequestSupplement(request: paper(5)), by: Staff.clerk, at: "2022-01-05 11:00")
        let asked = try Self.told(story)
        try story.act(ReceiveSupplement(documents: paper(6)), by: Staff.clerk, at: "2022-01-06 11:00")
        let resumed = try Self.told(story)

        #expect(asked?.kind == .supplementNeeded)
        #expect(asked?.quotes == paper(5))
        #expect(resumed?.kind == .resumed)
        // One working day stood still: Monday 10:20 becomes Tuesday 10:20.
        #expect(resumed?.dueAt == (try at("2022-01-11 10:20")))
        #expect(resumed?.quotes == nil)
    }

    @Test("papers brought before any working time passed move nothing and are not told")
    func supplementAtOnce() throws {
        var story = try Self.processing(Procedures.business())
        try story.act(RequestSupplement(request: paper(5)), by: Staff.clerk, at: "2022-01-05 11:00")
        try story.act(ReceiveSupplement(documents: paper(6)), by: Staff.clerk, at: "2022-01-05 11:00")

        #expect(try Self.told(story) == nil)
    }

    @Test("a payment is asked for with its reason, and what its confirmation moves is told")
    func payment() throws {
        var story = try Self.processing(Procedures.business())
        let request = RequestPayment(amountInDong: 100_000, reason: paper(5))
        try story.act(request, by: Staff.clerk, at: "2022-01-05 11:00")
        let asked = try Self.told(story)
        try story.act(ConfirmPayment(reference: paper(6)), by: Staff.clerk, at: "2022-01-06 11:00")

        #expect(asked?.kind == .paymentDue)
        #expect(asked?.quotes == paper(5))
        #expect(try Self.told(story)?.kind == .resumed)
        #expect(try Self.told(story)?.dueAt == at("2022-01-11 10:20"))
    }

    @Test("the route's own payment step is told when it is entered")
    func paymentStep() throws {
        var story = try Self.processing(Procedures.land())
        #expect(try Self.told(story) == nil)
        try story.complete("tax", at: "2022-01-05 11:00")

        #expect(try Self.told(story)?.kind == .paymentDue)
        #expect(try Self.told(story)?.quotes == nil)
    }

    @Test("a result is told when it can be collected, a denial with its reason")
    func result() throws {
        var granted = try Self.processing(Procedures.permit())
        var denied = granted
        try granted.complete("appraise", "approved", at: "2022-01-05 11:00")
        #expect(try Self.told(granted) == nil)
        try granted.complete("sign", at: "2022-01-05 13:00")
        let denial = DossierResult(kind: .denied, text: paper(8))
        try denied.complete("appraise", "denied", result: denial, at: "2022-01-05 11:00")
        try denied.complete("notice", at: "2022-01-05 13:00")

        #expect(try Self.told(granted)?.kind == .resultReady)
        #expect(try Self.told(granted)?.quotes == nil)
        #expect(try Self.told(denied)?.kind == .resultDenied)
        #expect(try Self.told(denied)?.quotes == paper(8))

        try granted.act(HandOverDossier(receivedBy: paper(9)), by: Staff.clerk, at: "2022-01-05 14:00")
        #expect(try Self.told(granted) == nil)
    }

    @Test(
        "ends and apologies are told, with the reason where the office gives one",
        arguments: [
            (WithdrawDossier(reason: paper(5)), Staff.clerk, .withdrawn, nil),
            (StopDossier(reason: paper(5)), Staff.leader, .stopped, paper(5)),
            (VoidDossier(reason: paper(5)), Staff.clerk, .stopped, paper(5)),
        ] as [(any DossierCommand, Actor, NotificationKind, VaultReference?)]
    )
    func ends(command: any DossierCommand, actor: Actor, kind: NotificationKind, quotes: VaultReference?) throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try story.act(command, by: actor, at: "2022-01-05 11:00")

        #expect(try Self.told(story)?.kind == kind)
        #expect(try Self.told(story)?.quotes == quotes)
    }

    @Test("an apology tells the new appointment and why")
    func apology() throws {
        var story = try Self.processing(Procedures.business())
        let newDue = try at("2022-01-14 10:00")
        try story.act(Apologise(reason: paper(5), newDueAt: newDue), by: Staff.leader, at: "2022-01-06 08:00")

        #expect(try Self.told(story)?.kind == .apology)
        #expect(try Self.told(story)?.dueAt == newDue)
        #expect(try Self.told(story)?.quotes == paper(5))
    }

    @Test("what concerns the office alone is not told")
    func officeMatters() throws {
        var story = try Self.processing(Procedures.business())
        let head = Staff.head("TCKH")
        let officer = Staff.officer("TCKH")
        let acts: [(any DossierCommand, Actor, String)] = [
            (
                AssignStep(step: "appraise", assignee: officer.account, assignees: [officer]), head,
                "2022-01-05 11:00"
            ),
            (FireRung(rung: .stepOverdue("appraise")), .timer, "2022-01-06 10:30:01"),
            (ReturnStep(step: "appraise", target: "intake", reason: paper(5)), officer, "2022-01-06 11:00"),
            (CorrectDossier(fields: ["name"], applicant: paper(6), reason: paper(7)), Staff.clerk, "2022-01-06 11:10"),
            (RenewPIN(pin: paper(8)), Staff.clerk, "2022-01-06 11:20"),
            (FireRung(rung: .dossierOverdue), .timer, "2022-01-10 10:20:01"),
        ]
        for (command, actor, time) in acts {
            try story.act(command, by: actor, at: time)
            #expect(try Self.told(story) == nil, "\(command)")
        }
    }

    @Test("whoever wants no texts gets none")
    func unwanted() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20", notifiesBySMS: false)
        #expect(try Self.told(story) == nil)
        try story.act(StopDossier(reason: paper(5)), by: Staff.leader, at: "2022-01-05 11:00")

        #expect(try Self.told(story) == nil)
    }

    @Test("whoever wants no texts any more gets none from then on, and whoever wants them again those of what comes")
    func switched() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        func correction(_ wanted: Bool) -> CorrectDossier {
            CorrectDossier(fields: ["notifyBySMS"], applicant: paper(1), notifiesBySMS: wanted, reason: paper(5))
        }
        try story.act(correction(false), by: Staff.clerk, at: "2022-01-05 10:30")
        #expect(try Self.told(story) == nil)
        try story.act(RequestSupplement(request: paper(6)), by: Staff.clerk, at: "2022-01-05 11:00")
        #expect(try Self.told(story) == nil)
        try story.act(correction(true), by: Staff.clerk, at: "2022-01-05 11:10")
        #expect(try Self.told(story) == nil)
        try story.act(ReceiveSupplement(documents: paper(7)), by: Staff.clerk, at: "2022-01-06 11:00")

        #expect(try Self.told(story)?.kind == .resumed)
    }

    @Test("taking over an older register sends nothing, what happens later does")
    func imported() throws {
        var story = try Story(
            Procedures.business(),
            at: "2022-01-06 08:00",
            importedReceiptAt: at("2022-01-05 10:20")
        )
        #expect(try Self.told(story) == nil)
        try story.act(StopDossier(reason: paper(5)), by: Staff.leader, at: "2022-01-06 11:00")

        #expect(try Self.told(story)?.kind == .stopped)
    }
}

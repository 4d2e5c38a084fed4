import DossierDomain
import WorkingCalendar

/// States that together have every member of the stored form.
enum GoldenStates {
    static func all() throws -> [(name: String, dossier: Dossier)] {
        [
            ("received", try Story(Procedures.business(), at: "2022-01-05 10:20").dossier),
            ("imported", try imported()),
            ("parallel", try parallel()),
            ("awaiting-supplement", try awaitingSupplement()),
            ("awaiting-payment", try awaitingPayment()),
            ("handed-over", try handedOver()),
            ("withdrawn", try withdrawn()),
            ("watched", try watched()),
            ("separated", try separated()),
            ("transferred", try transferred()),
            ("texts-off", try textsOff()),
            ("transferred-texts-off", try transferredTextsOff()),
        ]
    }

    /// A step that an officer and a key of another system completed, one after the other.
    private static func separated() throws -> Dossier {
        var dossier = try Story(Procedures.business(), at: "2022-01-05 10:20").dossier
        let now = try at("2022-01-05 10:30")
        let noted: [DossierEffect] = [.completerNoted("intake")]
        let completion = StepCompletion(step: "intake", outcome: nil, note: nil, result: nil, overrideReason: nil)
        for initiator in [Initiator.account(AccountID(number: 7)), .key(KeyID(number: 3))] {
            dossier.apply(DossierEvent(at: now, by: initiator, fact: .stepCompleted(completion), effects: noted))
        }
        return dossier
    }

    /// Warnings on both clocks, of which one has fired.
    private static func watched() throws -> Dossier {
        var dossier = try Story(Procedures.business(), at: "2022-01-05 10:20").dossier
        let now = try at("2022-01-05 10:21")
        let planned: [DossierEffect] = [
            .warningsPlanned([PlannedWarning(rung: "day-left", fireAt: now.adding(seconds: 7_200))]),
            .stepWarningsPlanned(
                "intake",
                [
                    PlannedWarning(rung: "half", fireAt: now.adding(seconds: 60)),
                    PlannedWarning(rung: "most", fireAt: now.adding(seconds: 120)),
                ]
            ),
        ]
        dossier.apply(DossierEvent(at: now, by: .program, fact: .rescheduled(.calendar(version: 2)), effects: planned))
        let fired = DossierFact.warned("half", step: "intake")
        dossier.apply(
            DossierEvent(at: now.adding(seconds: 61), by: .timer, fact: fired, effects: [], plannedAt: now)
        )
        return dossier
    }

    private static func imported() throws -> Dossier {
        try Story(
            Procedures.business(),
            at: "2022-03-01 08:00",
            channel: .online,
            importedReceiptAt: at("2022-01-05 10:20")
        ).dossier
    }

    private static func parallel() throws -> Dossier {
        var story = try Story(Procedures.birth(), at: "2022-01-05 08:00", commune: "binh-nguyen")
        try story.complete("intake", at: "2022-01-05 08:30")
        let head = Staff.member(.head, of: "TPHT-X", commune: "binh-nguyen")
        let officer = Staff.member(.officer, of: "TPHT-X", commune: "binh-nguyen")
        let assign = AssignStep(step: "register", assignee: officer.account, assignees: [officer])
        try story.act(assign, by: head, at: "2022-01-05 08:40")
        try story.complete("residence", at: "2022-01-05 09:00")
        return story.dossier
    }

    /// A dossier of a commune that was merged into another one after the first step.
    private static func transferred() throws -> Dossier {
        var dossier = try parallel()
        let transfer = CommuneTransfer(from: "binh-nguyen", to: "ha-lam")
        let now = try at("2022-01-05 09:10")
        dossier.apply(DossierEvent(at: now, by: .program, fact: .transferred(transfer), effects: []))
        return dossier
    }

    /// A dossier whose applicant wants no texts any more.
    private static func textsOff() throws -> Dossier {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        let correction = CorrectDossier(
            fields: ["notifyBySMS"],
            applicant: paper(1),
            notifiesBySMS: false,
            reason: paper(39)
        )
        try story.act(correction, by: Staff.clerk, at: "2022-01-05 10:25")
        return story.dossier
    }

    /// The same of a commune that was merged into another one.
    private static func transferredTextsOff() throws -> Dossier {
        var dossier = try transferred()
        let fields = ["name", "notifyBySMS"]
        let fact = DossierFact.corrected(fields: fields, applicant: paper(40), reason: paper(41))
        let now = try at("2022-01-05 09:20")
        dossier.apply(DossierEvent(at: now, by: .program, fact: fact, effects: [.textsWanted(false)]))
        return dossier
    }

    private static func awaitingSupplement() throws -> Dossier {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:30")
        try story.act(FireRung(rung: .stepOverdue("appraise")), by: .timer, at: "2022-01-06 10:30:01")
        try story.act(RequestSupplement(request: paper(30)), by: Staff.officer("TCKH"), at: "2022-01-06 10:40")
        return story.dossier
    }

    private static func awaitingPayment() throws -> Dossier {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        let request = RequestPayment(amountInDong: 100_000, reason: paper(31))
        try story.act(request, by: Staff.clerk, at: "2022-01-05 10:30")
        return story.dossier
    }

    private static func handedOver() throws -> Dossier {
        var story = try Story(Procedures.permit(), at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:30")
        let denial = DossierResult(kind: .denied, text: paper(32))
        try story.complete("appraise", "denied", result: denial, at: "2022-01-05 10:40")
        let apology = Apologise(reason: paper(33), newDueAt: try at("2022-01-20 10:00"))
        try story.act(apology, by: Staff.leader, at: "2022-01-05 10:45")
        try story.complete("notice", at: "2022-01-05 10:50")
        let correction = CorrectDossier(fields: ["name"], applicant: paper(34), reason: paper(35))
        try story.act(correction, by: Staff.clerk, at: "2022-01-05 10:55")
        try story.act(RenewPIN(pin: paper(36)), by: Staff.clerk, at: "2022-01-05 10:56")
        try story.act(HandOverDossier(receivedBy: paper(37)), by: Staff.clerk, at: "2022-01-05 11:00")
        return story.dossier
    }

    private static func withdrawn() throws -> Dossier {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        // 3 working days from Wednesday 10:20 end on Monday 10:20; a second later it is overdue.
        try story.act(FireRung(rung: .dossierOverdue), by: .timer, at: "2022-01-10 10:20:01")
        try story.act(WithdrawDossier(reason: paper(38)), by: Staff.clerk, at: "2022-01-10 10:30")
        return story.dossier
    }
}

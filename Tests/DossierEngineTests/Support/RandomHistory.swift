import DossierDomain
import Testing
import WorkingCalendar

/// Lives of dossiers made of random acts, sensible or not; what is refused leaves no event.
enum RandomHistory {
    static func make(seed: UInt64) throws -> Story {
        var generator = SeededGenerator(seed: seed)
        // A source of its own, so that all else happens as without mergers.
        var mergers = SeededGenerator(seed: seed &+ 1_000_000_007)
        let procedure = try #require(try Procedures.all().randomElement(using: &generator))
        let isImport = generator.chance(15)
        var story = try Story(
            procedure,
            at: "2022-02-14 09:00",
            channel: generator.chance(30) ? .online : .desk,
            commune: generator.chance(50) ? "binh-nguyen" : "ha-lam",
            notifiesBySMS: generator.chance(80),
            importedReceiptAt: isImport ? at("2022-01-05 10:20") : nil
        )
        var now = try at("2022-02-14 09:00")
        for _ in 0..<60 where !story.dossier.status.isEnd {
            now = now.adding(milliseconds: .random(in: 0...9 * 3_600_000, using: &generator))
            if mergers.chance(8) { try story.act(Self.merger, by: .program, atInstant: now) }
            let act = next(on: story.dossier, of: procedure, now: now, using: &generator)
            // A refusal is as good as no act: the dossier stays as it was.
            _ = try? story.act(act.command, by: act.actor, atInstant: now)
        }
        if mergers.chance(30) { try story.act(Self.merger, by: .program, atInstant: now) }
        return story
    }

    /// Bình Nguyên is merged into Hà Lam; to dossiers with no part in it nothing happens.
    private static let merger = TransferDossier(CommuneTransfer(from: "binh-nguyen", to: "ha-lam"))

    private static func next(
        on dossier: Dossier,
        of procedure: Procedure,
        now: Instant,
        using generator: inout SeededGenerator
    ) -> (command: any DossierCommand, actor: Actor) {
        let step = dossier.activeSteps.randomElement(using: &generator) ?? dossier.steps[0]
        let target = dossier.steps.randomElement(using: &generator) ?? step
        let unit = step.place?.unit ?? "BPMC-H"
        let worker = Staff.member(
            generator.chance(50) ? .officer : .head,
            of: unit,
            commune: dossier.communeOfSteps
        )
        let desk = generator.chance(50) ? Staff.clerk : Staff.head("BPMC-H")
        let number = Int64.random(in: 3...9_000_000_000, using: &generator)
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<45: return (completion(of: step.id, in: procedure, number, using: &generator), worker)
        case 45..<52: return (ReturnStep(step: step.id, target: target.id, reason: paper(number)), worker)
        case 52..<55: return (AssignStep(step: step.id, assignee: worker.account, assignees: [worker]), worker)
        case 55..<60: return (RequestSupplement(request: paper(number)), generator.chance(50) ? worker : desk)
        case 60..<67: return (ReceiveSupplement(documents: paper(number)), desk)
        case 67..<71: return (RequestPayment(amountInDong: number, reason: paper(number)), desk)
        case 71..<79: return (ConfirmPayment(reference: paper(number)), desk)
        case 79..<82:
            let day = LocalDateTime(now).date.adding(days: .random(in: 1...14, using: &generator))
            return (Apologise(reason: paper(number), newDueAt: day.startOfDay.adding(seconds: 36_000)), Staff.leader)
        case 82..<86: return (FireRung(rung: .dossierOverdue), .timer)
        case 86..<90: return (FireRung(rung: .stepOverdue(step.id)), .timer)
        case 90..<92: return (AcceptDossier(), desk)
        case 92: return (correction(number), desk)
        case 93: return (RenewPIN(pin: paper(number)), desk)
        case 94..<97: return (HandOverDossier(receivedBy: paper(number)), desk)
        default: return ending(number, by: desk, using: &generator)
        }
    }

    /// Mends a name; two times in three it is said whether texts are wanted, too.
    private static func correction(_ number: Int64) -> CorrectDossier {
        CorrectDossier(
            fields: ["name"],
            applicant: paper(number),
            notifiesBySMS: number.isMultiple(of: 3) ? nil : number.isMultiple(of: 2),
            reason: paper(number)
        )
    }

    private static func completion(
        of step: StepID,
        in procedure: Procedure,
        _ number: Int64,
        using generator: inout SeededGenerator
    ) -> CompleteStep {
        var outcome: String?
        if case .byOutcome(let branches) = procedure.route[step]?.next {
            outcome = branches.randomElement(using: &generator)?.outcome
        }
        let results: [DossierResult?] = [
            nil, nil, DossierResult(kind: .granted, text: nil), DossierResult(kind: .granted, text: paper(number)),
            DossierResult(kind: .denied, text: paper(number)),
        ]
        let result = results.randomElement(using: &generator) ?? nil
        return completing(step, outcome, note: generator.chance(30) ? paper(number) : nil, result: result)
    }

    private static func ending(
        _ number: Int64,
        by desk: Actor,
        using generator: inout SeededGenerator
    ) -> (any DossierCommand, Actor) {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: (WithdrawDossier(reason: paper(number)), desk)
        case 1: (StopDossier(reason: paper(number)), Staff.leader)
        case 2: (VoidDossier(reason: paper(number)), desk)
        default: (RefuseDossier(reason: paper(number)), desk)
        }
    }
}

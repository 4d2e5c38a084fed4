import DossierDomain
import WorkingCalendar

/// Anything that somebody might try on a dossier, sensible or not.
enum RandomAct {
    static func next(
        on dossier: Dossier,
        of procedure: Procedure,
        now: Instant,
        using generator: inout SplitMix64
    ) -> (command: any DossierCommand, actor: Actor) {
        let steps = dossier.steps
        let step = (generator.chance(85) ? dossier.activeSteps : steps).randomElement(using: &generator) ?? steps[0]
        let other = steps.randomElement(using: &generator) ?? steps[0]
        let worker = actor(of: step, using: &generator)
        let desk = generator.chance(50) ? Staff.clerk : Staff.deskHead
        let result = generator.chance(20) ? DossierResult(kind: .denied, text: paper(204)) : nil
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<40:
            let outcome = outcome(of: step.id, in: procedure, using: &generator)
            return (completing(step.id, outcome, result: result), worker)
        case 40..<50: return (ReturnStep(step: step.id, target: other.id, reason: paper(200)), worker)
        case 50..<53: return (AssignStep(step: step.id, assignee: worker.account, assignees: [worker]), worker)
        case 53..<59: return (RequestSupplement(request: paper(201)), generator.chance(50) ? worker : desk)
        case 59..<67: return (ReceiveSupplement(documents: paper(202)), desk)
        case 67..<71: return (RequestPayment(amountInDong: 50_000, reason: paper(203)), desk)
        case 71..<79: return (ConfirmPayment(reference: paper(205)), desk)
        case 79..<82:
            return (Apologise(reason: paper(206), newDueAt: open(after: now, using: &generator)), Staff.leader)
        case 82..<86: return (FireRung(rung: .dossierOverdue), .timer)
        case 86..<90: return (FireRung(rung: .stepOverdue(step.id)), .timer)
        case 90..<92: return (AcceptDossier(), desk)
        case 92: return (CorrectDossier(fields: ["name"], applicant: paper(207), reason: paper(208)), desk)
        case 93: return (RenewPIN(pin: paper(209)), desk)
        case 94..<97: return (HandOverDossier(receivedBy: paper(210)), desk)
        case 97:
            return (
                completing(step.id, outcome(of: step.id, in: procedure, using: &generator), overrideReason: paper(211)),
                Staff.leader
            )
        default: return ending(by: desk, using: &generator)
        }
    }

    private static func ending(by desk: Actor, using generator: inout SplitMix64) -> (any DossierCommand, Actor) {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: (WithdrawDossier(reason: paper(212)), desk)
        case 1: (StopDossier(reason: paper(213)), Staff.leader)
        case 2: (VoidDossier(reason: paper(214)), desk)
        default: (RefuseDossier(reason: paper(215)), desk)
        }
    }

    /// A member of the step's unit; for the citizen's own step a clerk.
    static func actor(of step: StepProgress, using generator: inout SplitMix64) -> Actor {
        guard let place = step.place else { return Staff.clerk }
        return Staff.member(generator.chance(50) ? .officer : .head, of: place.unit, commune: place.commune ?? "ha-lam")
    }

    private static func outcome(of id: StepID, in procedure: Procedure, using generator: inout SplitMix64) -> String? {
        guard case .byOutcome(let branches) = procedure.route[id]?.next else { return nil }
        return branches.randomElement(using: &generator)?.outcome
    }

    /// Ten o'clock of some day of the next two weeks.
    private static func open(after now: Instant, using generator: inout SplitMix64) -> Instant {
        let day = LocalDateTime(now).date.adding(days: .random(in: 1...14, using: &generator))
        return day.startOfDay.adding(seconds: 10 * 3600)
    }
}

/// Completes a step (hoàn thành bước): the next steps become active.
///
/// The intake's completion makes the dossier status 4; entering the citizen's payment step makes it 6 with the clock
/// stopped; entering the hand-over makes it 9, finished. The hand-over itself is ended by ``HandOverDossier`` alone.
/// A late dossier without its apology is not finished, but by the leader with a reason; if nothing but the citizen's
/// payment comes before the hand-over, that is checked before the payment, as nobody may turn away who has paid.
public struct CompleteStep: DossierCommand {
    /// What the officer says of it.
    public let completion: StepCompletion

    /// Creates the command.
    public init(_ completion: StepCompletion) { self.completion = completion }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        guard let definition = context.procedure.route[completion.step] else { throw .unknownStep(completion.step) }
        guard let progress = dossier[completion.step] else { throw .unknownStep(completion.step) }
        let isLate = dossier.isLate(at: context.now) && !dossier.hasApology
        let isLeadersDecision = isLate && context.authority.permits(.finishLate, on: dossier)
        let mayOverride = isLeadersDecision && completion.overrideReason != nil
        if case .citizen = definition.performer {
            try context.authority.check(.completePayment, on: dossier)
            if progress.state == .active { throw .paymentStep(progress.id) }
        } else if !isLeadersDecision {
            try context.checkWork(.completeStep, on: progress, of: dossier)
        }
        if dossier.status == .finished, progress.id == context.procedure.route.handOver.id { throw .handOverOnly }
        try dossier.requireStatus(for: .completeStep)
        guard progress.state == .active else { throw .stepNotActive(progress.id) }
        try context.authority.checkSeparation(of: definition, on: dossier, in: context.procedure.route)
        if completion.result?.kind == .denied, completion.result?.text == nil { throw .denialNeedsReason }

        var walk = RouteWalk(dossier: dossier, context: context)
        try walk.complete(definition, outcome: completion.outcome)
        if walk.leavesOnlyHandOver {
            try require(!isLate || mayOverride, orElse: .apologyRequired)
        } else if isLeadersDecision {
            // The leader's word replaces the apology alone; other steps are done by those whose steps they are.
            try context.checkWork(.completeStep, on: progress, of: dossier)
        }
        return context.event(.stepCompleted(completion), noted(in: context.procedure.route) + walk.effects)
    }

    /// Whoever completes a step from which a later one is kept apart is remembered.
    private func noted(in route: Route) -> [DossierEffect] {
        route.separates(from: completion.step) ? [.completerNoted(completion.step)] : []
    }
}

import WorkingCalendar

/// Returns work to an earlier step (trả lại bước trước) with a reason; the appointment stays.
///
/// Every step after the earlier one goes back to the beginning, in all branches. A payment already made stays made, and
/// a branch that is not undone still leads where it led: its join waits, whatever is decided this time beside it.
public struct ReturnStep: DossierCommand {
    /// The step that finds the work wanting.
    public let step: StepID
    /// The earlier step that does it again.
    public let target: StepID
    /// Why.
    public let reason: VaultReference

    /// Creates the command.
    public init(step: StepID, target: StepID, reason: VaultReference) {
        self.step = step
        self.target = target
        self.reason = reason
    }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        let route = context.procedure.route
        guard let from = dossier[step] else { throw .unknownStep(step) }
        guard let to = dossier[target], let definition = route[target] else {
            throw .unknownStep(target, isTarget: true)
        }
        try context.checkWork(.returnStep, on: from, of: dossier)
        try dossier.requireStatus(for: .returnStep)
        guard from.state == .active else { throw .stepNotActive(step) }
        guard let place = to.place, to.state == .done, route.leads(from: target, to: step) else {
            throw .returnTargetInvalid(target)
        }
        let due = try context.due(
            at: place,
            from: context.now,
            adding: definition.workingTime,
            ending: .atClose
        )
        let undone = Set(route.steps(after: target))
        var effects: [DossierEffect] = []
        for later in dossier.steps where undone.contains(later.id) && later.state != .waiting {
            // The citizen's own step stays done: nobody pays twice.
            if later.place == nil, later.state == .done { continue }
            effects.append(.stepReset(later.id))
        }
        for id in dossier.pendingSteps where !keepsWaiting(id, undone: undone, dossier: dossier, route: route) {
            effects.append(.stepNotPending(id))
        }
        for id in route.steps(after: target) where !dossier.pendingSteps.contains(id) {
            guard isLedTo(id, undone: undone, dossier: dossier, route: route) else { continue }
            effects.append(.stepPending(id))
        }
        effects.append(.stepStarted(target, dueAt: due))
        effects += try context.warnings(of: target, at: place, from: context.now, to: due)
        return context.event(.stepReturned(from: step, to: target, reason: reason), effects)
    }

    /// A join goes on waiting if a branch that led to it is not undone.
    private func keepsWaiting(_ id: StepID, undone: Set<StepID>, dossier: Dossier, route: Route) -> Bool {
        dossier.steps.contains { step in
            step.state == .done && step.id != target && !undone.contains(step.id)
                && route[step.id]?.next.targets.contains(id) == true
        }
    }

    /// Whether a branch that is not undone has led to a step that begins anew.
    ///
    /// Only what surely led there counts: a decision whose outcomes were all reached, by other ways too, says nothing.
    private func isLedTo(_ id: StepID, undone: Set<StepID>, dossier: Dossier, route: Route) -> Bool {
        dossier.steps.contains { step in
            guard step.state == .done, step.id != target, !undone.contains(step.id),
                let next = route[step.id]?.next
            else { return false }
            switch next {
            case .end: return false
            case .all(let steps): return steps.contains(id)
            case .byOutcome(let branches):
                let taken = branches.map(\.steps).filter { $0.allSatisfy(dossier.hasReached) }
                return !taken.isEmpty && taken.allSatisfy { $0.contains(id) }
            }
        }
    }
}

extension Dossier {
    /// Whether the way has come to a step: it is under way, done, or waits for other branches.
    fileprivate func hasReached(_ id: StepID) -> Bool {
        pendingSteps.contains(id) || self[id]?.state == .active || self[id]?.state == .done
    }
}

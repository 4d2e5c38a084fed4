/// Names an officer for a step (phân công xử lý).
public struct AssignStep: DossierCommand {
    /// The step.
    public let step: StepID
    /// The officer's account.
    public let assignee: AccountID
    /// The officer's unit; nil if the account does not exist or is disabled.
    public let assigneePlace: UnitPlace?

    /// Creates the command.
    public init(step: StepID, assignee: AccountID, assigneePlace: UnitPlace?) {
        self.step = step
        self.assignee = assignee
        self.assigneePlace = assigneePlace
    }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        guard let progress = dossier[step] else { throw .unknownStep(step) }
        try require(
            context.actor.role == .head && context.actor.place != nil && context.actor.place == progress.place,
            orElse: .forbidden
        )
        try dossier.requireStatus(.received, .processing)
        guard progress.state == .active else { throw .stepNotActive(step) }
        guard assigneePlace != nil, assigneePlace == progress.place else { throw .assigneeInvalid }
        return context.event(.assigned(step: step, assignee: assignee), [])
    }
}

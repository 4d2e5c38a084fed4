/// Names an officer for a step (phân công xử lý).
public struct AssignStep: DossierCommand {
    /// The step.
    public let step: StepID
    /// The officer's account.
    public let assignee: AccountID
    /// What the officer is at present, in each of his posts; empty if the account does not exist or is disabled.
    public let assignees: [Actor]

    /// Creates the command.
    public init(step: StepID, assignee: AccountID, assignees: [Actor]) {
        self.step = step
        self.assignee = assignee
        self.assignees = assignees
    }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        guard let progress = dossier[step] else { throw .unknownStep(step) }
        try context.check(.assignStep, on: dossier, step: progress)
        guard progress.state == .active else { throw .stepNotActive(step) }
        guard assignees.contains(where: { mayDo(progress, $0, on: dossier, in: context) }) else {
            throw .assigneeInvalid
        }
        return context.event(.assigned(step: step, assignee: assignee), [])
    }

    /// Whether somebody is of the step's unit and did none of the steps from which it is kept apart.
    private func mayDo(
        _ progress: StepProgress,
        _ assignee: Actor,
        on dossier: Dossier,
        in context: DecisionContext
    ) -> Bool {
        guard assignee.role != .admin, let place = assignee.place, place == progress.place else { return false }
        guard let definition = context.procedure.route[step] else { return false }
        return Authority(of: assignee, in: context.organisation).separated(from: definition, on: dossier) == nil
    }
}

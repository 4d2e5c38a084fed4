/// Records that a rung's instant has come (ghi nhận nấc cảnh báo), on behalf of a timer.
///
/// May be called twice: a rung already recorded, or whose cause has gone, is left alone.
public struct FireRung: DossierCommand {
    /// The rung whose instant has come.
    public let rung: Rung

    /// Creates the command.
    public init(rung: Rung) { self.rung = rung }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.fireRung, on: dossier)
        guard let timer = dossier.timers.first(where: { $0.rung == rung }), timer.fireAt <= context.now else {
            return nil
        }
        return DossierEvent(at: context.now, by: .timer, fact: fact, effects: [], plannedAt: timer.fireAt)
    }

    private var fact: DossierFact {
        switch rung {
        case .dossierOverdue: .becameOverdue
        case .stepOverdue(let step): .stepBecameOverdue(step)
        case .filingWarning(let id), .dossierWarning(let id): .warned(id, step: nil)
        case .stepWarning(let id, let step): .warned(id, step: step)
        }
    }
}

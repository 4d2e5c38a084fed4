/// Records that a due moment has passed (ghi nhận quá hạn), on behalf of a timer.
///
/// May be called twice: a rung already recorded, or whose cause has gone, is left alone.
public struct RecordOverdue: DossierCommand {
    /// The rung whose instant has come.
    public let rung: Rung

    /// Creates the command.
    public init(rung: Rung) { self.rung = rung }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try require(context.actor.initiator == .timer, orElse: .forbidden)
        guard let timer = dossier.timers.first(where: { $0.rung == rung }), timer.fireAt <= context.now else {
            return nil
        }
        switch rung {
        case .dossierOverdue: return context.event(.becameOverdue, [])
        case .stepOverdue(let step): return context.event(.stepBecameOverdue(step), [])
        }
    }
}

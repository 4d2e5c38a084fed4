import WorkingCalendar

/// Takes a dossier back on the citizen's request (rút hồ sơ): status 7, then 8, an end.
///
/// Source: domain.md R28; no longer possible once the result is ready.
public struct WithdrawDossier: DossierCommand {
    /// Why, as the citizen says.
    public let reason: VaultReference

    /// Creates the command.
    public init(reason: VaultReference) { self.reason = reason }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.withdraw, on: dossier)
        let effects = [DossierEffect.status(.withdrawn), .status(.stopped)] + dossier.effectsOfEnding
        return context.event(.withdrawn(reason: reason), effects)
    }
}

/// Stops a dossier (dừng xử lý hồ sơ) with a reason: status 8, an end.
public struct StopDossier: DossierCommand {
    /// Why.
    public let reason: VaultReference

    /// Creates the command.
    public init(reason: VaultReference) { self.reason = reason }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.stop, on: dossier)
        return context.event(.stopped(reason: reason), [.status(.stopped)] + dossier.effectsOfEnding)
    }
}

/// Voids a duplicate or mistaken intake (hủy tiếp nhận nhầm) on its own day: status 8; its code stays used.
public struct VoidDossier: DossierCommand {
    /// Why.
    public let reason: VaultReference

    /// Creates the command.
    public init(reason: VaultReference) { self.reason = reason }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.void, on: dossier)
        guard let registered = dossier.statusChanges.first?.at,
            LocalDateTime(registered).date == LocalDateTime(context.now).date
        else { throw .voidOnlySameDay }
        return context.event(.voided(reason: reason), [.status(.stopped)] + dossier.effectsOfEnding)
    }
}

/// Hands the result over (trả kết quả): status 10, an end; the only way to end the last step.
public struct HandOverDossier: DossierCommand {
    /// Who took the result.
    public let receivedBy: VaultReference

    /// Creates the command.
    public init(receivedBy: VaultReference) { self.receivedBy = receivedBy }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.handOver, on: dossier)
        let route = context.procedure.route
        let last = route.handOver
        try context.authority.checkSeparation(of: last, on: dossier, in: route)
        return context.event(.handedOver(receivedBy: receivedBy), [.stepFinished(last.id), .status(.handedOver)])
    }
}

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
        try require(context.authority.servesDesk(of: dossier), orElse: .forbidden)
        try dossier.requireStatus(.submitted, .received, .processing, .awaitingSupplement, .awaitingPayment)
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
        let authority = context.authority
        try require(authority.isLeader || authority.headsUnitOnRoute(of: dossier), orElse: .forbidden)
        try dossier.requireStatus(.received, .processing, .awaitingSupplement, .awaitingPayment)
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
        try require(context.authority.servesDesk(of: dossier), orElse: .forbidden)
        try dossier.requireStatus(.submitted, .received)
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
        try require(context.authority.servesDesk(of: dossier), orElse: .forbidden)
        try dossier.requireStatus(.finished)
        let last = context.procedure.route.handOver.id
        return context.event(.handedOver(receivedBy: receivedBy), [.stepFinished(last), .status(.handedOver)])
    }
}

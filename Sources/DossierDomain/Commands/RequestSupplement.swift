/// Asks the applicant for more papers (yêu cầu bổ sung hồ sơ): status 5, clock stopped.
///
/// Source: design.md §3; domain.md R3 (once, in full, in writing) and R22: a second request needs the unit's head.
public struct RequestSupplement: DossierCommand {
    /// The papers asked for and why.
    public let request: VaultReference

    /// Creates the command.
    public init(request: VaultReference) { self.request = request }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.requestSupplement, on: dossier)
        if dossier.supplementRequests > 0 { try context.check(.requestSupplementAgain, on: dossier) }
        let stop = dossier.status == .submitted ? [] : try ClockStop(of: dossier).effects(in: context)
        return context.event(.supplementRequested(request: request), [.status(.awaitingSupplement)] + stop)
    }
}

/// Takes in the papers asked for (nhận bổ sung hồ sơ): back to where the dossier was.
///
/// The clock goes on with what was unused, or begins anew, by the procedure's ``SupplementMode``. A filing that was not
/// accepted yet has no clock; the desk's time to answer begins anew, because it has other papers before it.
public struct ReceiveSupplement: DossierCommand {
    /// The papers brought.
    public let documents: VaultReference

    /// Creates the command.
    public init(documents: VaultReference) { self.documents = documents }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.receiveSupplement, on: dossier)
        let resumption = try ClockResumption(
            of: dossier,
            cause: .supplement,
            restarting: context.procedure.supplementMode == .restart,
            in: context
        )
        let back = dossier.resumeStatus ?? .processing
        var effects = [DossierEffect.status(back)] + resumption.effects
        if back == .submitted {
            effects += try context.warnings(ofFilingAt: dossier.receivingDesk, replacing: dossier.warnings)
        }
        return context.event(.supplementReceived(documents: documents), effects)
    }
}

/// Asks the applicant to pay a fee or tax (yêu cầu thực hiện nghĩa vụ tài chính): status 6, clock stopped.
public struct RequestPayment: DossierCommand {
    /// The amount in đồng, 1 or more.
    public let amountInDong: Int64
    /// What it is for.
    public let reason: VaultReference

    /// Creates the command.
    public init(amountInDong: Int64, reason: VaultReference) {
        self.amountInDong = amountInDong
        self.reason = reason
    }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.requestPayment, on: dossier)
        let stop = try ClockStop(of: dossier).effects(in: context)
        return context.event(
            .paymentRequested(amountInDong: amountInDong, reason: reason),
            [.status(.awaitingPayment)] + stop
        )
    }
}

/// Confirms that the applicant has paid (xác nhận đã nộp): back to where the dossier was, the clock goes on.
///
/// Where the route itself waits for the payment, its payment step is completed (all of them, if several stand side
/// by side) and the next steps begin.
public struct ConfirmPayment: DossierCommand {
    /// The payment's reference.
    public let reference: VaultReference

    /// Creates the command.
    public init(reference: VaultReference) { self.reference = reference }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.confirmPayment, on: dossier)
        let resumption = try ClockResumption(of: dossier, cause: .payment, restarting: false, in: context)
        let status = DossierEffect.status(dossier.resumeStatus ?? .processing)
        var walk = RouteWalk(dossier: dossier, context: context)
        walk.moveDue(of: resumption.dossierDue, steps: resumption.stepDues)
        try walk.completePayments()
        return context.event(.paymentConfirmed(reference: reference), [status] + resumption.effects + walk.effects)
    }
}

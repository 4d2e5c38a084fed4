/// Gives a dossier to the commune that another one was merged into (chuyển hồ sơ sang xã mới).
///
/// The desk that received it and every step go to the same units there. Where a step was done stays known, and whoever
/// is named for one stays named. No clock moves, because a unit keeps its agency and its hours in every commune. A
/// dossier that has ended goes too, so that the other commune's desk serves its applicant on; its sheets stay.
/// May be called twice: where nothing is at the former commune, nothing happens.
public struct TransferDossier: DossierCommand {
    /// From where to where.
    public let transfer: CommuneTransfer

    /// Creates the command.
    public init(_ transfer: CommuneTransfer) { self.transfer = transfer }

    /// Whether anything of a dossier is at the former commune.
    public func concerns(_ dossier: Dossier) -> Bool {
        let places = [dossier.receivingDesk] + dossier.steps.compactMap(\.place)
        return places.contains { $0.commune == transfer.from }
    }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.transfer, on: dossier)
        guard concerns(dossier) else { return nil }
        for step in dossier.steps where step.state == .active || step.state == .waiting {
            guard let place = step.place, place.commune == transfer.from else { continue }
            try require(context.organisation.has(place.moved(by: transfer)), orElse: .noOfficeTime)
        }
        return context.event(.transferred(transfer), [])
    }
}

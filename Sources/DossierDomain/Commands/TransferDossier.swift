/// Gives a dossier to the commune that another one was merged into (chuyển hồ sơ sang xã mới).
///
/// The desk that received it and every step go to the same units there. Where a step was done stays known, and whoever
/// is named for one stays named. No clock moves, because the units keep their agency and its hours. A dossier that has
/// ended stays where it was.
/// May be called twice: where nothing is at the former commune, nothing happens.
public struct TransferDossier: DossierCommand {
    /// From where to where.
    public let transfer: CommuneTransfer

    /// Creates the command.
    public init(_ transfer: CommuneTransfer) { self.transfer = transfer }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.transfer, on: dossier)
        guard !dossier.status.isEnd else { return nil }
        let places = [dossier.receivingDesk] + dossier.steps.compactMap(\.place)
        guard places.contains(where: { $0.commune == transfer.from }) else { return nil }
        for step in dossier.steps where step.state == .active || step.state == .waiting {
            guard let place = step.place, place.commune == transfer.from else { continue }
            try checkGoesOn(place, in: context)
        }
        return context.event(.transferred(transfer), [])
    }

    /// Checks that a step goes on by the same hours, else its clock and the dossier's would have to move.
    private func checkGoesOn(_ place: UnitPlace, in context: DecisionContext) throws(DossierRejection) {
        let moved = place.moved(by: transfer)
        try require(context.organisation.has(moved), orElse: .noOfficeTime)
        let old = try context.calendar(of: place)
        let new = try context.calendar(of: moved)
        try require(old.isSame(as: new), orElse: .noOfficeTime)
    }
}

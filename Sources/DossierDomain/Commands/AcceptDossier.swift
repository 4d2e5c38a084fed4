import WorkingCalendar

/// Receives a dossier filed online (tiếp nhận hồ sơ trực tuyến): status 1 to 2, the clock starts.
public struct AcceptDossier: DossierCommand {
    /// Creates the command.
    public init() {}

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.accept, on: dossier)
        let due = try context.appointment(for: dossier.receivingDesk, receivedAt: context.now)
        let place = dossier.steps.first?.place ?? dossier.receivingDesk
        let start = try context.clockStart(desk: dossier.receivingDesk, place: place, receivedAt: context.now, due: due)
        return context.event(.accepted, start.effects)
    }
}

/// Refuses a dossier filed online (từ chối tiếp nhận hồ sơ): status 1 to 3, an end.
public struct RefuseDossier: DossierCommand {
    /// Why, as told to the applicant.
    public let reason: VaultReference

    /// Creates the command.
    public init(reason: VaultReference) { self.reason = reason }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.refuse, on: dossier)
        return context.event(.refused(reason: reason), [.status(.refused)] + dossier.effectsOfEnding)
    }
}

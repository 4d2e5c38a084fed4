/// Mends mistyped data of the applicant (đính chính thông tin); the old commitment stays in the history.
public struct CorrectDossier: DossierCommand {
    /// The names of the fields that changed.
    public let fields: [String]
    /// The applicant's data after the correction.
    public let applicant: VaultReference
    /// Why.
    public let reason: VaultReference

    /// Creates the command.
    public init(fields: [String], applicant: VaultReference, reason: VaultReference) {
        self.fields = fields
        self.applicant = applicant
        self.reason = reason
    }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.correct, on: dossier)
        return context.event(.corrected(fields: fields, applicant: applicant, reason: reason), [])
    }
}

/// Renews the look-up PIN (cấp lại mã tra cứu); the old one is dead from then on.
public struct RenewPIN: DossierCommand {
    /// The new PIN in the vault.
    public let pin: VaultReference

    /// Creates the command.
    public init(pin: VaultReference) { self.pin = pin }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.renewPIN, on: dossier)
        return context.event(.pinRenewed(pin: pin), [])
    }
}

/// Mends what was said at the intake (đính chính thông tin): mistyped data, who stands there for the applicant, whether
/// texts are wanted.
///
/// The old commitment stays in the history.
public struct CorrectDossier: DossierCommand {
    /// The names of the fields that were named.
    public let fields: [String]
    /// The applicant's data after the correction; those of before where none of them changed.
    public let applicant: VaultReference
    /// Whether texts are wanted from now on; nil where nobody said so.
    public let notifiesBySMS: Bool?
    /// Why.
    public let reason: VaultReference

    /// Creates the command.
    public init(
        fields: [String],
        applicant: VaultReference,
        notifiesBySMS: Bool? = nil,
        reason: VaultReference
    ) {
        self.fields = fields
        self.applicant = applicant
        self.notifiesBySMS = notifiesBySMS
        self.reason = reason
    }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.correct, on: dossier)
        let fact = DossierFact.corrected(fields: fields, applicant: applicant, reason: reason)
        // An effect and no member of the fact: an older program refuses an effect that it does not know, and would pass
        // over a member, go on sending texts and find the history whole.
        guard let notifiesBySMS, notifiesBySMS != dossier.notifiesBySMS else { return context.event(fact, []) }
        return context.event(fact, [.textsWanted(notifiesBySMS)])
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

public import WorkingCalendar

/// The way a dossier came in (kênh tiếp nhận).
///
/// Source: domain.md R1 (`KenhThucHien` 1 direct, 2 online, 3 public post).
public enum Channel: String, CaseIterable, Sendable {
    /// At the desk (trực tiếp).
    case desk
    /// Over the portal (trực tuyến).
    case online
    /// By public post (bưu chính công ích).
    case post
}

/// A version of a procedure (phiên bản thủ tục) that a dossier keeps.
public struct ProcedureVersion: Hashable, Sendable {
    /// The procedure's code.
    public let code: ProcedureCode
    /// The version.
    public let version: Int

    /// Creates a reference.
    public init(code: ProcedureCode, version: Int) {
        self.code = code
        self.version = version
    }
}

/// A version of a regime pack (phiên bản gói quy định) that a dossier keeps.
public struct RegimeVersion: Hashable, Sendable {
    /// The regime's name.
    public let id: RegimeID
    /// The version.
    public let version: Int

    /// Creates a reference.
    public init(id: RegimeID, version: Int) {
        self.id = id
        self.version = version
    }
}

/// What an intake fixes for good (thông tin tiếp nhận), free of personal data.
public struct Registration: Hashable, Sendable {
    /// The code given to the dossier.
    public let code: DossierCode
    /// The procedure's version in force.
    public let procedure: ProcedureVersion
    /// The regime's version in force.
    public let regime: RegimeVersion
    /// The way it came in.
    public let channel: Channel
    /// The desk that registered it.
    public let desk: UnitPlace
    /// The commune that per-commune steps go to.
    public let commune: CommuneID
    /// Whether the applicant gets short texts.
    public let notifiesBySMS: Bool
    /// The applicant's data as first typed.
    public let applicant: VaultReference
    /// The first PIN.
    public let pin: VaultReference
    /// The steps of the route with their places.
    public let steps: [StepProgress]
    /// When an older register's row was taken over; nil for a dossier registered at its own time.
    public let importedAt: Instant?
    /// The rungs that lay in the past at the import and will not fire.
    public let skippedRungs: [Rung]

    /// Creates a registration.
    public init(
        code: DossierCode,
        procedure: ProcedureVersion,
        regime: RegimeVersion,
        channel: Channel,
        desk: UnitPlace,
        commune: CommuneID,
        notifiesBySMS: Bool,
        applicant: VaultReference,
        pin: VaultReference,
        steps: [StepProgress],
        importedAt: Instant? = nil,
        skippedRungs: [Rung] = []
    ) {
        self.code = code
        self.procedure = procedure
        self.regime = regime
        self.channel = channel
        self.desk = desk
        self.commune = commune
        self.notifiesBySMS = notifiesBySMS
        self.applicant = applicant
        self.pin = pin
        self.steps = steps
        self.importedAt = importedAt
        self.skippedRungs = skippedRungs
    }
}

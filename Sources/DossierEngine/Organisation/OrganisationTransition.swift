import DossierDomain
import WorkingCalendar

/// A start that meets another organisation than the one in force (chuyển sang cơ cấu tổ chức khác).
public struct OrganisationTransition: Sendable {
    /// The organisation in force.
    public let inForce: StoredConfiguration
    /// The organisation that the configuration chooses.
    public let chosen: StoredConfiguration

    /// Finds the change that a configuration asks for; nil if it has the organisation in force, or none, or if the
    /// database has none yet.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read.
    public init?(to used: [StoredConfiguration], in snapshot: any StoreSnapshot) throws {
        guard let chosen = used.first(where: { $0.kind == StoredConfiguration.organisationKind }),
            let inForce = try snapshot.organisationInForce(named: chosen.name),
            ConfigurationVersion(inForce) != ConfigurationVersion(chosen)
        else { return nil }
        self.inForce = inForce
        self.chosen = chosen
    }
}

extension Installation {
    /// Keeps which organisation is in force, and says so in the configuration's stream where it took another's place.
    static func settleOrganisation(
        _ used: [StoredConfiguration],
        after transition: OrganisationTransition?,
        at now: Instant,
        in transaction: any StoreTransaction
    ) throws {
        guard let chosen = used.first(where: { $0.kind == StoredConfiguration.organisationKind }) else { return }
        let version = ConfigurationVersion(chosen)
        guard try transaction.setting(.organisationInForce) != version.storedName else { return }
        try transaction.set(.organisationInForce, to: version.storedName)
        guard transition != nil else { return }
        let event = SystemEvent(
            at: now,
            by: .program,
            type: "organisationApplied",
            details: [("name", version.name), ("version", String(version.version))]
        )
        try record(event, to: .configuration, in: transaction)
    }
}

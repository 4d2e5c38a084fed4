import DossierConfig
import DossierDomain
import DossierEngine

/// The change from the organisation in force to another one.
extension LoadedConfiguration {
    /// Puts the change together that a start would make; nil if it would make none.
    ///
    /// - Throws: `ConfigurationDefects` if a stored version cannot be read again; `StoreError`.
    func organisationChange(in snapshot: any StoreSnapshot) throws -> OrganisationChange? {
        guard let transition = try OrganisationTransition(to: versions, in: snapshot) else { return nil }
        return try organisationChange(transition, stored: snapshot.configurations())
    }

    /// Takes the chosen organisation into use when a program starts.
    ///
    /// - Throws: `OrganisationChangeRefusal` if open dossiers need what it takes away; `StoreError`.
    func changeOrganisation(_ transition: OrganisationTransition, in transaction: any StoreTransaction) throws {
        try organisationChange(transition, stored: transaction.configurations()).apply(in: transaction)
    }

    /// The rules with the organisation by which the rows of a database were written, whatever the configuration
    /// chooses.
    ///
    /// - Throws: `ConfigurationDefects` if a stored version cannot be read again; `StoreError`.
    func rulesInForce(in snapshot: any StoreSnapshot) throws -> Rules {
        let rules = try rules(stored: snapshot.configurations())
        guard let transition = try OrganisationTransition(to: versions, in: snapshot) else { return rules }
        return rules.serving(try ConfigFolder.organisation(fromCanonicalJSON: transition.inForce.content))
    }

    private func organisationChange(
        _ transition: OrganisationTransition,
        stored: [StoredConfiguration]
    ) throws -> OrganisationChange {
        OrganisationChange(
            to: transition.chosen,
            rules: try rules(stored: stored),
            from: try ConfigFolder.organisation(fromCanonicalJSON: transition.inForce.content)
        )
    }
}

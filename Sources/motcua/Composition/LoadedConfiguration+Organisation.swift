import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite

/// The organisations that a database knows: the one in force, and those before it.
extension LoadedConfiguration {
    /// The rules with the organisation by which the rows of a database were written, whatever the configuration
    /// chooses.
    ///
    /// - Parameters:
    ///   - snapshot: The database.
    ///   - reader: Where its procedures are read when they are needed; nil for the database of the settings.
    /// - Returns: The rules.
    /// - Throws: `ConfigurationDefects` if a stored version of what all dossiers share cannot be read again;
    ///   `StoreError`.
    func rulesInForce(
        in snapshot: any StoreSnapshot,
        reading reader: SQLiteConfigurationReader? = nil
    ) throws -> Rules {
        let rules = try rules(of: snapshot, reading: reader)
        guard let chosen = versions.first(where: { $0.kind == StoredConfiguration.organisationKind }),
            let inForce = try snapshot.organisationInForce(named: chosen.name), inForce != chosen
        else { return rules }
        let organisation = try ConfigFolder.organisation(fromCanonicalJSON: inForce.content)
        return rules.serving(try Self.remembering(snapshot.sharedConfigurations(), by: organisation))
    }

    /// An organisation with the agencies, units and communes of those before it that it has no more, the latest version
    /// first.
    static func remembering(_ stored: [StoredConfiguration], by organisation: Organisation) throws -> Organisation {
        try stored.filter { $0.kind == StoredConfiguration.organisationKind }
            .sorted { ($1.version, $1.name) < ($0.version, $0.name) }
            .reduce(organisation) { organisation, version in
                organisation.remembering(try ConfigFolder.organisation(fromCanonicalJSON: version.content))
            }
    }
}

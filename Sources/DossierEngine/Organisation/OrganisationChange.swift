public import DossierDomain

/// The change to another version of the organisation (đổi cơ cấu tổ chức), taken into use as a whole or not at all.
///
/// No dossier may lose the unit that has to deal with it, nor its agency, by whose hours its time is reckoned.
/// Source: issue 3, no dossier without a responsible unit.
public struct OrganisationChange: Sendable {
    /// How many dossiers are read at once.
    static let pageSize = 200

    /// The version that is to be in force.
    let chosen: StoredConfiguration
    private let rules: Rules
    private let oldRules: Rules

    /// Describes a change.
    ///
    /// - Parameters:
    ///   - organisation: The version that is to be in force.
    ///   - rules: The rules with the new organisation.
    ///   - old: The organisation up to now.
    public init(to organisation: StoredConfiguration, rules: Rules, from old: Organisation) {
        chosen = organisation
        self.rules = rules
        oldRules = rules.serving(old)
    }

    /// The number of the version that is to be in force.
    var version: Int { chosen.version }

    /// Finds out whether the change may be made, and writes nothing.
    ///
    /// - Throws: ``OrganisationChangeRefusal`` if open dossiers need what it takes away; ``StoreError``.
    public func check(in snapshot: any StoreSnapshot) throws {
        try walk(snapshot) { _, _ in }
    }

    /// Takes the organisation into use: what is kept of each dossier for lists and look-ups follows, its history stays.
    ///
    /// - Throws: ``OrganisationChangeRefusal``, ``StoreError``; then nothing has changed.
    public func apply(in transaction: any StoreTransaction) throws {
        try walk(transaction) { dossier, id in
            let old = try DossierRow(of: dossier, id: id, rules: oldRules)
            let new = try DossierRow(of: dossier, id: id, rules: rules)
            guard new != old else { return }
            // What the archive keeps of a dossier stays as it was; who may see it does not.
            if try transaction.isArchived(id) == false { try transaction.update(new) }
            try transaction.replaceAgencies(old.agencies, with: new.agencies, of: id)
        }
    }

    /// Whether anything differs that the rows of dossiers are kept by, which the office hours are not; else they need
    /// not be read.
    private var concernsDossiers: Bool {
        let old = oldRules.organisation
        let new = rules.organisation
        return old.agencies.keys != new.agencies.keys || old.units != new.units || old.communes != new.communes
    }

    /// Visits every dossier in pages, the newest first, and refuses at the end if any would lose a unit that it needs.
    private func walk(_ snapshot: any StoreSnapshot, _ visit: (Dossier, StreamID) throws -> Void) throws {
        guard concernsDossiers else { return }
        var losses = UnitLosses(from: oldRules.organisation, to: rules.organisation)
        try walkPages(of: Self.pageSize) { last in
            try snapshot.dossiers(matching: DossierFilter(), before: last?.id, limit: Self.pageSize)
        } take: { stored in
            let dossier = try stored.dossier()
            losses.add(dossier)
            try visit(dossier, stored.id)
        }
        guard losses.isEmpty else {
            throw OrganisationChangeRefusal(version: ConfigurationVersion(chosen), losses: losses.sorted)
        }
    }
}

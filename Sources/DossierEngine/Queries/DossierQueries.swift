public import DossierDomain
import WorkingCalendar

/// What staff may ask about dossiers (tra cứu nghiệp vụ).
public struct DossierQueries: Sendable {
    let store: any DossierStore
    let rules: Rules
    let clock: any WallClock

    /// Creates the queries.
    public init(store: any DossierStore, rules: Rules, clock: any WallClock) {
        self.store = store
        self.rules = rules
        self.clock = clock
    }

    /// A whole dossier; see ``ReadingLog`` for those who read it.
    ///
    /// - Parameters:
    ///   - code: The dossier.
    ///   - account: Who asks.
    /// - Returns: The dossier with what the vault says of it.
    /// - Throws: ``RequestRefusal/dossierNotFound``, `DossierRejection.forbidden` unless his agency has a part in it,
    ///   ``StoreError``.
    public func file(_ code: DossierCode, for account: Account) async throws -> DossierFile {
        try await store.read { [self] snapshot in
            let (_, dossier) = try visible(code, to: account, in: snapshot)
            return try DossierFile(dossier, view(of: dossier, for: account, at: .file), in: snapshot)
        }
    }

    /// Dossiers of the account's agency, newest first.
    ///
    /// - Parameters:
    ///   - filter: What they are narrowed to; the agency is set here.
    ///   - before: Where the list goes on; nil for its beginning.
    ///   - limit: How many at most.
    ///   - account: Who asks.
    /// - Returns: The dossiers, and where the list goes on; nil at its end.
    /// - Throws: `DossierRejection.forbidden` for those who may see no dossier, ``StoreError``.
    public func list(
        _ filter: DossierFilter,
        before: StreamID?,
        limit: Int,
        for account: Account
    ) async throws -> (files: [DossierFile], next: StreamID?) {
        try account.actor.check(.listDossiers)
        var narrowed = filter
        if account.role != .leader {
            guard let agency = account.place.flatMap(rules.organisation.agency(of:)) else {
                throw DossierRejection.forbidden(Denial(.unitStaff))
            }
            narrowed.agency = agency.storedName
        }
        let final = narrowed
        return try await store.read { [self] snapshot in
            let page = try snapshot.dossiers(matching: final.personal(in: snapshot), before: before, limit: limit + 1)
            let files = try page.prefix(limit).map { stored in
                let dossier = try DossierCodec.decode(stored.state)
                return try DossierFile(dossier, view(of: dossier, for: account, at: .list), in: snapshot)
            }
            return (files, page.count > limit ? page[limit - 1].id : nil)
        }
    }

    /// The dossier of a code, if the account may see it.
    func visible(
        _ code: DossierCode,
        to account: Account,
        in snapshot: any StoreSnapshot
    ) throws -> (id: StreamID, dossier: Dossier) {
        guard let stored = try snapshot.dossier(code) else { throw RequestRefusal.dossierNotFound }
        let dossier = try DossierCodec.decode(stored.state)
        try Authority(of: account.actor, in: rules.organisation).check(.see, on: dossier)
        return (stored.id, dossier)
    }

    /// How much of a dossier's personal data the account is shown.
    func view(of dossier: Dossier, for account: Account, at place: PersonalDataPlace) -> PersonalDataView {
        PersonalDataAccess.view(of: dossier, for: account.actor, in: rules.organisation, at: place)
    }

    /// Whether the account may see a dossier.
    func maySee(_ dossier: Dossier, _ account: Account) -> Bool {
        Authority(of: account.actor, in: rules.organisation).permits(.see, on: dossier)
    }
}

extension DossierFilter {
    /// The filter as it is meant: who types a whole identity or telephone number looks for a person, not for a code.
    fileprivate func personal(in snapshot: any StoreSnapshot) throws -> DossierFilter {
        guard let typed = codeFragment else { return self }
        let terms = try snapshot.personTerms(typed: typed)
        guard !terms.isEmpty else { return self }
        var filter = self
        filter.codeFragment = nil
        filter.personTerms = terms
        return filter
    }
}

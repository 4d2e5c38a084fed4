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
        let agencies = try agencies(of: account.staff(at: clock.now))
        return try await store.read { [self] snapshot in
            let filter = try filter.personal(in: snapshot)
            let page = try Self.page(of: agencies, matching: filter, before: before, limit: limit + 1, in: snapshot)
            let files = try page.prefix(limit).map { stored in
                let dossier = try DossierCodec.decode(stored.state)
                return try DossierFile(dossier, view(of: dossier, for: account, at: .list), in: snapshot)
            }
            return (files, page.count > limit ? page[limit - 1].id : nil)
        }
    }

    /// The agencies whose dossiers somebody may list, in written form; nil stands for all.
    private func agencies(of staff: StaffMember) throws(DossierRejection) -> [String?] {
        try staff.check(.listDossiers)
        let actors = staff.actors(permitted: .listDossiers)
        if actors.contains(where: { $0.role == .leader }) { return [nil] }
        let agencies = Set(actors.compactMap(\.place).compactMap { rules.organisation.agency(of: $0)?.storedName })
        guard !agencies.isEmpty else { throw .forbidden(Denial(.unitStaff)) }
        return agencies.sorted()
    }

    /// A page of the dossiers of several agencies, each once, newest first.
    private static func page(
        of agencies: [String?],
        matching filter: DossierFilter,
        before: StreamID?,
        limit: Int,
        in snapshot: any StoreSnapshot
    ) throws -> [StoredDossier] {
        var found: [StreamID: StoredDossier] = [:]
        for agency in agencies {
            var filter = filter
            filter.agency = agency
            for stored in try snapshot.dossiers(matching: filter, before: before, limit: limit) {
                found[stored.id] = stored
            }
        }
        return found.values.sorted { $0.id.number > $1.id.number }.prefix(limit).map { $0 }
    }

    /// The dossier of a code, if the account may see it.
    func visible(
        _ code: DossierCode,
        to account: Account,
        in snapshot: any StoreSnapshot
    ) throws -> (id: StreamID, dossier: Dossier) {
        guard let stored = try snapshot.dossier(code) else { throw RequestRefusal.dossierNotFound }
        let dossier = try DossierCodec.decode(stored.state)
        try account.staff(at: clock.now).check(.see, on: dossier, in: rules.organisation)
        return (stored.id, dossier)
    }

    /// How much of a dossier's personal data the account is shown.
    func view(of dossier: Dossier, for account: Account, at place: PersonalDataPlace) -> PersonalDataView {
        account.staff(at: clock.now).reading(of: dossier, in: rules.organisation, at: place).view
    }

    /// The post in which the account may see a dossier; nil if it may not.
    func reader(of dossier: Dossier, _ account: Account) -> Actor? {
        account.staff(at: clock.now).actor(permitted: .see, on: dossier, in: rules.organisation)
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

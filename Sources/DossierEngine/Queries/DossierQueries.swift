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
            let view = view(of: dossier, for: account, at: .file)
            return try DossierFile(dossier, view, takesLaterPapers: true, in: snapshot)
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
        try account.staff(at: clock.now).check(.see, on: dossier, in: rules.organisation)
        return (stored.id, dossier)
    }

    /// How much of a dossier's personal data the account is shown.
    func view(of dossier: Dossier, for account: Account, at place: PersonalDataPlace) -> PersonalDataView {
        account.staff(at: clock.now).reading(of: dossier, in: rules.organisation, at: place).view
    }

    /// The names that free texts about a dossier are shown without; none for whoever is shown it whole.
    static func hiddenNames(
        of dossier: Dossier,
        _ view: PersonalDataView,
        in snapshot: any StoreSnapshot
    ) throws -> [String] {
        view == .whole ? [] : try EventHistory.namesOfPeople(in: dossier, in: snapshot)
    }

    /// The post in which the account may see a dossier; nil if it may not.
    func reader(of dossier: Dossier, _ account: Account) -> Actor? {
        account.staff(at: clock.now).actor(permitted: .see, on: dossier, in: rules.organisation)
    }
}

import DossierDomain

/// Lets dossiers of older programs be found by identity and telephone number (lập chỉ mục hồ sơ cũ), once per database.
///
/// Sheets that were replaced before programs kept the former numbers of a dossier get them too, also those in the
/// archive.
///
/// It works in bounded batches and may be stopped at any point and run again.
public struct PersonIndexing: Sendable {
    /// The setting's value where every sheet has its terms; any other says that newest ones alone have.
    static let everySheet = "1"
    private static let batchSize = 500

    private let store: any DossierStore
    private let terms: PersonTerms

    /// Creates the work.
    ///
    /// - Parameters:
    ///   - store: The store, unlocked.
    ///   - personKey: The key of the terms.
    public init(store: any DossierStore, personKey: [UInt8]) {
        self.store = store
        terms = PersonTerms(key: personKey)
    }

    /// Does all there is to do; nothing if it was done before.
    ///
    /// - Parameter tell: Told after each batch of how many dossiers it is done.
    /// - Throws: ``StoreError``.
    public func run(telling tell: (_ dossiers: Int) -> Void = { _ in }) async throws {
        let indexed = try await store.read { try $0.setting(.personsIndexed) }
        guard indexed != Self.everySheet else { return }
        var last: StreamID?
        var done = 0
        while true {
            let before = last
            let page = try await store.read { [terms] snapshot in
                try snapshot.dossiers(matching: DossierFilter(), before: before, limit: Self.batchSize)
                    .map { stored in
                        let entries = try Self.entries(
                            of: stored,
                            terms: terms,
                            replacedOnly: indexed != nil,
                            in: snapshot
                        )
                        return (id: stored.id, entries: entries)
                    }
            }
            try await store.transact { transaction in
                for entry in page.flatMap(\.entries) {
                    try transaction.putVaultTerms(entry.terms, of: entry.number)
                }
            }
            done += page.count
            tell(done)
            guard page.count == Self.batchSize, let end = page.last?.id else { break }
            last = end
        }
        try await store.transact { try $0.set(.personsIndexed, to: Self.everySheet) }
    }

    /// What a dossier is to be found by; where its newest sheet has its terms, those of replaced ones only.
    ///
    /// What is damaged is left out alone: the rest is found all the same, as verify asks for; it names what is damaged.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read for the moment: passed over, it would stay so for ever.
    private static func entries(
        of stored: StoredDossier,
        terms: PersonTerms,
        replacedOnly: Bool,
        in snapshot: any StoreSnapshot
    ) throws -> [(number: Int64, terms: [Int64])] {
        guard let dossier = try snapshot.legible({ try DossierCodec.decode(stored.state) }) else { return [] }
        let replaced = try snapshot.legible { try EventHistory.replacedSheets(of: dossier, in: snapshot) } ?? []
        var sheets = replaced.map { (reference: $0.reference, terms: terms.former) }
        if !replacedOnly { sheets.append((reference: dossier.applicant, terms: terms)) }
        var entries: [(number: Int64, terms: [Int64])] = []
        for (reference, terms) in sheets {
            let sheet = try snapshot.legible { try Vault.sheet(reference, in: snapshot) } ?? nil
            if let sheet { entries.append((reference.number, terms.terms(of: sheet))) }
        }
        return entries
    }
}

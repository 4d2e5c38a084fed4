import DossierDomain

/// Lets dossiers of older programs be found by identity and telephone number (lập chỉ mục hồ sơ cũ), once per database.
///
/// It works in bounded batches and may be stopped at any point and run again.
public struct PersonIndexing: Sendable {
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
        guard try await store.read({ try $0.setting(.personsIndexed) }) == nil else { return }
        var last: StreamID?
        var done = 0
        while true {
            let before = last
            let page = try await store.read { [terms] snapshot in
                try snapshot.dossiers(matching: DossierFilter(), before: before, limit: Self.batchSize)
                    .map { (id: $0.id, entry: try Self.entry(of: $0, terms: terms, in: snapshot)) }
            }
            try await store.transact { transaction in
                for entry in page.compactMap(\.entry) {
                    try transaction.putVaultTerms(entry.terms, of: entry.number)
                }
            }
            done += page.count
            tell(done)
            guard page.count == Self.batchSize, let end = page.last?.id else { break }
            last = end
        }
        try await store.transact { try $0.set(.personsIndexed, to: "1") }
    }

    /// The sheet's entry with its terms; nil if it was erased or is damaged.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read for the moment: passed over, it would stay so for ever.
    private static func entry(
        of stored: StoredDossier,
        terms: PersonTerms,
        in snapshot: any StoreSnapshot
    ) throws -> (number: Int64, terms: [Int64])? {
        do {
            let applicant = try DossierCodec.decode(stored.state).applicant
            guard let sheet = try Vault.sheet(applicant, in: snapshot) else { return nil }
            return (applicant.number, terms.terms(of: sheet))
        } catch let error as StoreError where error.concernsAll {
            throw error
        } catch {
            // A dossier that is damaged is found by its code alone; verify names it.
            return nil
        }
    }
}

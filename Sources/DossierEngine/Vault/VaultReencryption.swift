/// Seals with the newest key what is in clear or sealed with an older one (mã hóa lại), in bounded batches.
///
/// It may be stopped at any point and run again: an entry is replaced as a whole, and a key is forgotten by the
/// database only when nothing is sealed with it and no old byte is left in the file. Nobody else writes meanwhile.
public struct VaultReencryption: Sendable {
    /// How many entries are sealed in one transaction as a rule.
    public static let usualBatch = 500

    /// What was done.
    public struct Outcome: Hashable, Sendable {
        /// How many entries were sealed anew.
        public var sealed = 0
        /// How many could not be opened and stay as they are; `verify` names them.
        public var damaged = 0
        /// The keys that nothing is sealed with any more.
        public var released: [Int64] = []
    }

    private let store: any DossierStore
    private let entropy: any EntropySource
    private let batchSize: Int
    private let scrub: @Sendable () async throws -> Void

    /// Creates the work.
    ///
    /// - Parameters:
    ///   - store: The store, unlocked and settled.
    ///   - entropy: Where nonces come from.
    ///   - batchSize: How many entries are sealed in one transaction.
    ///   - scrub: Takes from the disk what was overwritten.
    public init(
        store: any DossierStore,
        entropy: any EntropySource,
        batchSize: Int = usualBatch,
        scrub: @escaping @Sendable () async throws -> Void
    ) {
        self.store = store
        self.entropy = entropy
        self.batchSize = batchSize
        self.scrub = scrub
    }

    /// Does all there is to do; nothing if all is sealed with the newest key.
    ///
    /// - Parameter progress: Told after each batch how many entries are done; if it throws, the work stops there.
    /// - Returns: What was done.
    /// - Throws: ``StoreError``; whatever the closure throws.
    public func run(progress: (_ sealed: Int) throws -> Void = { _ in }) async throws -> Outcome {
        var outcome = Outcome()
        let keys = store.vaultKeys
        guard let newest = keys.newest else { throw StoreError(.unsuitable, "the vault is locked") }
        let older = try await store.read { try $0.vaultKeyRecords() }.map(\.id).filter { $0 != newest.id }
        guard !older.isEmpty else { return outcome }
        var last: Int64 = 0
        while true {
            let after = last
            let page = try await store.read { [batchSize] snapshot in
                try snapshot.vaultEntries(sealedOtherwiseThan: newest.id, after: after, limit: batchSize)
            }
            guard let end = page.last?.number else { break }
            last = end
            outcome.damaged += try await seal(page, with: keys)
            outcome.sealed += page.count
            try progress(outcome.sealed)
        }
        outcome.sealed -= outcome.damaged
        try await scrub()
        // A key that a damaged entry may need is kept: perhaps a copy of the database helps.
        guard outcome.damaged == 0 else { return outcome }
        try await store.transact { transaction in
            for id in older { try transaction.deleteVaultKeyRecord(id) }
        }
        outcome.released = older
        return outcome
    }

    /// Seals a page of entries.
    ///
    /// - Returns: How many of them could not be opened.
    private func seal(_ page: [NumberedVaultEntry], with keys: VaultKeyRing) async throws -> Int {
        var ready: [(old: NumberedVaultEntry, new: VaultEntry)] = []
        for old in page {
            do {
                ready.append((old, try old.entry.opened(with: keys).sealed(with: keys, entropy: entropy)))
            } catch let error as StoreError where error.code == .damaged {
                continue
            }
        }
        let changes = ready
        try await store.transact { transaction in
            for (old, new) in changes {
                try transaction.replaceVaultEntry(old.number, with: new, sealedWith: old.entry.keyID)
            }
        }
        return page.count - changes.count
    }
}

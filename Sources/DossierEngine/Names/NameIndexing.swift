import DossierDomain

/// Lets dossiers be found by the names on their sheets (lập chỉ mục tên), one batch of the vault after the other.
///
/// The vault is walked by its rising numbers, which are never given twice. How far it has come is written in the
/// transaction that writes the tokens, so that a crash between two batches loses none and repeats none. The last sheet
/// of a dossier counts: that of a correction has a higher number than the mistaken one.
public struct NameIndexing: Sendable {
    /// How many entries of the vault are looked at in one transaction, at most.
    public static let batchSize = 500
    /// How many entries that wait are counted, at most: five times as many as ring the alarm.
    public static let mostCounted = 5_000

    private let store: any DossierStore
    /// How many entries this one looks at in one transaction.
    let size: Int

    /// Creates the work.
    ///
    /// - Parameters:
    ///   - store: The store, unlocked and settled.
    ///   - batchSize: How many entries are looked at in one transaction, 1 or more.
    public init(store: any DossierStore, batchSize: Int = batchSize) {
        self.store = store
        size = batchSize
    }

    /// What a batch did.
    public struct Batch: Hashable, Sendable {
        /// How many entries were looked at.
        public let entries: Int
        /// How many entries still wait; ``NameIndexing/mostCounted`` if it is as many or more.
        ///
        /// Entries are counted and not the numbers between them, of which a restoration passes over millions.
        public let behind: Int

        /// Creates a batch.
        public init(entries: Int, behind: Int) {
            self.entries = entries
            self.behind = behind
        }
    }

    private struct Reading: Sendable {
        let after: Int64
        let last: Int64
        let entries: Int
        let behind: Int
        var sheets: [StreamID: (number: Int64, tokens: [Int64])] = [:]
    }

    /// Looks at the next entries; may be called twice.
    ///
    /// - Returns: What was done.
    /// - Throws: ``StoreError``.
    @discardableResult
    public func runBatch() async throws -> Batch {
        let reading = try await store.read { [size] in try Self.next(size, in: $0) }
        if reading.entries > 0 { try await store.transact { try Self.write(reading, in: $0) } }
        return Batch(entries: reading.entries, behind: reading.behind)
    }

    /// Looks at all entries that there are by now.
    ///
    /// - Throws: ``StoreError``.
    public func catchUp() async throws {
        while try await runBatch().entries == size {}
    }

    /// How many entries of the vault wait to be looked at; ``mostCounted`` if it is as many or more.
    ///
    /// - Throws: ``StoreError``.
    public static func behind(in snapshot: any StoreSnapshot) throws -> Int {
        try snapshot.vaultEntryCount(after: try position(in: snapshot), limit: mostCounted)
    }

    /// How far the index has come: the number of the last entry looked at; 0 for none.
    static func position(in snapshot: any StoreSnapshot) throws -> Int64 {
        // What is no number is damage, which verify names by what is missing; the walk begins anew.
        try snapshot.setting(.namesIndexed).flatMap { Int64($0) } ?? 0
    }

    private static func next(_ size: Int, in snapshot: any StoreSnapshot) throws -> Reading {
        let after = try position(in: snapshot)
        let page = try snapshot.vaultEntries(after: after, limit: size)
        let last = page.last?.number ?? after
        // A page that is not full has all there were.
        let behind = page.count < size ? 0 : try snapshot.vaultEntryCount(after: last, limit: mostCounted)
        var reading = Reading(after: after, last: last, entries: page.count, behind: behind)
        let tokens = NameTokens(key: try snapshot.neededHashKey(.name))
        for owned in page {
            guard let sheet = sheet(of: owned.entry, keys: snapshot.vaultKeys) else { continue }
            reading.sheets[owned.stream] = (owned.number, tokens.tokens(of: sheet))
        }
        return reading
    }

    /// The sheet in an entry; nil if it is something else or damaged, which stops no other and is named by verify.
    static func sheet(of entry: VaultEntry, keys: VaultKeyRing) -> ApplicantSheet? {
        // Whatever is wrong with it is verify's to say.
        guard let plain = try? entry.opened(with: keys), plain.payload.starts(with: ApplicantSheet.beginning) else {
            return nil
        }
        // As above.
        return try? ApplicantSheet(stored: plain.payload)
    }

    private static func write(_ reading: Reading, in transaction: any StoreTransaction) throws {
        guard try position(in: transaction) == reading.after else { return }
        var rows: [NameTokenRow] = []
        // A sheet may have been erased since it was read.
        for (dossier, sheet) in reading.sheets where try transaction.vaultStream(of: sheet.number) == dossier {
            try transaction.eraseNameTokens(of: dossier)
            for token in sheet.tokens { rows.append(NameTokenRow(token: token, dossier: dossier)) }
        }
        try transaction.putNameTokens(rows.sorted())
        try transaction.set(.namesIndexed, to: String(reading.last))
    }
}

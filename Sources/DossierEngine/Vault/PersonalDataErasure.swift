public import DossierDomain

/// Why the personal data of a dossier are not erased.
public enum ErasureRefusal: Error, Hashable, Sendable {
    /// There is no such dossier.
    case notFound
    /// It has not come to its end, so that its data are needed.
    case notEnded
}

/// Erases what the vault holds of a dossier (xóa dữ liệu cá nhân): names, numbers, words and PIN, and the keyed hashes
/// beside it.
///
/// Codes, dates, steps and history stay, and so does what statistics need. An event in a stream of its own says which
/// entries were erased, so that `verify` tells an erasure from a theft.
public struct PersonalDataErasure: Sendable {
    private static let pageSize = 500

    private let store: any DossierStore
    private let machineClock: any WallClock

    /// Creates the work.
    public init(store: any DossierStore, machineClock: any WallClock) {
        self.store = store
        self.machineClock = machineClock
    }

    /// Erases what there is of a dossier; may be called twice.
    ///
    /// - Parameter code: A dossier that has come to its end.
    /// - Returns: How many entries were erased.
    /// - Throws: ``ErasureRefusal``; ``StoreError``.
    public func erase(_ code: DossierCode) async throws -> Int {
        try await store.transact { [self] in try erase(code, saying: [], in: $0) }
    }

    /// Erases the data of dossiers whose time is over, all in one transaction; may be called twice.
    ///
    /// - Parameters:
    ///   - due: The dossiers.
    ///   - rules: By which their time is over.
    ///   - source: The exact content of the rules, kept with the first erasure by them; nil for none.
    /// - Throws: ``ErasureRefusal``, and then nothing is erased; ``StoreError``.
    func erase(_ due: [DueErasure], by rules: RetentionRules, of source: StoredConfiguration?) async throws {
        try await store.transact { [self] transaction in
            if let source {
                let now = try Installation.present(in: transaction, machineClock: machineClock)
                try Installation.settleConfigurations([source], at: now, in: transaction)
            }
            for erasure in due {
                let years = rules.years(of: erasure.procedure)
                let words = [("retentionVersion", String(rules.version)), ("retentionYears", String(years))]
                _ = try erase(erasure.code, saying: words, in: transaction)
            }
        }
    }

    private func erase(
        _ code: DossierCode,
        saying words: [(String, String)],
        in transaction: any StoreTransaction
    ) throws -> Int {
        guard let stored = try transaction.dossier(code) else { throw ErasureRefusal.notFound }
        guard try DossierCodec.decode(stored.state).status.isEnd else { throw ErasureRefusal.notEnded }
        try transaction.eraseNameTokens(of: stored.id)
        // By the hash of one number the texts of all its dossiers would be known to be one person's.
        try transaction.eraseReceivers(of: stored.id)
        let numbers = try Self.entries(of: stored.id, in: transaction)
        guard !numbers.isEmpty else { return 0 }
        for number in numbers { try transaction.eraseVaultEntry(number) }
        let event = SystemEvent(
            at: try Installation.present(in: transaction, machineClock: machineClock),
            by: .program,
            type: SystemEvent.personalDataErased,
            details: [("dossier", code.text), ("entries", numbers.map(String.init).joined(separator: " "))] + words
        )
        try record(event, to: .personalData, in: transaction)
        return numbers.count
    }

    /// The entries that a dossier's history and its readings name and that are there still.
    static func entries(of stream: StreamID, in snapshot: any StoreSnapshot) throws -> [Int64] {
        var numbers: Set<Int64> = []
        try snapshot.walkEvents(of: stream, pageSize: pageSize) { bytes in
            for reference in try EventCodec.decode(bytes).event.fact.references { numbers.insert(reference.number) }
        }
        try walkPages(of: pageSize) { last in
            try snapshot.readings(of: stream, before: last?.sequence, limit: pageSize)
        } take: { event in
            if let reason = try DossierReading(stored: event.body).reason { numbers.insert(reason.number) }
        }
        return try numbers.filter { try snapshot.vaultEntry($0) != nil }.sorted()
    }
}

/// The entries of the vault that were erased by rule, as the history says.
struct ErasedEntries {
    private static let pageSize = 500

    private var numbers: Set<Int64> = []

    /// Reads the history of erasures.
    init(in inspection: any StoreInspection) throws {
        guard let stream = try inspection.stream(named: .personalData) else { return }
        try inspection.walkEvents(of: stream, pageSize: Self.pageSize) { take($0) }
    }

    init() {}

    /// Whether an entry was erased.
    func contains(_ number: Int64) -> Bool { numbers.contains(number) }

    private mutating func take(_ bytes: [UInt8]) {
        // One that cannot be read is named by the check of its chain.
        guard let event = try? JSONParser.parse(bytes), event["type"]?.string == SystemEvent.personalDataErased else {
            return
        }
        let words = event["entries"]?.string?.split(separator: " ") ?? []
        for word in words { if let number = Int64(word) { numbers.insert(number) } }
    }
}

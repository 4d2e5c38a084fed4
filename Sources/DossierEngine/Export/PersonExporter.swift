import DossierDomain
import WorkingCalendar

/// Gathers all that is kept on one person (trích xuất dữ liệu cá nhân), and puts on record that it was read.
public struct PersonExporter: Sendable {
    /// How many dossiers one export holds; a person has some dozens.
    static let maximumDossiers = 1_000
    static let pageSize = 200

    private let store: any DossierStore
    private let gathering: ExportGathering
    private let clock: any WallClock
    private let vault: Vault

    /// Creates the work.
    ///
    /// - Parameters:
    ///   - store: The store, unlocked.
    ///   - rules: What law and organisation fix.
    ///   - clock: The time of the service.
    ///   - entropy: Where the salts of reasons come from.
    public init(store: any DossierStore, rules: Rules, clock: any WallClock, entropy: any EntropySource) {
        self.store = store
        self.clock = clock
        gathering = ExportGathering(rules: rules, queries: DossierQueries(store: store, rules: rules, clock: clock))
        vault = Vault(keys: store.vaultKeys, entropy: entropy)
    }

    /// Gathers everything; when it is returned, the reading of every dossier in it is on record.
    ///
    /// - Parameters:
    ///   - subject: Whose data.
    ///   - reason: Why, already judged; nil where nobody said.
    /// - Returns: What there is.
    /// - Throws: ``ExportRefusal``; ``StoreError``; ``StoredFormDefect``; ``RequestRefusal/historyTooLong``.
    public func export(_ subject: ExportSubject, reason: String?) async throws -> PersonExport {
        let now = clock.now
        let (export, streams) = try await store.read { [gathering] snapshot in
            let search = try ExportSearch(subject, in: snapshot)
            let found = try search.dossiers(in: snapshot)
            guard !found.isEmpty else { throw ExportRefusal.nobody }
            let export = try gathering.export(found, of: search.person, at: now, in: snapshot)
            return (export, found.map { ($0.id, $0.dossier.code) })
        }
        for start in stride(from: 0, to: streams.count, by: Self.pageSize) {
            let page = Array(streams[start..<min(start + Self.pageSize, streams.count)])
            try await store.transact { [vault] transaction in
                for (id, code) in page {
                    let text = try reason.map { try vault.put(TypedTexts(reason: $0).stored, of: id, in: transaction) }
                    let reading = DossierReading(
                        at: now,
                        by: .program,
                        dossier: code,
                        part: .export,
                        view: .whole,
                        role: nil,
                        place: nil,
                        reason: text
                    )
                    try transaction.record(reading, of: id)
                }
            }
        }
        return export
    }
}

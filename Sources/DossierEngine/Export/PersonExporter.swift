import DossierDomain
import SMSText
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
            let found = try ExportSearch(subject, in: snapshot).dossiers(in: snapshot)
            guard !found.isEmpty else { throw ExportRefusal.nobody }
            return (try gathering.export(found, at: now, in: snapshot), found.map { ($0.id, $0.dossier.code) })
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

/// One dossier in which a person has a part.
struct FoundDossier {
    let id: StreamID
    let dossier: Dossier
    let capacity: PersonCapacity
    /// The person's own numbers in it.
    let phones: [PhoneNumber]
}

/// Finds a person's dossiers by keyed hashes of his numbers (tìm hồ sơ của một người).
struct ExportSearch {
    private let terms: [Int64]
    private let key: PersonTerms
    private let only: StoredDossier?

    /// Judges what was typed.
    ///
    /// - Throws: ``ExportRefusal``; ``StoreError``.
    init(_ subject: ExportSubject, in snapshot: any StoreSnapshot) throws {
        guard let key = try snapshot.hashKey(.person).map(PersonTerms.init(key:)) else { throw ExportRefusal.nobody }
        self.key = key
        switch subject {
        case .number(let typed):
            terms = key.terms(typed: typed)
            only = nil
            guard !terms.isEmpty else { throw ExportRefusal.noNumber }
        case .applicant(let code):
            guard let stored = try snapshot.dossier(code) else { throw ExportRefusal.dossierNotFound }
            let sheet = try Vault.sheet(DossierCodec.decode(stored.state).applicant, in: snapshot)
            // A telephone may be a whole family's, so the identity number alone leads to other dossiers.
            terms = sheet?.applicant.identityNumber.map(key.terms(typed:)) ?? []
            only = stored
        }
    }

    /// The dossiers, newest first.
    ///
    /// - Throws: ``ExportRefusal/tooMany(_:)``; ``StoreError``; ``StoredFormDefect``.
    func dossiers(in snapshot: any StoreSnapshot) throws -> [FoundDossier] {
        var found: [FoundDossier] = []
        var last: StreamID?
        while !terms.isEmpty {
            var filter = DossierFilter()
            filter.personTerms = terms
            let page = try snapshot.dossiers(matching: filter, before: last, limit: PersonExporter.pageSize)
            for stored in page {
                if let dossier = try self.found(stored, in: snapshot) { found.append(dossier) }
            }
            guard found.count <= PersonExporter.maximumDossiers else {
                throw ExportRefusal.tooMany(PersonExporter.maximumDossiers)
            }
            last = page.last?.id
            if page.count < PersonExporter.pageSize { break }
        }
        if let only, !found.contains(where: { $0.id == only.id }) {
            let dossier = try DossierCodec.decode(only.state)
            let phone = try Vault.sheet(dossier.applicant, in: snapshot)?.applicant.phone
            let phones = [phone].compactMap { $0 }
            found.append(FoundDossier(id: only.id, dossier: dossier, capacity: .applicant, phones: phones))
        }
        return found
    }

    /// The dossier, if the person has a part in it indeed.
    private func found(_ stored: StoredDossier, in snapshot: any StoreSnapshot) throws -> FoundDossier? {
        let dossier = try DossierCodec.decode(stored.state)
        guard let sheet = try Vault.sheet(dossier.applicant, in: snapshot) else { return nil }
        let applicant = [sheet.applicant.identityNumber, sheet.applicant.phone?.e164].compactMap { $0 }
        let submitter = [sheet.submitter?.identityNumber, sheet.submitter?.phone?.e164].compactMap { $0 }
        let isMine = { (numbers: [String]) in
            numbers.contains { key.terms(typed: $0).contains { terms.contains($0) } }
        }
        let (capacity, phone): (PersonCapacity, PhoneNumber?)
        if isMine(applicant) {
            (capacity, phone) = (.applicant, sheet.applicant.phone)
        } else if isMine(submitter) {
            (capacity, phone) = (.submitter, sheet.submitter?.phone)
        } else {
            return nil
        }
        return FoundDossier(id: stored.id, dossier: dossier, capacity: capacity, phones: [phone].compactMap { $0 })
    }
}

import DossierDomain
import SMSText
import WorkingCalendar

/// One dossier in which a person has a part, or had one until a correction.
struct FoundDossier {
    let id: StreamID
    /// The dossier; of whoever was taken off its sheet as it was before that.
    let dossier: Dossier
    /// The dossier as it is.
    let present: Dossier
    let capacity: PersonCapacity
    /// When he was taken off its sheet; nil while he stands on it.
    let until: Instant?
    /// The person's own numbers in it.
    let phones: [PhoneNumber]

    /// Whether something happened while he stood on its sheet.
    func covers(_ instant: Instant) -> Bool { until.map { instant <= $0 } ?? true }
}

/// Whose data are looked for, by the numbers that he named (người được tìm).
struct SoughtPerson: Sendable {
    private let key: PersonTerms
    /// What dossiers are found by on whose sheets he stands.
    let terms: [Int64]
    /// What dossiers are found by on whose sheets he stood before a correction.
    let formerTerms: [Int64]

    /// Takes a number as it was typed; nil for nobody who can be looked for.
    init(_ typed: String?, key: PersonTerms) {
        self.key = key
        terms = typed.map(key.terms(typed:)) ?? []
        formerTerms = typed.map(key.former.terms(typed:)) ?? []
    }

    /// Whether a number is the one that he named.
    func owns(_ number: String) -> Bool { key.terms(typed: number).contains { terms.contains($0) } }

    /// Whether he is the applicant on a sheet.
    func isApplicant(on sheet: ApplicantSheet) -> Bool {
        [sheet.applicant.identityNumber, sheet.applicant.phone?.e164].compactMap { $0 }.contains(where: owns)
    }

    /// Whether he stands on a sheet for the applicant.
    func isSubmitter(on sheet: ApplicantSheet) -> Bool {
        [sheet.submitter?.identityNumber, sheet.submitter?.phone?.e164].compactMap { $0 }.contains(where: owns)
    }
}

/// Finds a person's dossiers by keyed hashes of his numbers (tìm hồ sơ của một người).
struct ExportSearch {
    /// Whose they are.
    let person: SoughtPerson
    private let only: StoredDossier?

    /// Judges what was typed.
    ///
    /// - Throws: ``ExportRefusal``; ``StoreError``.
    init(_ subject: ExportSubject, in snapshot: any StoreSnapshot) throws {
        guard let key = try snapshot.hashKey(.person).map(PersonTerms.init(key:)) else { throw ExportRefusal.nobody }
        switch subject {
        case .number(let typed):
            person = SoughtPerson(typed, key: key)
            only = nil
            guard !person.terms.isEmpty else { throw ExportRefusal.noNumber }
        case .applicant(let code):
            guard let stored = try snapshot.dossier(code) else { throw ExportRefusal.dossierNotFound }
            let sheet = try Vault.sheet(DossierCodec.decode(stored.state).applicant, in: snapshot)
            // A telephone may be a whole family's, so the identity number alone leads to other dossiers.
            person = SoughtPerson(sheet?.applicant.identityNumber, key: key)
            only = stored
        }
    }

    /// The dossiers, newest first.
    ///
    /// - Throws: ``ExportRefusal/tooMany(_:)``; ``StoreError``; ``StoredFormDefect``.
    func dossiers(in snapshot: any StoreSnapshot) throws -> [FoundDossier] {
        var found: [StreamID: FoundDossier] = [:]
        for terms in [person.terms, person.formerTerms] where !terms.isEmpty {
            try walkDossiers(by: terms, in: snapshot) { stored in
                guard found[stored.id] == nil else { return }
                found[stored.id] = try self.found(stored, in: snapshot)
                guard found.count <= PersonExporter.maximumDossiers else {
                    throw ExportRefusal.tooMany(PersonExporter.maximumDossiers)
                }
            }
        }
        if let only, found[only.id]?.capacity != .applicant {
            let dossier = try DossierCodec.decode(only.state)
            let phone = try Vault.sheet(dossier.applicant, in: snapshot)?.applicant.phone
            found[only.id] = Self.present(only.id, dossier, .applicant, phone)
        }
        return found.values.sorted { $0.id > $1.id }
    }

    /// Takes the dossiers that a person's terms lead to.
    private func walkDossiers(
        by terms: [Int64],
        in snapshot: any StoreSnapshot,
        _ take: (StoredDossier) throws -> Void
    ) throws {
        var filter = DossierFilter()
        filter.personTerms = terms
        let size = PersonExporter.pageSize
        try walkPages(of: size) { last in
            try snapshot.dossiers(matching: filter, before: last?.id, limit: size)
        } take: { stored in
            try take(stored)
        }
    }

    /// The dossier, if the person has or had a part in it indeed.
    private func found(_ stored: StoredDossier, in snapshot: any StoreSnapshot) throws -> FoundDossier? {
        let dossier = try DossierCodec.decode(stored.state)
        guard let sheet = try Vault.sheet(dossier.applicant, in: snapshot) else { return nil }
        if person.isApplicant(on: sheet) { return Self.present(stored.id, dossier, .applicant, sheet.applicant.phone) }
        if person.isSubmitter(on: sheet) { return Self.present(stored.id, dossier, .submitter, sheet.submitter?.phone) }
        // The latest sheet with a part of his counts.
        for replaced in try EventHistory.replacedSheets(of: dossier, in: snapshot).reversed() {
            guard let sheet = try Vault.sheet(replaced.reference, in: snapshot) else { continue }
            let isApplicant = person.isApplicant(on: sheet)
            guard isApplicant || person.isSubmitter(on: sheet) else { continue }
            let phone = isApplicant ? sheet.applicant.phone : sheet.submitter?.phone
            return FoundDossier(
                id: stored.id,
                dossier: try EventHistory.dossier(stored.id, at: replaced.lastVersion, in: snapshot).0,
                present: dossier,
                capacity: isApplicant ? .formerApplicant : .formerSubmitter,
                until: replaced.until,
                // One that stood beside a mistyped number is somebody else's.
                phones: [phone].compactMap { $0 }.filter { person.owns($0.e164) }
            )
        }
        return nil
    }

    private static func present(
        _ id: StreamID,
        _ dossier: Dossier,
        _ capacity: PersonCapacity,
        _ phone: PhoneNumber?
    ) -> FoundDossier {
        FoundDossier(
            id: id,
            dossier: dossier,
            present: dossier,
            capacity: capacity,
            until: nil,
            phones: [phone].compactMap { $0 }
        )
    }
}

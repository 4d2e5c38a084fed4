import DossierDomain

/// The check of the terms by which a person's dossiers are found (kiểm tra chỉ mục số định danh, số điện thoại): only
/// sheets have them, by each its own dossier is found, and with the key, that they are those of its numbers and no
/// others, of a sheet that was replaced the former ones alone.
struct PersonTermCheck {
    private let isComplete: Bool
    private let hasFormer: Bool
    private let terms: PersonTerms?
    private var count = 0

    /// Prepares the check; without the keys only what is seen without them is looked at.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read.
    init(in inspection: any StoreInspection, keys: VaultKeyRing) throws {
        let indexed = try inspection.setting(.personsIndexed)
        isComplete = indexed != nil
        hasFormer = indexed == PersonIndexing.everySheet
        let stored = try inspection.storedHashKey(.person)
        // A key that was changed is named by the check of the keys.
        terms = stored.flatMap { try? $0.opened(for: .person, with: keys) }.map(PersonTerms.init(key:))
    }

    /// What is wrong with the terms of a dossier's newest sheet, in words; nil if nothing is.
    ///
    /// - Parameters:
    ///   - dossier: The dossier as its events give it.
    ///   - id: Its stream.
    ///   - found: Its sheet.
    ///   - inspection: The store.
    /// - Returns: The defect.
    /// - Throws: ``StoreError`` if the store cannot be read.
    mutating func defect(
        of dossier: Dossier,
        _ id: StreamID,
        _ found: ApplicantIndexCheck.Sheet,
        in inspection: any StoreInspection
    ) throws -> String? {
        let stored = try inspection.vaultTerms(of: dossier.applicant.number)
        // Dossiers of older programs have none until all of them were looked at.
        return judge(stored, id, found, by: terms, mayLack: !isComplete).map { "\(dossier.code): \($0)" }
    }

    /// The same of a sheet that a correction replaced.
    mutating func defect(
        ofReplaced sheet: VaultReference,
        of dossier: Dossier,
        _ id: StreamID,
        _ found: ApplicantIndexCheck.Sheet,
        in inspection: any StoreInspection
    ) throws -> String? {
        let stored = try inspection.vaultTerms(of: sheet.number)
        return judge(stored, id, found, by: terms?.former, mayLack: !hasFormer).map {
            "\(dossier.code): before a correction: \($0)"
        }
    }

    /// Counts the terms of a sheet and holds them against it.
    private mutating func judge(
        _ stored: [InspectedTerm],
        _ id: StreamID,
        _ found: ApplicantIndexCheck.Sheet,
        by terms: PersonTerms?,
        mayLack: Bool
    ) -> String? {
        count += stored.count
        guard stored.allSatisfy({ $0.dossier == id }) else {
            return "by numbers of its persons another dossier is found"
        }
        if found == .erased, !stored.isEmpty { return "it is found by numbers that were erased" }
        guard let terms, case .readable(let sheet) = found else { return nil }
        if stored.isEmpty, mayLack { return nil }
        return stored.map(\.term) == Set(terms.terms(of: sheet)).sorted()
            ? nil : "it is found by other numbers than its persons'"
    }

    /// What is wrong with the terms beside those of sheets; nil if nothing is.
    func checkEnd(in inspection: any StoreInspection) throws -> String? {
        let all = try inspection.vaultTermCount()
        return all == count ? nil : "numbers of persons: \(all) terms, \(count) belong to sheets in use"
    }
}

/// The check of what dossiers are found by, which takes each sheet from the vault once (kiểm tra chỉ mục người nộp).
struct ApplicantIndexCheck {
    /// A sheet of a dossier.
    enum Sheet: Hashable {
        /// It was erased.
        case erased
        /// Without its key, or because it was changed, nothing is known of it.
        case closed
        /// It was read.
        case readable(ApplicantSheet)
    }

    private let keys: VaultKeyRing
    private let names: NameTokenCheck
    private var numbers: PersonTermCheck
    private var replaced: [VaultReference] = []

    /// Prepares the check.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read.
    init(in inspection: any StoreInspection, keys: VaultKeyRing) throws {
        self.keys = keys
        names = try NameTokenCheck(in: inspection, keys: keys)
        numbers = try PersonTermCheck(in: inspection, keys: keys)
    }

    /// Forgets the dossier before.
    mutating func beginDossier() { replaced.removeAll(keepingCapacity: true) }

    /// Takes a sheet that a correction of the dossier at hand replaced.
    mutating func take(replaced sheet: VaultReference) { replaced.append(sheet) }

    /// What is wrong with what a dossier is found by.
    mutating func defects(
        of dossier: Dossier,
        _ id: StreamID,
        in inspection: any StoreInspection
    ) throws -> [String] {
        let sheet = try self.sheet(dossier.applicant, in: inspection)
        var defects = [
            try names.defect(of: dossier, id, sheet, in: inspection),
            try numbers.defect(of: dossier, id, sheet, in: inspection),
        ]
        for former in replaced {
            let sheet = try self.sheet(former, in: inspection)
            defects.append(try numbers.defect(ofReplaced: former, of: dossier, id, sheet, in: inspection))
        }
        return defects.compactMap { $0 }
    }

    private func sheet(_ reference: VaultReference, in inspection: any StoreInspection) throws -> Sheet {
        guard let entry = try inspection.vaultEntry(reference.number) else { return .erased }
        return NameIndexing.sheet(of: entry, keys: keys).map(Sheet.readable) ?? .closed
    }

    /// What is wrong beside what belongs to dossiers; nil if nothing is.
    func checkEnd(in inspection: any StoreInspection) throws -> String? { try numbers.checkEnd(in: inspection) }
}

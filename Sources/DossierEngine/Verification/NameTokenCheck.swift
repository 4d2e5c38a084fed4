import DossierDomain

/// The check of the index of names (kiểm tra chỉ mục tên): what was erased is in it no more, and with the key, that
/// every dossier stands under the words of its names and no others.
struct NameTokenCheck {
    private let position: Int64
    private let tokens: NameTokens?

    /// Prepares the check; without the keys only what is seen without them is looked at.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read.
    init(in inspection: any StoreInspection, keys: VaultKeyRing) throws {
        position = try NameIndexing.position(in: inspection)
        let stored = try inspection.storedHashKey(.name)
        // A key that was changed is named by the check of the keys.
        tokens = stored.flatMap { try? $0.opened(for: .name, with: keys) }.map(NameTokens.init(key:))
    }

    /// What is wrong with a dossier in the index, in words; nil if nothing is.
    ///
    /// - Parameters:
    ///   - dossier: The dossier as its events give it.
    ///   - id: Its stream.
    ///   - found: Its sheet.
    ///   - inspection: The store.
    /// - Returns: The defect.
    /// - Throws: ``StoreError`` if the store cannot be read.
    func defect(
        of dossier: Dossier,
        _ id: StreamID,
        _ found: ApplicantIndexCheck.Sheet,
        in inspection: any StoreInspection
    ) throws -> String? {
        let stored = try inspection.nameTokens(of: id)
        guard found != .erased else {
            return stored.isEmpty ? nil : "\(dossier.code): it is found by a name that was erased"
        }
        // Behind the position the newest sheet has not been looked at yet. One that cannot be read is named elsewhere.
        guard let tokens, dossier.applicant.number <= position, case .readable(let sheet) = found else { return nil }
        return stored == tokens.tokens(of: sheet) ? nil : "\(dossier.code): it is found by other words than its names"
    }
}

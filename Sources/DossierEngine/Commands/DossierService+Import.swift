public import DossierDomain
public import WorkingCalendar

/// The keyed hashes by which a row of an older register is known again (dấu nhận dạng dòng sổ).
public struct ImportFingerprint: Hashable, Sendable {
    /// The hash of what the row says, under which it is remembered.
    public let digest: Digest
    /// The hash of its cells as typed, under which earlier programs remembered it.
    public let asTyped: Digest

    /// Creates a fingerprint.
    public init(digest: Digest, asTyped: Digest) {
        self.digest = digest
        self.asTyped = asTyped
    }
}

/// A row of an older register (dòng sổ tiếp nhận cũ), judged and ready to become a dossier.
public struct ImportRow: Sendable {
    /// What was typed, judged by the rules of the day of receipt.
    public let intake: Intake
    /// When it was received.
    public let receiptAt: Instant
    /// By what the row is known again.
    public let fingerprint: ImportFingerprint

    /// Creates a row.
    public init(intake: Intake, receiptAt: Instant, fingerprint: ImportFingerprint) {
        self.intake = intake
        self.receiptAt = receiptAt
        self.fingerprint = fingerprint
    }
}

/// What became of a row of an older register (kết quả nhập dòng sổ cũ).
public enum ImportOutcome: Hashable, Sendable {
    /// It is a received dossier now.
    case added(DossierCode)
    /// It was taken over before; nothing was changed.
    case known
    /// It was taken over before for another commune than the one named; nothing was changed.
    case knownElsewhere(CommuneID)
    /// The rules refuse it; nothing of it was written.
    case refused(DossierRejection)
}

extension DossierService {
    /// Takes over rows of an older register as received dossiers, all in one transaction.
    ///
    /// Codes get their serials in the order of the rows. A refused row takes no serial and harms no other. May be
    /// called again with the same rows, also after a crash: those that were taken over change nothing. A row that names
    /// a commune is of that commune's desk if its procedure begins at one, any other is of the district's.
    ///
    /// - Parameter rows: The rows; some hundreds at most, because nobody else writes meanwhile.
    /// - Returns: What became of each, in the same order.
    /// - Throws: ``StoreError``; then no row was taken over.
    public func importRows(_ rows: [ImportRow]) async throws -> [ImportOutcome] {
        try await counted("import") {
            let openings = try rows.map { row in
                try opening(of: row.intake, at: desk(of: row.intake), by: .importer, receiptAt: row.receiptAt)
            }
            let refusals = try zip(rows, openings).map { row, opening in
                try refusal(of: opening, receivedAt: row.receiptAt)
            }
            return try await store.transact { [self] transaction in
                try rows.indices.map { index -> ImportOutcome in
                    let fingerprint = rows[index].fingerprint
                    if let known = try Self.dossier(of: fingerprint, in: transaction) {
                        return try outcome(of: rows[index].intake, knownAs: known, in: transaction)
                    }
                    if let refusal = refusals[index] { return .refused(refusal) }
                    let opened = try open(openings[index], at: clock.now, in: transaction)
                    try transaction.markImported(fingerprint.digest, dossier: opened.id)
                    return .added(opened.dossier.code)
                }
            }
        }
    }

    /// Whether a row became a dossier for a commune that is no more (dòng của xã đã sáp nhập), by whose name nobody can
    /// find it any more.
    ///
    /// - Parameter fingerprint: By what the row is known again.
    /// - Returns: Whether it is one; true also if the dossier is damaged, which `verify` names.
    /// - Throws: ``StoreError``.
    public func isKnownOfFormerCommune(_ fingerprint: ImportFingerprint) async throws -> Bool {
        try await store.read { [rules] snapshot in
            guard let dossier = try Self.dossier(of: fingerprint, in: snapshot) else { return false }
            let isOfFormer = try snapshot.legible { () -> Bool in
                guard let stored = try snapshot.dossier(dossier) else { return true }
                return try rules.organisation.commune(stored.dossier().registration.commune) == nil
            }
            return isOfFormer ?? true
        }
    }

    /// The dossier that a row became, whichever program took it over; nil if none did.
    private static func dossier(
        of fingerprint: ImportFingerprint,
        in snapshot: any StoreSnapshot
    ) throws -> StreamID? {
        if let known = try snapshot.importedDossier(fingerprint.digest) { return known }
        return try snapshot.importedDossier(fingerprint.asTyped)
    }

    /// The desk that received a row: where the procedure begins at a desk of communes, that of the commune named.
    private func desk(of intake: Intake) -> UnitPlace {
        let organisation = rules.organisation
        guard let commune = intake.commune, case .unit(let unit) = intake.procedure.route.intake.performer,
            organisation.isDesk(unit), organisation.units[unit]?.isPerCommune == true
        else { return UnitPlace(unit: organisation.districtDesk, commune: nil) }
        return UnitPlace(unit: unit, commune: commune)
    }

    /// What becomes of a row that is a dossier already.
    ///
    /// Where nobody names a commune nobody can name a wrong one: the default commune may be another than it was. A row
    /// taken over for a commune that is no more may name whatever commune took its place. One whose dossier is damaged
    /// holds up nobody else: `verify` names that dossier.
    private func outcome(
        of intake: Intake,
        knownAs dossier: StreamID,
        in transaction: any StoreTransaction
    ) throws -> ImportOutcome {
        guard let named = intake.commune else { return .known }
        let found = try transaction.legible { () -> CommuneID? in
            guard let stored = try transaction.dossier(dossier) else { return nil }
            return try DossierCodec.decode(stored.state).communeOfSteps
        }
        guard let commune = found ?? nil, commune != named, rules.organisation.commune(commune) != nil
        else { return .known }
        return .knownElsewhere(commune)
    }

    /// Why a dossier would be refused; nil if it would not.
    ///
    /// Rows that share a transaction share its fate, so each is decided once before anything is written, with the first
    /// code of its day and empty references in place of what is not allocated yet: neither has a part in a refusal.
    private func refusal(of opening: Opening, receivedAt: Instant) throws -> DossierRejection? {
        guard let identifier = rules.organisation.identifierCode(of: opening.desk) else {
            return .forbidden(Denial(.registeringDesk))
        }
        let date = LocalDateTime(receivedAt).date
        guard let regime = rules.regime(on: date) else { return .regimeNotInForce(on: date) }
        let code = try Self.code(of: regime, identifier: identifier, date: date, serial: 1)
        let nowhere = VaultReference(number: 0, commitment: Digest.zero.hexadecimal)
        let command = command(for: opening, under: regime, applicant: nowhere, pin: nowhere)
        let context = try context(for: opening, under: regime, now: clock.now)
        do throws(DossierRejection) {
            _ = try command.decide(code: code, in: context)
            return nil
        } catch {
            return error
        }
    }
}

public import DossierDomain

/// One event of a dossier as staff may read it (một dòng lịch sử).
public struct HistoryEntry: Sendable {
    /// What happened.
    public let event: DossierEvent
    /// Its place in the chain.
    public let link: ChainLink
    /// The hash of its canonical form.
    public let hash: Digest
    /// The typed words it points at; nil if there are none or they were erased.
    public let texts: TypedTexts?
    /// The leader's reason for finishing late without an apology, if any.
    public let overrideReason: String?
    /// Who did it, where it was somebody of the staff.
    public let username: String?
    /// The officer it names for a step, if any.
    public let assignee: String?
}

/// A page of a dossier's history (trang lịch sử).
public struct HistoryPage: Sendable {
    /// The entries, oldest first.
    public let entries: [HistoryEntry]
    /// The regime that names the statuses.
    public let regime: Regime
    /// How much of the personal data whoever asks is shown.
    public let view: PersonalDataView
    /// The position after which the list goes on; nil at its end.
    public let next: Int?
}

extension DossierQueries {
    /// A dossier's events with their hashes, oldest first.
    ///
    /// - Parameters:
    ///   - code: The dossier.
    ///   - position: The position after which the list goes on; 0 for its beginning.
    ///   - limit: How many at most.
    ///   - account: Who asks.
    /// - Returns: The page.
    /// - Throws: As ``file(_:for:)``; `StoredFormDefect` if an event cannot be read.
    public func history(
        of code: DossierCode,
        after position: Int,
        limit: Int,
        for account: Account
    ) async throws -> HistoryPage {
        try await store.read { [self] snapshot in
            let (id, dossier) = try visible(code, to: account, in: snapshot)
            let view = view(of: dossier, for: account, at: .file)
            return try history(of: dossier, id, view, after: position, limit: limit, in: snapshot)
        }
    }

    /// The same of a dossier that whoever asks may see, as much of it as he is shown.
    func history(
        of dossier: Dossier,
        _ id: StreamID,
        _ view: PersonalDataView,
        after position: Int,
        limit: Int,
        in snapshot: any StoreSnapshot
    ) throws -> HistoryPage {
        let names = try Self.hiddenNames(of: dossier, view, in: snapshot)
        let page = try snapshot.events(of: id, after: position, limit: limit + 1)
        let entries = try page.prefix(limit).map { try entry($0, view, hiding: names, in: snapshot) }
        return HistoryPage(
            entries: entries,
            regime: rules.regime(dossier.registration.regime),
            view: view,
            next: page.count > limit ? entries.last?.link.position : nil
        )
    }

    /// An event as whoever asks is shown it.
    ///
    /// - Throws: ``StoreError``; ``StoredFormDefect``.
    func entry(
        _ bytes: [UInt8],
        _ view: PersonalDataView,
        hiding names: [String],
        in snapshot: any StoreSnapshot
    ) throws -> HistoryEntry {
        let (event, link) = try EventCodec.decode(bytes)
        var username: String?
        if case .account(let id) = event.by { username = try snapshot.account(id)?.username }
        var assignee: String?
        if case .assigned(_, let id) = event.fact { assignee = try snapshot.account(id)?.username }
        return HistoryEntry(
            event: event,
            link: link,
            hash: Digest.of(bytes),
            texts: try texts(of: event.fact, in: snapshot)?.shown(view, hiding: names),
            overrideReason: try overrideReason(of: event.fact, in: snapshot)?.shown(view, hiding: names).reason,
            username: username,
            assignee: assignee
        )
    }

    private func texts(of fact: DossierFact, in snapshot: any StoreSnapshot) throws -> TypedTexts? {
        switch fact {
        case .refused(let reference), .withdrawn(let reference), .stopped(let reference), .apologised(let reference, _),
            .voided(let reference), .stepReturned(_, _, let reference), .supplementRequested(let reference),
            .supplementReceived(let reference), .paymentRequested(_, let reference), .paymentConfirmed(let reference),
            .handedOver(let reference), .corrected(_, _, let reference):
            return try Vault.texts(reference, in: snapshot)
        case .stepCompleted(let completion): return try merged(completion, in: snapshot)
        case .registered, .accepted, .assigned, .pinRenewed, .becameOverdue, .stepBecameOverdue, .warned, .rescheduled,
            .transferred:
            return nil
        }
    }

    private func overrideReason(of fact: DossierFact, in snapshot: any StoreSnapshot) throws -> TypedTexts? {
        guard case .stepCompleted(let completion) = fact else { return nil }
        return try Vault.texts(completion.overrideReason, in: snapshot)
    }

    /// A completion may point at two entries that are shown together: note and result.
    private func merged(_ completion: StepCompletion, in snapshot: any StoreSnapshot) throws -> TypedTexts? {
        var texts = try Vault.texts(completion.result?.text, in: snapshot) ?? TypedTexts()
        texts.note = try Vault.texts(completion.note, in: snapshot)?.note
        return texts == TypedTexts() ? nil : texts
    }
}

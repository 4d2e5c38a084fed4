public import DossierDomain
import WorkingCalendar

/// Shows dossiers to staff and puts on record that it did (nhật ký xem hồ sơ): what is answered is on disk as read.
///
/// Readings of one part of one dossier by one account in one capacity within a while count as one, so that a screen
/// that asks again and again does not flood the history.
public struct ReadingLog: Sendable {
    private let store: any DossierStore
    private let queries: DossierQueries
    private let vault: Vault
    private let clock: any WallClock
    private let gatheringSeconds: Int64

    /// Creates the log.
    ///
    /// - Parameters:
    ///   - store: Where readings are kept.
    ///   - queries: What staff may see.
    ///   - clock: The time of the service.
    ///   - entropy: Where the salts of reasons come from.
    ///   - gatheringMinutes: Within which time readings count as one; 0 for each by itself.
    public init(
        store: any DossierStore,
        queries: DossierQueries,
        clock: any WallClock,
        entropy: any EntropySource,
        gatheringMinutes: Int
    ) {
        self.store = store
        self.queries = queries
        self.clock = clock
        vault = Vault(keys: store.vaultKeys, entropy: entropy)
        gatheringSeconds = Int64(gatheringMinutes) * 60
    }

    /// A whole dossier, once its reading is on record.
    ///
    /// - Parameters:
    ///   - code: The dossier.
    ///   - account: Who reads it.
    ///   - reason: Why, if he says so, already judged.
    /// - Returns: The dossier, masked for whoever has no part in it.
    /// - Throws: As ``DossierQueries/file(_:for:)``; ``StoreError`` also if the reading cannot be recorded.
    public func file(_ code: DossierCode, for account: Account, reason: String?) async throws -> DossierFile {
        try await shown(.file, of: code, to: account, because: reason) { dossier, _, view, snapshot in
            try DossierFile(dossier, view, takesLaterPapers: true, in: snapshot)
        }
    }

    /// A page of a dossier's history, once its reading is on record.
    ///
    /// - Parameters:
    ///   - code: The dossier.
    ///   - position: The position after which the list goes on; 0 for its beginning.
    ///   - limit: How many at most.
    ///   - account: Who reads it.
    ///   - reason: Why, if he says so, already judged.
    /// - Returns: As ``DossierQueries/history(of:after:limit:for:)``.
    /// - Throws: The same; ``StoreError`` also if the reading cannot be recorded.
    public func history(
        of code: DossierCode,
        after position: Int,
        limit: Int,
        for account: Account,
        reason: String?
    ) async throws -> HistoryPage {
        try await shown(.history, of: code, to: account, because: reason) { [queries] dossier, id, view, snapshot in
            try queries.history(of: dossier, id, view, after: position, limit: limit, in: snapshot)
        }
    }

    /// What is shown of a dossier, once its reading is on record or counts as one that is; in one look, because most
    /// do.
    private func shown<Shown: Sendable>(
        _ part: DossierReading.Part,
        of code: DossierCode,
        to account: Account,
        because reason: String?,
        _ show: @escaping @Sendable (Dossier, StreamID, PersonalDataView, any StoreSnapshot) throws -> Shown
    ) async throws -> Shown {
        let (shown, unrecorded) = try await store.read { [self] snapshot -> (Shown, Wish?) in
            let now = clock.now
            let (id, dossier) = try queries.visible(code, to: account, in: snapshot)
            let (post, view) = account.staff(at: now).reading(of: dossier, in: queries.rules.organisation, at: .file)
            let reader = account.own.initiator
            let wish = Wish(id: id, code: code, part: part, view: view, reader: reader, post: post, reason: reason)
            let shown = try show(dossier, id, view, snapshot)
            return (shown, try isGathered(wish, now: now, in: snapshot) ? nil : wish)
        }
        if let unrecorded { try await record(unrecorded) }
        return shown
    }

    /// Records a reading, unless it counts by now as one that is recorded.
    private func record(_ wish: Wish) async throws {
        let sealed = try wish.reason.map { try vault.seal(TypedTexts(reason: $0).stored) }
        try await store.transact { [self] transaction in
            // Of two requests at once the second one finds what the first one wrote, which is no later than this.
            let now = clock.now
            if try isGathered(wish, now: now, in: transaction) { return }
            let reading = DossierReading(
                at: now,
                by: wish.reader,
                dossier: wish.code,
                part: wish.part,
                view: wish.view,
                role: wish.post?.role,
                place: wish.post?.place,
                reason: try sealed.map { try Vault.put($0, of: wish.id, in: transaction) }
            )
            try transaction.record(reading, of: wish.id)
        }
    }

    /// What is about to be recorded.
    private struct Wish: Sendable {
        let id: StreamID
        let code: DossierCode
        let part: DossierReading.Part
        let view: PersonalDataView
        let reader: Initiator
        let post: Actor?
        let reason: String?
    }

    /// Whether a reading counts as the last one of its reader: of the same view in the same capacity, not long ago, and
    /// with no reason that is not on record.
    private func isGathered(_ wish: Wish, now: Instant, in snapshot: any StoreSnapshot) throws -> Bool {
        guard gatheringSeconds > 0,
            let event = try snapshot.lastReading(of: wish.id, part: wish.part, by: wish.reader.storedName)
        else { return false }
        let last = try DossierReading(stored: event.body)
        guard last.view == wish.view, last.role == wish.post?.role, last.place == wish.post?.place, last.at <= now,
            now < last.at.adding(seconds: gatheringSeconds)
        else { return false }
        guard let reason = wish.reason else { return true }
        return try Vault.texts(last.reason, in: snapshot)?.reason == reason
    }
}

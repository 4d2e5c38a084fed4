public import DossierDomain
import WorkingCalendar

/// Shows dossiers to staff and puts on record that it did (nhật ký xem hồ sơ): what is answered is on disk as read.
///
/// Readings of one part of one dossier by one account within a while count as one, so that a screen that asks again and
/// again does not flood the history.
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
        let file = try await queries.file(code, for: account)
        try await note(code, .file, file.view, by: account, reason: reason)
        return file
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
        let page = try await queries.history(of: code, after: position, limit: limit, for: account)
        try await note(code, .history, page.view, by: account, reason: reason)
        return page
    }

    /// Records a reading, unless it counts as one that is recorded.
    private func note(
        _ code: DossierCode,
        _ part: DossierReading.Part,
        _ view: PersonalDataView,
        by account: Account,
        reason: String?
    ) async throws {
        let now = clock.now
        let initiator = account.own.initiator
        let wish = Wish(code: code, part: part, view: view, reader: initiator.storedName, reason: reason)
        if try await store.read({ [self] in try isGathered(wish, now: now, in: $0) }) { return }
        let sealed = try reason.map { try vault.seal(TypedTexts(reason: $0).stored) }
        try await store.transact { [self] transaction in
            // Of two requests at once the second one finds what the first one wrote.
            if try isGathered(wish, now: now, in: transaction) { return }
            let (id, dossier) = try queries.visible(code, to: account, in: transaction)
            let post = account.staff(at: now).reading(of: dossier, in: queries.rules.organisation, at: .file).actor
            let reading = DossierReading(
                at: now,
                by: initiator,
                dossier: code,
                part: part,
                view: view,
                role: post?.role,
                place: post?.place,
                reason: try sealed.map { try Vault.put($0, of: id, in: transaction) }
            )
            try transaction.record(reading, of: id)
        }
    }

    /// What is about to be recorded.
    private struct Wish: Sendable {
        let code: DossierCode
        let part: DossierReading.Part
        let view: PersonalDataView
        let reader: String
        let reason: String?
    }

    /// Whether a reading counts as the last one of its reader: of the same view, not long ago, and with no reason that
    /// is not on record.
    private func isGathered(_ wish: Wish, now: Instant, in snapshot: any StoreSnapshot) throws -> Bool {
        guard gatheringSeconds > 0, let id = try snapshot.dossier(wish.code)?.id,
            let event = try snapshot.lastReading(of: id, part: wish.part, by: wish.reader)
        else { return false }
        let last = try DossierReading(stored: event.body)
        guard last.view == wish.view, last.at <= now, now < last.at.adding(seconds: gatheringSeconds) else {
            return false
        }
        guard let reason = wish.reason else { return true }
        return try Vault.texts(last.reason, in: snapshot)?.reason == reason
    }
}

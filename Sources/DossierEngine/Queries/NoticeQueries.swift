public import DossierDomain
import WorkingCalendar

/// What the ladder told an account (thông báo của cán bộ), and what it has read.
public struct NoticeQueries: Sendable {
    private let store: any DossierStore
    private let clock: any WallClock
    private let renderer: NoticeRenderer

    /// Creates the queries.
    public init(store: any DossierStore, rules: Rules, clock: any WallClock) {
        self.store = store
        self.clock = clock
        renderer = NoticeRenderer(rules: rules)
    }

    /// The notices to an account, newest first.
    ///
    /// - Parameters:
    ///   - before: Where the list goes on; nil for its beginning.
    ///   - limit: How many at most.
    ///   - isUnreadOnly: Whether those already read are left out.
    ///   - account: Who asks.
    /// - Returns: The notices, and where the list goes on; nil at its end.
    /// - Throws: ``StoreError``, ``StoredFormDefect``.
    public func notices(
        before: Int64?,
        limit: Int,
        isUnreadOnly: Bool,
        for account: Account
    ) async throws -> (entries: [NoticeEntry], next: Int64?) {
        let filter = NoticeFilter(
            recipients: recipients(of: account),
            reader: account.id,
            isUnreadOnly: isUnreadOnly
        )
        return try await store.read { [renderer] snapshot in
            let page = try snapshot.notices(filter, before: before, limit: limit + 1)
            let entries = try page.prefix(limit).compactMap { row in
                try snapshot.legible { try renderer.entry(row, in: snapshot) }
            }
            return (entries, page.count > limit ? page[limit - 1].notice.number : nil)
        }
    }

    /// Marks a notice as read; may be called twice.
    ///
    /// - Parameters:
    ///   - number: The notice.
    ///   - olderToo: Whether all older ones to him are marked with it.
    ///   - account: Who has read it; one notice to a whole unit is marked for him alone.
    /// - Throws: ``RequestRefusal/noticeNotFound`` if there is none of that number to him, ``StoreError``.
    public func markRead(_ number: Int64, olderToo: Bool = false, by account: Account) async throws {
        let recipients = recipients(of: account)
        let names = recipients.map(\.storedName)
        try await store.transact { transaction in
            guard let notice = try transaction.notice(number), names.contains(notice.recipient) else {
                throw RequestRefusal.noticeNotFound
            }
            if olderToo {
                try transaction.markRead(to: recipients, upTo: number, by: account.id)
            } else {
                try transaction.markRead(number, by: account.id)
            }
        }
    }

    /// The names under which somebody is addressed at present, in all his posts.
    private func recipients(of account: Account) -> [NoticeRecipient] {
        var recipients: [NoticeRecipient] = [.account(account.id)]
        func add(_ recipient: NoticeRecipient) { if !recipients.contains(recipient) { recipients.append(recipient) } }
        for actor in account.staff(at: clock.now).actors {
            if actor.role == .leader { add(.leaders) }
            guard let place = actor.place, actor.role != .admin else { continue }
            if actor.role == .head { add(.heads(place)) }
            add(.staff(place))
        }
        return recipients
    }
}

/// A notice ready to be shown (thông báo).
public struct NoticeEntry: Sendable {
    /// The notice.
    public let notice: Notice
    /// Whether the reader has marked it as read.
    public let isRead: Bool
    /// The dossier's code; nil for the digest.
    public let code: DossierCode?
    /// The dossier's commune; nil where it is of none, and for the digest.
    public let commune: CommuneID?
    /// The rung it tells of; nil for the digest.
    public let rung: Rung?
    /// Whether it demands the apology of the law.
    public let demandsApology: Bool
    /// What it tells, as it was when the rung fired.
    public let facts: NoticeFacts
    /// The usernames of the officers that it names.
    public let usernames: [AccountID: String]
    /// The sentence in Vietnamese.
    public let text: String
    /// The draft of the apology that it demands, in Vietnamese; nil if it demands none.
    public let apologyDraft: String?
}

public import DossierDomain
public import WorkingCalendar

/// One change of an account as administrators read it (một dòng lịch sử tài khoản).
public struct AccountChange: Sendable {
    /// When, by the time of the service.
    public let at: Instant
    /// Who made it.
    public let by: Initiator
    /// The name of whoever made it, where it was somebody of the staff.
    public let username: String?
    /// What happened, a word that never changes, for example `accountAssigned`.
    public let type: String
    /// What belongs to it, by name, in the order in which it was written: no secret, and no hash of one.
    public let details: [(name: String, text: String)]
    /// Its place in the one chain of all accounts and keys.
    public let link: ChainLink
    /// The hash of its canonical form.
    public let hash: Digest

    /// Who made it, in one word: a name, or `program` for the program and its commands.
    public var author: String { username ?? by.storedName }
}

/// Looks for the changes of one account among those of all (lịch sử tài khoản).
///
/// Accounts and keys have one stream together, of which an event is found by its place alone: so a page looks at a
/// bounded number of them, whosesoever they are, and may end before it is full.
struct AccountHistory {
    /// How many events one page looks at, at most.
    ///
    /// Source: project decision, 2026-11-30, because a district writes hundreds a year: nearly every page is full, and
    /// none takes longer the more years there are.
    static let examinedEvents = 2_000
    /// How many events are read at once.
    private static let pageSize = 200
    /// The details that are told; whatever a later program writes beside them is not told unseen.
    private static let toldDetails: Set<String> = [
        "role", "place", "mustChangePassword", "reason", "posting", "kind", "from", "until", "session",
    ]

    private let account: AccountID

    /// Creates the history of an account.
    init(of account: AccountID) { self.account = account }

    /// A page of the account's changes, oldest first.
    ///
    /// - Parameters:
    ///   - position: The place in the stream behind which the list goes on; 0 for its beginning.
    ///   - limit: How many at most, 1 or more.
    ///   - examined: How many events are looked at, at most, 1 or more.
    ///   - snapshot: The store.
    /// - Returns: The changes, perhaps fewer than asked for, and where the list goes on; nil at its end.
    /// - Throws: ``StoreError``; ``StoredFormDefect`` if an event cannot be read, which may be one of this account.
    func page(
        after position: Int,
        limit: Int,
        examining examined: Int = AccountHistory.examinedEvents,
        in snapshot: any StoreSnapshot
    ) throws -> (changes: [AccountChange], next: Int?) {
        guard let stream = try snapshot.stream(named: .accounts) else { return ([], nil) }
        let last = try snapshot.head(of: stream).count
        // Before anything is added to it: what a client sent as a cursor may be any number.
        var place = min(max(position, 0), last)
        let end = min(last, place + examined)
        var changes: [AccountChange] = []
        while place < end {
            let page = try snapshot.events(of: stream, after: place, limit: min(Self.pageSize, end - place))
            if page.isEmpty { throw StoreError(.damaged, "stream \(stream.number) has fewer than \(last) events") }
            for bytes in page {
                let (event, link) = try EventCodec.decodeSystem(bytes)
                if event.detail("account") == String(account.number) {
                    if changes.count == limit { return (changes, place) }
                    changes.append(try Self.change(event, link, Digest.of(bytes), in: snapshot))
                }
                place += 1
            }
        }
        return (changes, end < last ? end : nil)
    }

    private static func change(
        _ event: SystemEvent,
        _ link: ChainLink,
        _ hash: Digest,
        in snapshot: any StoreSnapshot
    ) throws -> AccountChange {
        var username: String?
        if case .account(let id) = event.by { username = try snapshot.account(id)?.username }
        return AccountChange(
            at: event.at,
            by: event.by,
            username: username,
            type: event.type,
            details: event.details.filter { toldDetails.contains($0.name) },
            link: link,
            hash: hash
        )
    }
}

extension AccountService {
    /// A page of what happened to an account, oldest first; of a disabled one too.
    ///
    /// - Parameters:
    ///   - username: Whose.
    ///   - position: Where the list goes on; 0 for its beginning.
    ///   - limit: How many at most.
    ///   - manager: Who asks.
    /// - Returns: The changes, perhaps fewer than asked for, and where the list goes on; nil at its end.
    /// - Throws: ``RequestRefusal/accountNotFound``, `DossierRejection.forbidden(_:)`, ``StoreError``;
    ///   ``StoredFormDefect`` if an event cannot be read.
    public func history(
        of username: String,
        after position: Int,
        limit: Int,
        for manager: AccountManager
    ) async throws -> (changes: [AccountChange], next: Int?) {
        try await store.read { snapshot in
            let account = try Self.managed(username, nil, by: manager, in: snapshot)
            return try AccountHistory(of: account.id).page(after: position, limit: limit, in: snapshot)
        }
    }
}

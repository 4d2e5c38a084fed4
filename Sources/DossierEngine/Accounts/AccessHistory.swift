public import DossierDomain
public import WorkingCalendar

/// One change of an account or a key as administrators read it (một dòng lịch sử tài khoản, khóa API).
public struct AccessChange: Sendable {
    /// When, by the time of the service.
    public let at: Instant
    /// Who made it.
    public let by: Initiator
    /// The name of whoever made it, where it was somebody of the staff.
    public let username: String?
    /// What happened, a word that never changes, for example `accountAssigned`.
    public let type: String
    /// What belongs to it, by name, in the order in which it was written: no secret, and no hash of one.
    ///
    /// Moments are in ISO 8601, days too.
    public let details: [(name: String, text: String)]
    /// Its place in the one chain of all accounts and keys.
    public let link: ChainLink
    /// The hash of its canonical form.
    public let hash: Digest

    /// Who made it, in one word: a name, or `program` for the program and its commands.
    public var author: String { username ?? by.storedName }
}

/// Looks for the changes of one account or key among those of all (lịch sử tài khoản, khóa API).
///
/// Accounts and keys have one stream together, of which an event is found by its place alone: so a page looks at a
/// bounded number of them, whosesoever they are, and may end before it is full.
struct AccessHistory {
    /// How many events one page looks at, at most.
    ///
    /// Source: project decision, 2026-11-30, because a district writes hundreds a year: nearly every page is full, and
    /// none takes longer the more years there are.
    static let examinedEvents = 2_000
    /// How many events are read at once.
    private static let pageSize = 200
    /// The details that are told; whatever a later program writes beside them is not told unseen.
    private static let toldDetails: Set<String> = [
        "role", "place", "mustChangePassword", "reason", "posting", "kind", "from", "until", "session", "scopes",
        "gateway", "prefix", "formerPrefix", "overlapUntil",
    ]
    /// Those of them that are told too, and written as milliseconds since 1970 UTC.
    private static let toldMoments: Set<String> = ["expiresAt", "formerExpiresAt", "olderEndedAt", "revokedAt"]

    /// The detail that names whose event it is.
    private let subject: (name: String, text: String)

    /// Creates the history of an account.
    init(of account: AccountID) { subject = ("account", String(account.number)) }

    /// Creates the history of a key.
    init(of key: KeyID) { subject = ("key", String(key.number)) }

    /// A page of the changes, oldest first.
    ///
    /// - Parameters:
    ///   - position: The place in the stream behind which the list goes on; 0 for its beginning.
    ///   - limit: How many at most, 1 or more.
    ///   - examined: How many events are looked at, at most, 1 or more.
    ///   - snapshot: The store.
    /// - Returns: The changes, perhaps fewer than asked for, and where the list goes on; nil at its end.
    /// - Throws: ``StoreError``; ``StoredFormDefect`` if an event cannot be read, which may be one of those asked for.
    func page(
        after position: Int,
        limit: Int,
        examining examined: Int = AccessHistory.examinedEvents,
        in snapshot: any StoreSnapshot
    ) throws -> (changes: [AccessChange], next: Int?) {
        guard let stream = try snapshot.stream(named: .accounts) else { return ([], nil) }
        let last = try snapshot.head(of: stream).count
        // Before anything is added to it: what a client sent as a cursor may be any number.
        var place = min(max(position, 0), last)
        let end = min(last, place + examined)
        var changes: [AccessChange] = []
        while place < end {
            let page = try snapshot.events(of: stream, after: place, limit: min(Self.pageSize, end - place))
            if page.isEmpty { throw StoreError(.damaged, "stream \(stream.number) has fewer than \(last) events") }
            for bytes in page {
                let (event, link) = try EventCodec.decodeSystem(bytes)
                if event.detail(subject.name) == subject.text {
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
    ) throws -> AccessChange {
        var username: String?
        if case .account(let id) = event.by { username = try snapshot.account(id)?.username }
        var details: [(name: String, text: String)] = []
        for detail in event.details {
            if toldDetails.contains(detail.name) {
                details.append(detail)
            } else if toldMoments.contains(detail.name) {
                guard let milliseconds = Int64(detail.text) else { throw StoredFormDefect(member: detail.name) }
                details.append((name: detail.name, text: Instant(milliseconds: milliseconds).iso8601))
            }
        }
        return AccessChange(
            at: event.at,
            by: event.by,
            username: username,
            type: event.type,
            details: details,
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
    ) async throws -> (changes: [AccessChange], next: Int?) {
        try await store.read { snapshot in
            let account = try Self.managed(username, nil, by: manager, in: snapshot)
            return try AccessHistory(of: account.id).page(after: position, limit: limit, in: snapshot)
        }
    }
}

extension KeyService {
    /// A page of what happened to a key, oldest first; of one that was taken back too.
    ///
    /// - Parameters:
    ///   - name: Which key.
    ///   - position: Where the list goes on; 0 for its beginning.
    ///   - limit: How many at most.
    ///   - manager: Who asks.
    /// - Returns: The changes, perhaps fewer than asked for, and where the list goes on; nil at its end.
    /// - Throws: ``RequestRefusal/keyNotFound``, `DossierRejection.forbidden(_:)`, ``StoreError``;
    ///   ``StoredFormDefect`` if an event cannot be read.
    public func history(
        of name: String,
        after position: Int,
        limit: Int,
        for manager: AccountManager
    ) async throws -> (changes: [AccessChange], next: Int?) {
        try await store.read { snapshot in
            try manager.check(in: snapshot)
            guard let key = try snapshot.apiKey(named: name) else { throw RequestRefusal.keyNotFound }
            return try AccessHistory(of: key.id).page(after: position, limit: limit, in: snapshot)
        }
    }
}

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

/// What happened to accounts and keys (lịch sử tài khoản, khóa API), for whoever keeps them.
///
/// Accounts and keys have one stream together, of which an event is found by its place alone: so a page looks at a
/// bounded number of them, whosesoever they are, and may end before it is full.
public struct AccessHistory: Sendable {
    /// Whose history is asked for (đối tượng được tra cứu), by the name that it has, in any case.
    public enum Subject: Hashable, Sendable {
        /// An account, a disabled one too.
        case account(String)
        /// A key, one that was taken back too.
        case key(String)
    }

    /// How many events one page looks at, at most.
    ///
    /// Source: project decision, 2026-11-30, because a district writes hundreds a year: nearly every page is full, and
    /// none takes longer the more years there are.
    public static let examinedEvents = 2_000
    /// How many events are read at once.
    private static let pageSize = 200
    /// The details that are told; whatever a later program writes beside them is not told unseen.
    private static let toldDetails: Set<String> = [
        "role", "place", "formerRole", "formerPlace", "mustChangePassword", "reason", "posting", "kind", "from",
        "until", "session", "scopes", "gateway", "prefix", "formerPrefix", "overlapUntil",
    ]
    /// Those of them that are told too, and written as milliseconds since 1970 UTC.
    private static let toldMoments: Set<String> = ["expiresAt", "formerExpiresAt", "olderEndedAt", "revokedAt"]

    private let store: any DossierStore
    private let examined: Int

    /// Creates the history of the accounts and keys of a store.
    ///
    /// - Parameters:
    ///   - store: Where they are kept.
    ///   - examined: How many events one page looks at, at most; 1 or more.
    public init(of store: any DossierStore, examining examined: Int = examinedEvents) {
        self.store = store
        self.examined = examined
    }

    /// A page of what happened to an account or a key, oldest first.
    ///
    /// - Parameters:
    ///   - subject: Whose history.
    ///   - position: The place in the stream behind which the list goes on; 0 for its beginning.
    ///   - limit: How many at most, 1 or more.
    ///   - manager: Who asks.
    /// - Returns: The changes, perhaps fewer than asked for, and where the list goes on; nil at its end.
    /// - Throws: ``RequestRefusal/accountNotFound``, ``RequestRefusal/keyNotFound``,
    ///   `DossierRejection.forbidden(_:)`, ``StoreError``; ``StoredFormDefect`` if an event cannot be read, which may
    ///   be one of those asked for.
    public func page(
        of subject: Subject,
        after position: Int,
        limit: Int,
        for manager: AccountManager
    ) async throws -> (changes: [AccessChange], next: Int?) {
        try await store.read { [examined] snapshot in
            try manager.check(in: snapshot)
            let mark = try Self.mark(of: subject, in: snapshot)
            guard let stream = try snapshot.stream(named: .accounts) else { return ([], nil) }
            let last = try snapshot.head(of: stream).count
            // Before anything is added to it: what a client sent as a cursor may be any number.
            let start = min(max(position, 0), last)
            let end = min(last, start + examined)
            let found = try Self.changes(marked: mark, of: stream, in: start..<end, limit: limit, snapshot)
            return (found.changes, found.end < last ? found.end : nil)
        }
    }

    /// The detail of events that names whose they are.
    private static func mark(
        of subject: Subject,
        in snapshot: any StoreSnapshot
    ) throws -> (name: String, text: String) {
        switch subject {
        case .account(let name):
            guard let account = try snapshot.account(named: name) else { throw RequestRefusal.accountNotFound }
            return ("account", String(account.id.number))
        case .key(let name):
            guard let key = try snapshot.apiKey(named: name) else { throw RequestRefusal.keyNotFound }
            return ("key", String(key.id.number))
        }
    }

    /// The changes with a mark among the events behind some places, and the place up to which they were looked for.
    private static func changes(
        marked mark: (name: String, text: String),
        of stream: StreamID,
        in places: Range<Int>,
        limit: Int,
        _ snapshot: any StoreSnapshot
    ) throws -> (changes: [AccessChange], end: Int) {
        var place = places.lowerBound
        var changes: [AccessChange] = []
        while place < places.upperBound {
            let count = min(pageSize, places.upperBound - place)
            let page = try snapshot.events(of: stream, after: place, limit: count)
            if page.isEmpty { throw StoreError(.damaged, "stream \(stream.number) has no event after \(place)") }
            for bytes in page {
                let (event, link) = try EventCodec.decodeSystem(bytes)
                if event.detail(mark.name) == mark.text {
                    if changes.count == limit { return (changes, place) }
                    changes.append(try change(event, link, Digest.of(bytes), in: snapshot))
                }
                place += 1
            }
        }
        return (changes, place)
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

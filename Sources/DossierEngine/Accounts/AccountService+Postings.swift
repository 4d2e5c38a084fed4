public import DossierDomain
public import WorkingCalendar

/// A posting as it is asked for (điều động cần ghi), before it is judged.
public struct PostingDraft: Hashable, Sendable {
    /// Its kind.
    public let kind: Posting.Kind
    /// The unit.
    public let place: UnitPlace
    /// The first local date; nil for today.
    public let from: LocalDate?
    /// The last local date.
    public let until: LocalDate

    /// Creates a draft.
    public init(kind: Posting.Kind, place: UnitPlace, from: LocalDate?, until: LocalDate) {
        self.kind = kind
        self.place = place
        self.from = from
        self.until = until
    }
}

/// Secondments and acting heads (biệt phái, giao phụ trách): given for a time, and ended before it.
///
/// They count by the time of the service, as dossiers do, and hold from the next request on; sessions stay open.
extension AccountService {
    /// The longest posting unless something else is said, in days.
    ///
    /// Source: Law 22/2008/QH12 on cadres and civil servants, art. 53: a secondment lasts three years at most (full
    /// text unverified).
    public static let usualLongestPostingDays = 1_096
    /// The most postings of one account that hold or are to come.
    public static let maximumPostings = 20

    /// Gives an account a post for a time.
    ///
    /// - Parameters:
    ///   - draft: Which post, and when.
    ///   - username: Whose.
    ///   - versions: The versions of the account for which it is meant; nil for any.
    ///   - manager: Who gives it.
    ///   - request: The idempotency key, if the client sent one.
    /// - Returns: The posting, the account as it is then, and when that is; the first answer again for a repeated
    ///   request.
    /// - Throws: ``RequestRefusal/invalidFields(_:)`` for dates that cannot be, ``RequestRefusal/accountNotFound``,
    ///   ``RequestRefusal/postingNotPossible``, ``RequestRefusal/postingOverlaps``,
    ///   ``RequestRefusal/versionMismatch(current:)``, ``RequestRefusal/idempotencyKeyReused``,
    ///   `DossierRejection.forbidden(_:)`, ``StoreError``.
    public func post(
        _ draft: PostingDraft,
        to username: String,
        versions: [Int]? = nil,
        by manager: AccountManager,
        idempotency request: IdempotencyRequest? = nil
    ) async throws -> (posting: Posting, account: Account, asOf: Instant, isReplay: Bool) {
        let now = clock.now
        let longest = longestPostingDays
        let creation = try await creations.creation(request, by: manager.account, showsSecret: false)
        let made = try await store.transact { transaction -> MadePosting in
            try manager.check(in: transaction)
            if let made = try creation?.made(in: transaction) {
                return try Self.posting(made, of: username, in: transaction)
            }
            var account = try Self.managed(username, versions, by: manager, in: transaction)
            let today = LocalDateTime(now).date
            let from = draft.from ?? today
            if let defect = Self.defect(from: from, until: draft.until, today: today, longest: longest) {
                throw RequestRefusal.invalidFields([FieldError("until", defect)])
            }
            let open = try transaction.postings(of: account.id, lastingTo: today, limit: Self.maximumPostings)
            try Self.check(draft, for: account, holding: open.count)
            let wanted = Posting(
                id: PostingID(number: 0),
                kind: draft.kind,
                place: draft.place,
                from: from,
                until: draft.until
            )
            if open.contains(where: wanted.clashes) { throw RequestRefusal.postingOverlaps }
            let posting = try transaction.insert(wanted, of: account.id, at: now)
            let details = Self.details(of: posting)
            try Self.note("postingMade", posting, of: &account, at: now, by: manager, details, in: transaction)
            try creation?.remember(posting.id.number, version: account.version, in: transaction)
            return (posting, account, now, false)
        }
        forgetAll()
        return made
    }

    /// A posting with its account, when both are so, and whether this is the first answer again.
    private typealias MadePosting = (posting: Posting, account: Account, asOf: Instant, isReplay: Bool)

    /// A posting and its account as they were when the posting was made.
    private static func posting(
        _ made: RepeatableCreation.Made,
        of username: String,
        in snapshot: any StoreSnapshot
    ) throws -> MadePosting {
        guard var account = try snapshot.account(named: username),
            let posting = try snapshot.posting(PostingID(number: made.number), of: account.id),
            let asOf = try snapshot.instant(of: posting.id)
        else { throw StoreError(.damaged, "posting \(made.number) is missing") }
        account.version = made.version
        let first = Posting(
            id: posting.id,
            kind: posting.kind,
            place: posting.place,
            from: posting.from,
            until: posting.until
        )
        return (first, account, asOf, true)
    }

    /// Ends a posting at once; one that has ended or passed stays as it is, so that it may be called twice.
    ///
    /// - Parameters:
    ///   - id: Which.
    ///   - username: Whose.
    ///   - versions: The versions of the account for which it is meant; nil for any.
    ///   - manager: Who ends it.
    /// - Returns: The posting, and the account as it is then.
    /// - Throws: ``RequestRefusal/postingNotFound`` and as ``post(_:to:versions:by:idempotency:)``.
    public func endPosting(
        _ id: PostingID,
        of username: String,
        versions: [Int]? = nil,
        by manager: AccountManager
    ) async throws -> (posting: Posting, account: Account) {
        let now = clock.now
        let ended = try await store.transact { transaction -> (posting: Posting, account: Account) in
            var account = try Self.managed(username, versions, by: manager, in: transaction)
            guard let posting = try transaction.posting(id, of: account.id) else {
                throw RequestRefusal.postingNotFound
            }
            let state = posting.state(at: now)
            guard state == .coming || state == .inForce else { return (posting, account) }
            try transaction.endPosting(id, at: now)
            try Self.note("postingEnded", posting, of: &account, at: now, by: manager, in: transaction)
            guard let posting = try transaction.posting(id, of: account.id) else {
                throw StoreError(.damaged, "posting \(id.number) is missing")
            }
            return (posting, account)
        }
        forgetAll()
        return ended
    }

    /// A page of all postings of an account, newest first, those that have passed too.
    ///
    /// - Parameters:
    ///   - username: Whose.
    ///   - posting: Where the list goes on; nil for its beginning.
    ///   - limit: How many at most.
    ///   - manager: Who asks.
    /// - Returns: The postings, and where the list goes on; nil at its end.
    /// - Throws: ``RequestRefusal/accountNotFound``, `DossierRejection.forbidden(_:)`, ``StoreError``.
    public func postings(
        of username: String,
        before posting: PostingID?,
        limit: Int,
        for manager: AccountManager
    ) async throws -> (postings: [Posting], next: PostingID?) {
        try await store.read { snapshot in
            let account = try Self.managed(username, nil, by: manager, in: snapshot)
            let page = try snapshot.postings(of: account.id, before: posting, limit: limit + 1)
            return (Array(page.prefix(limit)), page.count > limit ? page[limit - 1].id : nil)
        }
    }

    /// What is wrong with the days of a posting; nil if nothing is.
    private static func defect(
        from: LocalDate,
        until: LocalDate,
        today: LocalDate,
        longest: Int
    ) -> FieldError.Code? {
        if until < from { return .beforeFrom }
        if until < today { return .datePast }
        return until.dayNumber - from.dayNumber < longest ? nil : .tooManyDays
    }

    /// Refuses a post that would be none: an administrator's, a leader's secondment, one's own.
    private static func check(
        _ draft: PostingDraft,
        for account: Account,
        holding count: Int
    ) throws(RequestRefusal) {
        guard isPossible(draft.kind, at: draft.place, for: account), count < maximumPostings else {
            throw .postingNotPossible
        }
    }

    /// Whether a post of a kind at a unit would be one for an account.
    static func isPossible(_ kind: Posting.Kind, at place: UnitPlace, for account: Account) -> Bool {
        let isOwn = account.place == place
        return switch (kind, account.role) {
        case (_, .admin), (.secondment, .leader): false
        case (.secondment, _): !isOwn
        case (.actingHead, let role): !(isOwn && role == .head)
        }
    }

    /// Ends the postings of an account that would be none beside the post that is its own now, with an event each.
    ///
    /// Who becomes head of the unit that he was seconded to would else be an officer there until the last day of it.
    ///
    /// - Parameters:
    ///   - account: The account as it was saved; its version is raised by each.
    ///   - now: The instant, in the time of the service.
    ///   - manager: Who gave it its post.
    ///   - transaction: Where it is written.
    /// - Throws: ``StoreError``.
    static func endImpossiblePostings(
        of account: inout Account,
        at now: Instant,
        by manager: AccountManager,
        in transaction: any StoreTransaction
    ) throws {
        let today = LocalDateTime(now).date
        let open = try transaction.postings(of: account.id, lastingTo: today, limit: maximumPostings)
        for posting in open where !isPossible(posting.kind, at: posting.place, for: account) {
            try transaction.endPosting(posting.id, at: now)
            try note("postingEnded", posting, of: &account, at: now, by: manager, in: transaction)
        }
    }

    /// What the event of a new posting tells of it.
    static func details(of posting: Posting) -> [(name: String, text: String)] {
        [
            ("kind", posting.kind.rawValue), ("place", posting.place.description), ("from", posting.from.iso8601),
            ("until", posting.until.iso8601),
        ]
    }

    /// Records a change of a posting, which raises the account's version.
    static func note(
        _ type: String,
        _ posting: Posting,
        of account: inout Account,
        at now: Instant,
        by manager: AccountManager,
        _ details: [(name: String, text: String)] = [],
        in transaction: any StoreTransaction
    ) throws {
        account.version += 1
        try transaction.save(account)
        account = try transaction.posted(account, at: now)
        let named = [(name: "posting", text: String(posting.id.number))] + details
        try note(type, account.id, named, at: now, by: manager.initiator, in: transaction)
    }
}

extension AccountSnapshot {
    /// The account with the postings that hold or are to come.
    ///
    /// - Throws: ``StoreError``.
    func posted(_ account: Account, at now: Instant) throws -> Account {
        var account = account
        account.postings = try postings(
            of: account.id,
            lastingTo: LocalDateTime(now).date,
            limit: AccountService.maximumPostings
        )
        return account
    }
}

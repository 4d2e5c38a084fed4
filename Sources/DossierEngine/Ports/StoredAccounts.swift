public import DossierDomain
public import WorkingCalendar

/// A staff account (tài khoản cán bộ).
public struct Account: Hashable, Sendable {
    /// Its number.
    public let id: AccountID
    /// The name used at sign-in, in any case; shown as it was first written.
    public let username: String
    /// The role.
    public var role: Role
    /// The unit it belongs to; nil for administrators and leaders of none.
    public var place: UnitPlace?
    /// The password's hash with its parameters, as the hasher wrote it.
    public var passwordHash: String
    /// Whether it may sign in.
    public var isActive: Bool
    /// Whether its password was given by somebody else, so that it is good for nothing but changing it.
    public var mustChangePassword: Bool
    /// Raised by every change, from 1.
    public var version: Int
    /// The key of another system that stands in an account's place; nil for a member of the staff.
    public let key: KeyID?
    /// The posts given for a time that hold or are to come; empty where nobody asked for them.
    public var postings: [Posting]

    /// Creates an account.
    public init(
        id: AccountID,
        username: String,
        role: Role,
        place: UnitPlace?,
        passwordHash: String,
        isActive: Bool,
        mustChangePassword: Bool = false,
        version: Int = 1,
        key: KeyID? = nil,
        postings: [Posting] = []
    ) {
        self.id = id
        self.username = username
        self.role = role
        self.place = place
        self.passwordHash = passwordHash
        self.isActive = isActive
        self.mustChangePassword = mustChangePassword
        self.version = version
        self.key = key
        self.postings = postings
    }

    /// What the account is by itself, without any posting.
    var own: Actor { Actor(initiator: key.map { .key($0) } ?? .account(id), role: role, place: place) }

    /// Who asks, in every post that the account has at a moment.
    ///
    /// - Parameter now: The moment, in the time of the service.
    /// - Returns: The member of the staff.
    public func staff(at now: Instant) -> StaffMember { StaffMember(own, postings: postings, at: now) }

    /// Whether its owner signs in by a password here, and not through a provider.
    var hasPassword: Bool { !passwordHash.isEmpty }

    /// Whether it may keep accounts.
    var isActiveAdministrator: Bool { role == .admin && isActive }
}

/// Somebody of the provider of single sign-on (danh tính đăng nhập một lần) and the account that is his.
public struct StoredIdentity: Hashable, Sendable {
    /// The keyed hash of issuer and subject.
    public let digest: Digest
    /// His account.
    public let account: AccountID
    /// The provider's moment of the newest word on role and unit that was heard, by its clock.
    public var toldAt: Instant
    /// Whether that word gives a role; without one nobody is let in.
    public var isMapped: Bool

    /// Creates an identity.
    public init(digest: Digest, account: AccountID, toldAt: Instant, isMapped: Bool) {
        self.digest = digest
        self.account = account
        self.toldAt = toldAt
        self.isMapped = isMapped
    }
}

/// A secondment (biệt phái) and whose it is.
public struct StoredSecondment: Hashable, Sendable {
    /// Who is seconded.
    public let account: AccountID
    /// Where to, and when.
    public let posting: Posting

    /// Creates a secondment.
    public init(account: AccountID, posting: Posting) {
        self.account = account
        self.posting = posting
    }
}

/// A signed-in session (phiên đăng nhập); only the token's hash is kept.
public struct Session: Hashable, Sendable {
    /// Its number, by which it is listed and ended.
    public let number: Int64
    /// The SHA-256 of the token.
    public let tokenHash: Digest
    /// Whose session it is.
    public let account: AccountID
    /// What kind of program signed in.
    public let client: String
    /// When it began, in machine time.
    public let createdAt: Instant
    /// When it was used last as far as is written, in machine time.
    public let lastUsedAt: Instant
    /// When it ends at the latest, in machine time.
    public let expiresAt: Instant

    /// Creates a session.
    public init(
        number: Int64,
        tokenHash: Digest,
        account: AccountID,
        client: String,
        createdAt: Instant,
        lastUsedAt: Instant,
        expiresAt: Instant
    ) {
        self.number = number
        self.tokenHash = tokenHash
        self.account = account
        self.client = client
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.expiresAt = expiresAt
    }
}

/// What can be asked about accounts and sessions, all as of one moment.
///
/// Every method throws ``StoreError`` if the store cannot be read.
public protocol AccountSnapshot {
    /// The account of a username, in any case.
    func account(named username: String) throws -> Account?
    /// The account of a number.
    func account(_ id: AccountID) throws -> Account?
    /// Accounts in the order in which they were made, after one; at most `limit`.
    func accounts(after account: AccountID?, limit: Int) throws -> [Account]
    /// The identity of a keyed hash.
    func identity(_ digest: Digest) throws -> StoredIdentity?
    /// How many administrators may sign in.
    func activeAdministratorCount() throws -> Int
    /// Postings of an account that were not ended and last to a date or beyond, in the order in which they were given;
    /// at most `limit`.
    func postings(of account: AccountID, lastingTo date: LocalDate, limit: Int) throws -> [Posting]
    /// All postings of an account, newest first, before one; at most `limit`.
    func postings(of account: AccountID, before posting: PostingID?, limit: Int) throws -> [Posting]
    /// Secondments that hold on one of the days at least, also those that were ended before their time, with whose they
    /// are, in the order in which they were given; at most `limit`. It walks all postings there ever were.
    func secondments(touching days: ClosedRange<LocalDate>, limit: Int) throws -> [StoredSecondment]
    /// A posting of an account.
    func posting(_ id: PostingID, of account: AccountID) throws -> Posting?
    /// When a posting was given, in the time of the service.
    func instant(of posting: PostingID) throws -> Instant?
    /// The session of a token's hash, however old.
    func session(_ tokenHash: Digest) throws -> Session?
    /// Sessions of an account, newest first, before a number, however old; at most `limit`.
    func sessions(of account: AccountID, before number: Int64?, limit: Int) throws -> [Session]
}

/// What can be changed about accounts and sessions, all or nothing.
///
/// Every method throws ``StoreError`` if the store cannot be written.
public protocol AccountTransaction {
    /// Makes an account of version 1.
    ///
    /// - Returns: Its number.
    func insertAccount(
        username: String,
        role: Role,
        place: UnitPlace?,
        passwordHash: String,
        mustChangePassword: Bool
    ) throws -> AccountID
    /// Saves a changed account; its number and name stay.
    func save(_ account: Account) throws
    /// Adds a posting of an account; its number is given by the store.
    ///
    /// - Returns: The posting with its number.
    func insert(_ posting: Posting, of account: AccountID, at instant: Instant) throws -> Posting
    /// Notes when a posting was ended before its time.
    func endPosting(_ id: PostingID, at instant: Instant) throws
    /// Keeps an identity, or the newest word about one; its account stays.
    func save(_ identity: StoredIdentity) throws
    /// Opens a session; its number is given by the store.
    ///
    /// - Returns: The session with its number.
    func open(_ session: SessionOpening) throws -> Session
    /// Notes when a session was used last; an earlier instant changes nothing.
    func noteUse(ofSession number: Int64, at instant: Instant) throws
    /// Ends one session; may be called twice.
    func deleteSession(_ tokenHash: Digest) throws
    /// Ends one session of an account.
    ///
    /// - Returns: Whether there was one.
    func deleteSession(_ number: Int64, of account: AccountID) throws -> Bool
    /// Ends an account's sessions, all but one.
    func deleteSessions(of account: AccountID, except kept: Digest?) throws
    /// Ends sessions that expired before an instant of machine time; at most `limit`.
    func deleteSessions(expiredBefore: Instant, limit: Int) throws
}

/// A session as it is opened (mở phiên).
public struct SessionOpening: Hashable, Sendable {
    /// The SHA-256 of the token.
    public let tokenHash: Digest
    /// Whose session it is.
    public let account: AccountID
    /// What kind of program signs in.
    public let client: String
    /// When it begins, in machine time.
    public let at: Instant
    /// When it ends at the latest, in machine time.
    public let expiresAt: Instant

    /// Creates an opening.
    public init(tokenHash: Digest, account: AccountID, client: String, at: Instant, expiresAt: Instant) {
        self.tokenHash = tokenHash
        self.account = account
        self.client = client
        self.at = at
        self.expiresAt = expiresAt
    }
}

extension AccountTransaction {
    /// Makes an account whose password is its owner's own.
    ///
    /// - Returns: Its number.
    /// - Throws: ``StoreError``.
    public func insertAccount(
        username: String,
        role: Role,
        place: UnitPlace?,
        passwordHash: String
    ) throws -> AccountID {
        try insertAccount(
            username: username,
            role: role,
            place: place,
            passwordHash: passwordHash,
            mustChangePassword: false
        )
    }
}

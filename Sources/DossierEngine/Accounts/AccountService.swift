public import DossierDomain
public import WorkingCalendar

/// Signs staff in and knows them again (đăng nhập và phiên làm việc).
///
/// A token is 32 random bytes; only its SHA-256 is stored, so that nobody who reads the database can use one.
/// Sessions count by the machine's time and survive a restart.
public struct AccountService: Sendable {
    /// The shortest password taken for accounts of a production installation, in characters.
    ///
    /// Source: NIST SP 800-63B.
    public static let minimumPasswordLength = 8
    /// The longest password taken, in bytes; scrypt would hash more, but nobody needs it.
    public static let maximumPasswordBytes = 256
    private static let tokenBytes = 32

    private let store: any DossierStore
    private let hasher: any PasswordHasher
    private let entropy: any EntropySource
    private let clock: any WallClock
    private let machineClock: any WallClock
    private let sessionMilliseconds: Int64
    private let limiter: AttemptLimiter
    private let cache: SessionCache
    /// What unknown users are checked against, so that they take as long as known ones.
    private let decoyHash: String

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - store: Where accounts are kept.
    ///   - hasher: Hashes passwords.
    ///   - entropy: Where tokens come from.
    ///   - clock: The time of the service, for the history.
    ///   - machineClock: The time of the machine, for sessions.
    ///   - sessionHours: How long a session lasts.
    ///   - limiter: Slows down guessing.
    /// - Throws: If the machine cannot hash passwords.
    public init(
        store: any DossierStore,
        hasher: any PasswordHasher,
        entropy: any EntropySource,
        clock: any WallClock,
        machineClock: any WallClock,
        sessionHours: Int,
        limiter: AttemptLimiter
    ) async throws {
        self.store = store
        self.hasher = hasher
        self.entropy = entropy
        self.clock = clock
        self.machineClock = machineClock
        sessionMilliseconds = Int64(sessionHours) * 3_600_000
        self.limiter = limiter
        cache = SessionCache()
        decoyHash = try await hasher.hash(Self.hexadecimal(entropy.bytes(Self.tokenBytes)))
    }

    /// Signs in.
    ///
    /// - Parameters:
    ///   - username: The name, in any case.
    ///   - password: The password.
    ///   - address: From where, to slow down guessing.
    /// - Returns: The token to send with every request, when it ends, and whose it is.
    /// - Throws: ``RequestRefusal/wrongCredentials``, ``RequestRefusal/tooManyAttempts(retryAfterSeconds:)``,
    ///   ``StoreError``.
    public func signIn(
        username: String,
        password: String,
        from address: String
    ) async throws -> (token: String, expiresAt: Instant, account: Account) {
        let name = username.lowercased()
        try limiter.attempt("account:" + name, from: address)
        let account = try await store.read { try $0.account(named: name) }
        let isRight = try await hasher.verify(password, against: account?.passwordHash ?? decoyHash)
        guard isRight, let account, account.isActive else {
            throw RequestRefusal.wrongCredentials
        }
        limiter.noteSuccess("account:" + name, from: address)
        let token = Self.hexadecimal(entropy.bytes(Self.tokenBytes))
        let expiresAt = machineClock.now.adding(milliseconds: sessionMilliseconds)
        let session = Session(tokenHash: Self.hash(of: token), account: account.id, expiresAt: expiresAt)
        try await store.transact { try $0.insert(session) }
        cache.keep(session, account: account, now: machineClock.now)
        return (token, expiresAt, account)
    }

    /// The account of a token.
    ///
    /// - Throws: ``RequestRefusal/unauthenticated`` if there is no such session or it has ended; ``StoreError``.
    public func authenticate(token: String) async throws -> Account {
        guard token.utf8.count == Self.tokenBytes * 2 else { throw RequestRefusal.unauthenticated }
        let hash = Self.hash(of: token)
        let now = machineClock.now
        if let known = cache.account(of: hash, now: now) { return known }
        let found = try await store.read { snapshot -> (Session, Account)? in
            guard let session = try snapshot.session(hash), session.expiresAt > now,
                let account = try snapshot.account(session.account), account.isActive
            else { return nil }
            return (session, account)
        }
        guard let (session, account) = found else { throw RequestRefusal.unauthenticated }
        cache.keep(session, account: account, now: now)
        return account
    }

    /// Ends the session of a token; may be called twice.
    ///
    /// - Throws: ``StoreError``.
    public func signOut(token: String) async throws {
        let hash = Self.hash(of: token)
        try await store.transact { try $0.deleteSession(hash) }
        cache.forget(hash)
    }

    /// Changes one's own password and ends all one's other sessions.
    ///
    /// - Parameters:
    ///   - current: The password so far.
    ///   - new: The new one.
    ///   - account: Whose.
    ///   - token: The session that stays.
    ///   - address: From where, to slow down guessing.
    /// - Throws: ``RequestRefusal/wrongCredentials``, ``RequestRefusal/weakPassword``,
    ///   ``RequestRefusal/tooManyAttempts(retryAfterSeconds:)``, ``StoreError``.
    public func changePassword(
        current: String,
        new: String,
        of account: Account,
        keeping token: String,
        from address: String
    ) async throws {
        let subject = "account:" + account.username.lowercased()
        try limiter.attempt(subject, from: address)
        guard try await hasher.verify(current, against: account.passwordHash) else {
            throw RequestRefusal.wrongCredentials
        }
        limiter.noteSuccess(subject, from: address)
        try Self.checkStrength(of: new, username: account.username)
        let hash = try await hasher.hash(new)
        let kept = Self.hash(of: token)
        let event = SystemEvent(
            at: clock.now,
            by: .account(account.id),
            type: "passwordChanged",
            details: [("account", String(account.id.number))]
        )
        try await store.transact { transaction in
            try transaction.setPasswordHash(hash, of: account.id)
            try transaction.deleteSessions(of: account.id, except: kept)
            try record(event, to: .accounts, in: transaction)
        }
        cache.forgetAll()
    }

    /// Makes an account.
    ///
    /// - Parameters:
    ///   - username: The name, shown as it is written and known in any case.
    ///   - password: The password; judged unless this is a demo account.
    ///   - role: The role.
    ///   - place: The unit.
    ///   - isDemo: Whether its password may equal its name.
    /// - Returns: The account's number; nil if the name is taken.
    /// - Throws: ``RequestRefusal/weakPassword``, ``StoreError``.
    public func create(
        username: String,
        password: String,
        role: Role,
        place: UnitPlace?,
        isDemo: Bool
    ) async throws -> AccountID? {
        if !isDemo { try Self.checkStrength(of: password, username: username) }
        // Looked at before the slow hash, and again inside the transaction, where it counts.
        guard try await store.read({ try $0.account(named: username) }) == nil else { return nil }
        let hash = try await hasher.hash(password)
        let now = clock.now
        return try await store.transact { transaction -> AccountID? in
            guard try transaction.account(named: username) == nil else { return nil }
            let id = try transaction.insertAccount(username: username, role: role, place: place, passwordHash: hash)
            let event = SystemEvent(
                at: now,
                by: .program,
                type: "accountCreated",
                details: [
                    ("account", String(id.number)), ("role", role.rawValue), ("place", place?.description ?? ""),
                ]
            )
            try record(event, to: .accounts, in: transaction)
            return id
        }
    }

    private static func checkStrength(of password: String, username: String) throws(RequestRefusal) {
        guard password.count >= minimumPasswordLength, password.utf8.count <= maximumPasswordBytes,
            password.lowercased() != username.lowercased(), Set(password).count > 2
        else { throw .weakPassword }
    }

    private static func hash(of token: String) -> Digest { Digest.of(Array(token.utf8)) }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

import DossierDomain
public import WorkingCalendar

/// Signs staff in and knows them again (đăng nhập và phiên làm việc), and keeps their accounts.
///
/// A token is 32 random bytes; only its SHA-256 is stored, so that nobody who reads the database can use one.
/// Sessions count by the machine's time and survive a restart.
public struct AccountService: Sendable {
    /// How long sessions last (thời hạn phiên), in milliseconds.
    public struct Lifetime: Hashable, Sendable {
        /// However much it is used.
        let absoluteMilliseconds: Int64
        /// Without being used.
        let idleMilliseconds: Int64

        /// Creates lifetimes.
        public init(hours: Int, idleMinutes: Int) {
            absoluteMilliseconds = Int64(hours) * 3_600_000
            idleMilliseconds = Int64(idleMinutes) * 60_000
        }
    }

    static let tokenBytes = 32
    /// By how much a clock may be set back, in milliseconds, without ending the sessions that began after that: an hour
    /// more does no harm, and a small correction shall send no desk back to the sign-in.
    private static let toleranceMilliseconds: Int64 = 3_600_000
    /// What stands for the machine itself where a network is asked for; behind it, where a reverse proxy stands,
    /// everybody may be.
    public static let ownNetwork = "local"

    let store: any DossierStore
    let hasher: any PasswordHasher
    let passwords: PasswordRules
    let entropy: any EntropySource
    let clock: any WallClock
    let machineClock: any WallClock
    let lifetime: Lifetime
    let limiter: AttemptLimiter
    /// How many days a posting may last.
    let longestPostingDays: Int
    let cache: FreshCache<(session: Session, account: Account)>
    /// The accounts of access tokens, by the tokens' hashes.
    let bearers: FreshCache<Account>
    let uses: UseBook<Int64>
    /// What unknown users are checked against, so that they take as long as known ones; empty where nobody signs in.
    private let decoyHash: String

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - store: Where accounts are kept.
    ///   - hasher: Hashes passwords.
    ///   - passwords: What a password must be.
    ///   - entropy: Where tokens come from.
    ///   - clock: The time of the service, for the history.
    ///   - machineClock: The time of the machine, for sessions.
    ///   - lifetime: How long a session lasts.
    ///   - limiter: Slows down guessing.
    ///   - longestPostingDays: How many days a secondment or an acting head may last, from the first to the last.
    ///   - signsIn: Whether anybody will sign in; a command that only keeps accounts spares itself the slow hash.
    /// - Throws: If the machine cannot hash passwords.
    public init(
        store: any DossierStore,
        hasher: any PasswordHasher,
        passwords: PasswordRules,
        entropy: any EntropySource,
        clock: any WallClock,
        machineClock: any WallClock,
        lifetime: Lifetime,
        limiter: AttemptLimiter,
        longestPostingDays: Int = usualLongestPostingDays,
        signsIn: Bool = true
    ) async throws {
        self.store = store
        self.hasher = hasher
        self.passwords = passwords
        self.entropy = entropy
        self.clock = clock
        self.machineClock = machineClock
        self.lifetime = lifetime
        self.limiter = limiter
        self.longestPostingDays = longestPostingDays
        cache = FreshCache()
        bearers = FreshCache()
        uses = UseBook(intervalMilliseconds: 60_000)
        decoyHash = try await signsIn ? hasher.hash(Digest.hexadecimal(of: entropy.bytes(Self.tokenBytes))) : ""
    }

    /// Signs in.
    ///
    /// - Parameters:
    ///   - username: The name, in any case.
    ///   - password: The password.
    ///   - address: From where, to slow down guessing: the network that one person has, or ``ownNetwork``.
    ///   - client: By what kind of program, for the list of sessions.
    /// - Returns: The token to send with every request, when it ends, and whose it is.
    /// - Throws: ``RequestRefusal/wrongCredentials``, ``RequestRefusal/tooManyAttempts(retryAfterSeconds:)``,
    ///   ``RequestRefusal/signInBusy(retryAfterSeconds:)``, ``StoreError``.
    public func signIn(
        username: String,
        password: String,
        from address: String,
        client: String = ""
    ) async throws -> (token: String, expiresAt: Instant, account: Account) {
        let name = username.lowercased()
        let trial = try attempt(at: name, from: address)
        let typed = PasswordRules.normalised(password)
        let found = try await judge(typed, trial) { try $0.account(named: name) }
        guard let found, found.isActive else { throw RequestRefusal.wrongCredentials }
        limiter.noteSuccess(trial)
        let upgrade = await upgrade(of: found.passwordHash, for: typed)
        let token = Digest.hexadecimal(of: entropy.bytes(Self.tokenBytes))
        let now = machineClock.now
        let opening = SessionOpening(
            tokenHash: Self.hash(of: token),
            account: found.id,
            client: client,
            at: now,
            expiresAt: now.adding(milliseconds: lifetime.absoluteMilliseconds)
        )
        let account = try await store.transact { [clock] transaction in
            // Disabled or given another password while this one was being judged.
            guard var account = try transaction.account(found.id), account.isActive,
                account.passwordHash == found.passwordHash
            else { throw RequestRefusal.wrongCredentials }
            if let upgrade {
                account.passwordHash = upgrade
                try transaction.save(account)
            }
            _ = try transaction.open(opening)
            return try transaction.posted(account, at: clock.now)
        }
        return (token, opening.expiresAt, account)
    }

    /// The account of a token.
    ///
    /// - Throws: ``RequestRefusal/unauthenticated`` if there is no such session or it has ended; ``StoreError``.
    public func authenticate(token: String) async throws -> Account { try await session(of: token).account }

    /// The session of a token, which is used thereby, and its account.
    ///
    /// - Throws: ``RequestRefusal/unauthenticated`` if there is no such session or it has ended; ``StoreError``.
    public func session(of token: String) async throws -> (session: Session, account: Account) {
        guard token.utf8.count == Self.tokenBytes * 2 else { throw RequestRefusal.unauthenticated }
        let hash = Self.hash(of: token)
        let now = machineClock.now
        let mark = cache.mark
        if let known = cache.value(of: hash, now: now) {
            guard isOpen(known.session, now: now) else { throw RequestRefusal.unauthenticated }
            uses.note(known.session.number, now: now, written: known.session.lastUsedAt)
            return known
        }
        let found = try await store.read { [clock] snapshot -> (session: Session, account: Account)? in
            guard let session = try snapshot.session(hash), let account = try snapshot.account(session.account),
                account.isActive
            else { return nil }
            return (session, try snapshot.posted(account, at: clock.now))
        }
        guard let found, isOpen(found.session, now: now) else { throw RequestRefusal.unauthenticated }
        cache.keep(found, for: hash, now: now, since: mark)
        uses.note(found.session.number, now: now, written: found.session.lastUsedAt)
        return found
    }

    /// Ends the session of a token; may be called twice.
    ///
    /// - Throws: ``StoreError``.
    public func signOut(token: String) async throws {
        let hash = Self.hash(of: token)
        try await store.transact { try $0.deleteSession(hash) }
        cache.forget(hash)
    }

    /// Whether a session has neither ended nor been left alone for too long.
    ///
    /// One that began by a clock which was set back since would last as much longer, and so counts as ended.
    func isOpen(_ session: Session, now: Instant) -> Bool {
        guard session.createdAt.milliseconds - now.milliseconds <= Self.toleranceMilliseconds else { return false }
        return session.expiresAt > now && lastUse(of: session).adding(milliseconds: lifetime.idleMilliseconds) > now
    }

    /// When a session was used last, as far as anybody knows.
    func lastUse(of session: Session) -> Instant {
        uses.last(of: session.number).map { max($0, session.lastUsedAt) } ?? session.lastUsedAt
    }

    /// Forgets what tokens stood for, because accounts or sessions have changed.
    func forgetAll() {
        cache.forgetAll()
        bearers.forgetAll()
    }

    /// The hash by which a token is stored.
    static func hash(of token: String) -> Digest { Digest.of(Array(token.utf8)) }
}

extension AccountService {
    /// Counts a try at an account as wrong, or refuses one that comes too soon.
    ///
    /// One that comes too soon for either counts for neither: a locked account must not make a whole office wait.
    func attempt(at name: String, from address: String) throws(RequestRefusal) -> AttemptLimiter.Trial {
        let account = AttemptLimiter.Subject(Self.subject(account: name), .account)
        let everybody = AttemptLimiter.Subject(Self.subject(address: address), .address)
        return try limiter.attempt(address == Self.ownNetwork ? [account] : [account, everybody], from: address)
    }

    /// The account whose password was typed; nil for a wrong one and for an unknown account, which costs the same work.
    ///
    /// - Throws: As the store and the hasher; the try does not count then, since nobody was told whether it was right.
    func judge(
        _ typed: String,
        _ trial: AttemptLimiter.Trial,
        of find: @escaping @Sendable (any StoreSnapshot) throws -> Account?
    ) async throws -> Account? {
        do {
            let found = try await store.read(find)
            let known = found.flatMap { $0.hasPassword ? $0.passwordHash : nil }
            return try await hasher.verify(typed, against: known ?? decoyHash) ? found : nil
        } catch {
            limiter.takeBack(trial)
            throw error
        }
    }

    /// A new hash of a password whose hash was made at less cost than is asked for now; nil if none is needed.
    private func upgrade(of hash: String, for typed: String) async -> String? {
        guard hasher.isOutdated(hash) else { return nil }
        // While the queue is full the old hash does for another day: signing in matters more.
        return try? await hasher.hash(typed)
    }

    private static func subject(account name: String) -> String { "account:" + name }

    private static func subject(address: String) -> String { "address:" + address }
}

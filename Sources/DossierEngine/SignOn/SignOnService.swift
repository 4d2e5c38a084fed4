import DossierDomain
public import Logging
import Metrics
public import WorkingCalendar

/// Signing in through a provider (đăng nhập một lần) beside local accounts, and access tokens of the same provider.
///
/// Sessions that begin so are sessions like any other. Nobody gets in by a name: see ``ProvenIdentity``.
public struct SignOnService: Sendable {
    /// What an installation has chosen (thiết lập đăng nhập một lần).
    public struct Choices: Sendable {
        /// Which role and unit somebody has.
        public let claims: ClaimRules
        /// Where the name stands that an account is called after.
        public let nameClaim: ClaimPath
        /// What the names of accounts of the provider begin with.
        public let nameMark: String
        /// Whether an account is made for somebody who has none.
        public let makesAccounts: Bool
        /// Whether access tokens are taken.
        public let takesAccessTokens: Bool
        /// Whether browsers come by `https`.
        public let isSecure: Bool

        /// Creates choices.
        ///
        /// - Parameters:
        ///   - claims: Which role and unit somebody has.
        ///   - nameClaim: Where the name stands that an account is called after.
        ///   - nameMark: What the names of accounts of the provider begin with.
        ///   - makesAccounts: Whether an account is made for somebody who has none.
        ///   - takesAccessTokens: Whether access tokens are taken.
        ///   - isSecure: Whether browsers come by `https`.
        public init(
            claims: ClaimRules,
            nameClaim: ClaimPath,
            nameMark: String,
            makesAccounts: Bool,
            takesAccessTokens: Bool,
            isSecure: Bool
        ) {
            self.claims = claims
            self.nameClaim = nameClaim
            self.nameMark = nameMark
            self.makesAccounts = makesAccounts
            self.takesAccessTokens = takesAccessTokens
            self.isSecure = isSecure
        }
    }

    /// What a browser brings back (tham số quay về), as it stands in the address.
    public struct Return: Sendable {
        /// The attempt that it says to answer.
        public let state: String?
        /// The code; nil if the provider refuses.
        public let code: String?
        /// Who says that it answers.
        public let issuer: String?

        /// Creates a return.
        public init(state: String?, code: String?, issuer: String?) {
            self.state = state
            self.code = code
            self.issuer = issuer
        }
    }

    /// After how many seconds somebody may come again while the provider cannot be asked.
    ///
    /// Source: project decision, 2026-11-29, because it is called again after half a minute at the earliest.
    static let retrySeconds: Int64 = 30
    /// The longest code that is sent on, in bytes.
    private static let maximumCodeBytes = 4_096

    /// What the installation has chosen.
    public let choices: Choices

    private let provider: any SignOnProvider
    private let accounts: AccountService
    private let rules: Rules
    private let entropy: any EntropySource
    private let machineClock: any WallClock
    private let limiter: AttemptLimiter
    private let tickets: SignOnTicket
    private let spent = SpentStates()
    private let proven = ProvenTokens()
    private let logger: Logger

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - provider: Proves who somebody is.
    ///   - accounts: Keeps accounts and sessions.
    ///   - rules: What the organisation is.
    ///   - choices: What the installation has chosen.
    ///   - entropy: Where attempts come from.
    ///   - machineClock: The time of the machine.
    ///   - limiter: Slows down guessing.
    ///   - logger: Where it says why nobody was proved.
    public init(
        provider: any SignOnProvider,
        accounts: AccountService,
        rules: Rules,
        choices: Choices,
        entropy: any EntropySource,
        machineClock: any WallClock,
        limiter: AttemptLimiter,
        logger: Logger
    ) {
        self.provider = provider
        self.accounts = accounts
        self.rules = rules
        self.choices = choices
        self.entropy = entropy
        self.machineClock = machineClock
        self.limiter = limiter
        self.logger = logger
        tickets = SignOnTicket(entropy: entropy)
    }

    /// How long a browser keeps its ticket, in seconds.
    public static var ticketSeconds: Int64 { SignOnTicket.lifeMilliseconds / 1000 }

    /// Begins a sign-in.
    ///
    /// - Returns: Where the browser is sent, and the ticket that it has to bring back.
    /// - Throws: ``RequestRefusal/signOnUnavailable(retryAfterSeconds:)``.
    public func begin() async throws -> (address: String, ticket: String) {
        let attempt = SignOnTicket.attempt(from: entropy)
        let address: String
        do throws(SignOnFailure) {
            address = try await provider.address(for: attempt)
        } catch {
            throw refusal(error)
        }
        let end = machineClock.now.adding(milliseconds: SignOnTicket.lifeMilliseconds)
        return (address, try tickets.seal(attempt, until: end))
    }

    /// Ends a sign-in that this browser has begun.
    ///
    /// - Parameters:
    ///   - brought: What the browser brings back.
    ///   - ticket: The ticket that it was given; nil if it has none.
    ///   - address: From where, to slow down guessing; as `AccountService.signIn`.
    ///   - client: By what kind of program, for the list of sessions.
    /// - Returns: As `AccountService.signIn`.
    /// - Throws: ``RequestRefusal/signOnFailed``, ``RequestRefusal/signOnUnmapped``, ``RequestRefusal/signOnUnknown``,
    ///   ``RequestRefusal/accountDisabled``, ``RequestRefusal/signOnUnavailable(retryAfterSeconds:)``,
    ///   ``RequestRefusal/tooManyAttempts(retryAfterSeconds:)``, ``StoreError``; ``RequestRefusal/usernameTaken`` if
    ///   every name that an account could get was given to others, the last of them by hand.
    public func finish(
        _ brought: Return,
        ticket: String?,
        from address: String,
        client: String
    ) async throws -> (token: String, expiresAt: Instant, account: Account) {
        let now = machineClock.now
        let begun = answered(by: brought, ticket: ticket, now: now)
        let counts = address != AccountService.ownNetwork
        // Any page of the web can have an office's browsers call here without a ticket: that keeps nobody out who has
        // begun.
        let subject = begun == nil ? Self.subject(ofStrangers: address) : Self.subject(address)
        let trial = try counts ? limiter.attempt(subject, from: address, allowance: .address) : nil
        guard let attempt = begun, spent.spend(attempt.state, now: now) else { throw failed("state") }
        guard let code = brought.code, (1...Self.maximumCodeBytes).contains(code.utf8.count) else {
            throw failed("refusedByProvider")
        }
        let identity: ProvenIdentity
        do throws(SignOnFailure) {
            identity = try await provider.identity(from: SignOnAnswer(code: code, issuer: brought.issuer), to: attempt)
        } catch {
            if let trial, case .unavailable = error { limiter.takeBack(trial) }
            throw refusal(error)
        }
        if let trial { limiter.noteSuccess(trial) }
        let session = try await accounts.signIn(vouched(identity), client: client)
        Self.count("signedIn")
        return session
    }

    /// The attempt of a ticket, if what is brought back answers it.
    private func answered(by brought: Return, ticket: String?, now: Instant) -> SignOnAttempt? {
        guard let attempt = ticket.flatMap({ tickets.open($0, now: now) }), let state = brought.state,
            Digest.of(Array(state.utf8)).equalsInConstantTime(Digest.of(Array(attempt.state.utf8)))
        else { return nil }
        return attempt
    }

    /// The account of an access token.
    ///
    /// One token is checked once; whether its account may still come in is asked each time.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - address: From where: one from which many bad ones come is not heard for some seconds.
    /// - Returns: The account.
    /// - Throws: ``RequestRefusal/unauthenticated``, ``RequestRefusal/signOnUnmapped``,
    ///   ``RequestRefusal/signOnUnavailable(retryAfterSeconds:)``, ``StoreError``; ``RequestRefusal/usernameTaken`` as
    ///   ``finish(_:ticket:from:client:)``.
    public func authenticate(bearing token: String, from address: String) async throws -> Account {
        guard choices.takesAccessTokens else { throw RequestRefusal.unauthenticated }
        let digest = AccountService.hash(of: token)
        let identity = try await identity(bearing: token, digest, from: address)
        do {
            return try await accounts.account(of: vouched(identity), bearing: digest)
        } catch RequestRefusal.signOnUnknown, RequestRefusal.accountDisabled {
            throw RequestRefusal.unauthenticated
        }
    }

    private func identity(bearing token: String, _ digest: Digest, from address: String) async throws -> ProvenIdentity
    {
        if let known = proven.identity(of: digest, now: machineClock.now) { return known }
        let counts = address != AccountService.ownNetwork
        if counts, limiter.wait(at: Self.subject(address), from: address, allowance: .address) != nil {
            throw RequestRefusal.unauthenticated
        }
        do throws(SignOnFailure) {
            let identity = try await provider.identity(bearing: token)
            proven.keep(identity, of: digest, now: machineClock.now)
            return identity
        } catch {
            switch error {
            // It was right once: a program that is about to fetch a new one is no attacker.
            case .expired: throw RequestRefusal.unauthenticated
            case .unavailable: throw refusal(error)
            case .rejected(let reason):
                Self.count("tokenRefused")
                logger.info("an access token was refused", metadata: ["reason": "\(reason)"])
                if counts { limiter.noteFailure(at: Self.subject(address), from: address, allowance: .address) }
                throw RequestRefusal.unauthenticated
            }
        }
    }

    private func vouched(_ identity: ProvenIdentity) -> AccountService.Vouched {
        AccountService.Vouched(
            identity: identity,
            seat: choices.claims.seat(of: identity.claims, rules: rules),
            name: choices.nameClaim.texts(in: identity.claims).first,
            mark: choices.nameMark,
            makesAccounts: choices.makesAccounts
        )
    }

    private func refusal(_ failure: SignOnFailure) -> RequestRefusal {
        switch failure {
        case .unavailable(let reason):
            Self.count("unavailable")
            logger.warning("the provider of single sign-on cannot be asked", metadata: ["reason": "\(reason)"])
            return .signOnUnavailable(retryAfterSeconds: Self.retrySeconds)
        case .rejected(let reason): return failed(reason)
        case .expired: return failed("expired")
        }
    }

    private func failed(_ reason: String) -> RequestRefusal {
        Self.count("failed")
        logger.info("a sign-in through the provider failed", metadata: ["reason": "\(reason)"])
        return .signOnFailed
    }

    private static func subject(_ address: String) -> String { "sign-on:" + address }

    private static func subject(ofStrangers address: String) -> String { "sign-on without ticket:" + address }

    private static func count(_ outcome: String) {
        Counter(label: "motcua_sign_on_total", dimensions: [("outcome", outcome)]).increment()
    }
}

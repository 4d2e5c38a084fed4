import DossierDomain
import WorkingCalendar

/// Accounts of those whom a provider vouches for (tài khoản đăng nhập một lần).
///
/// Only the identity leads to an account, never a name. The newest word of the provider on role and unit holds: a token
/// that is older than what was heard since changes nothing, so that nobody keeps a role by keeping a token.
extension AccountService {
    /// Somebody whom the provider vouches for, and what follows from its word.
    struct Vouched: Sendable {
        /// Who it is.
        let identity: ProvenIdentity
        /// What the provider's word gives him; nil for nothing.
        let seat: ClaimSeat?
        /// How he is called there.
        let name: String?
        /// What accounts of the provider begin with.
        let mark: String
        /// Whether an account is made for somebody who has none.
        let makesAccounts: Bool
    }

    /// What came of a word of the provider, before anything is thrown: what was noted has to stay.
    private struct Outcome: Sendable {
        /// The account, or why there is none.
        let answer: Result<Account, RequestRefusal>
        /// Whether sessions were ended, so that what was found of tokens before may not hold any more.
        let endsSessions: Bool

        static func admitted(_ account: Account, endingSessions endsSessions: Bool = false) -> Outcome {
            Outcome(answer: .success(account), endsSessions: endsSessions)
        }

        static func refused(_ refusal: RequestRefusal, endingSessions endsSessions: Bool = false) -> Outcome {
            Outcome(answer: .failure(refusal), endsSessions: endsSessions)
        }

        /// The same, the account with its postings.
        func posted(at now: Instant, in snapshot: any StoreSnapshot) throws -> Outcome {
            guard case .success(let account) = answer else { return self }
            return .admitted(try snapshot.posted(account, at: now), endingSessions: endsSessions)
        }
    }

    /// What is to be done about a word of the provider.
    private enum Work: Sendable {
        /// Nothing is to be written.
        case answer(Outcome)
        /// An account is to be made for an identity that has none.
        case make(ClaimSeat, Digest)
        /// The account of an identity is to have what the word gives it.
        case settle(StoredIdentity, Account)
    }

    /// Opens a session for somebody who has signed in at the provider.
    ///
    /// - Returns: As ``signIn(username:password:from:client:)``.
    /// - Throws: ``RequestRefusal/signOnUnmapped``, ``RequestRefusal/signOnUnknown``,
    ///   ``RequestRefusal/accountDisabled``, ``RequestRefusal/usernameTaken``, ``StoreError``.
    func signIn(
        _ vouched: Vouched,
        client: String
    ) async throws -> (token: String, expiresAt: Instant, account: Account) {
        let token = Digest.hexadecimal(of: entropy.bytes(Self.tokenBytes))
        let (now, at) = (machineClock.now, clock.now)
        let end = now.adding(milliseconds: lifetime.absoluteMilliseconds)
        let outcome = try await store.transact { transaction -> Outcome in
            let outcome = try Self.settle(vouched, isSignIn: true, at: at, in: transaction)
                .posted(at: at, in: transaction)
            guard case .success(let account) = outcome.answer else { return outcome }
            _ = try transaction.open(
                SessionOpening(
                    tokenHash: Self.hash(of: token),
                    account: account.id,
                    client: client,
                    at: now,
                    expiresAt: end
                )
            )
            return outcome
        }
        return (token, end, try settled(outcome))
    }

    /// The account for which an access token stands.
    ///
    /// - Throws: As ``signIn(_:client:)``.
    func account(of vouched: @autoclosure () -> Vouched, bearing token: Digest) async throws -> Account {
        let now = machineClock.now
        let mark = bearers.mark
        if let known = bearers.value(of: token, now: now) { return known }
        let account = try await account(of: vouched())
        bearers.keep(account, for: token, now: now, since: mark)
        return account
    }

    /// Asks the writer only where something is to be written: whoever is refused, again and again, holds up nobody.
    private func account(of vouched: Vouched) async throws -> Account {
        let at = clock.now
        let known = try await store.read { snapshot -> Outcome? in
            guard case .answer(let outcome) = try Self.work(on: vouched, isSignIn: false, in: snapshot) else {
                return nil
            }
            return try outcome.posted(at: at, in: snapshot)
        }
        if let known { return try settled(known) }
        let outcome = try await store.transact { transaction in
            try Self.settle(vouched, isSignIn: false, at: at, in: transaction).posted(at: at, in: transaction)
        }
        return try settled(outcome)
    }

    /// The account that a word of the provider led to; what was found before is forgotten if it may have changed.
    private func settled(_ outcome: Outcome) throws(RequestRefusal) -> Account {
        if outcome.endsSessions { forgetAll() }
        return try outcome.answer.get()
    }

    /// Finds out what is to be done about a word of the provider.
    private static func work(on vouched: Vouched, isSignIn: Bool, in snapshot: any StoreSnapshot) throws -> Work {
        let digest = try digest(of: vouched.identity, in: snapshot)
        guard let identity = try snapshot.identity(digest) else {
            guard vouched.makesAccounts else { return .answer(.refused(.signOnUnknown)) }
            guard let seat = vouched.seat else { return .answer(.refused(.signOnUnmapped)) }
            return .make(seat, digest)
        }
        guard let account = try snapshot.account(identity.account) else {
            throw StoreError(.damaged, "there is no account \(identity.account.number) of an identity")
        }
        guard account.isActive else { return .answer(.refused(.accountDisabled)) }
        // Two words of the same second: that of somebody who is here now counts.
        guard identity.isOlder(than: vouched.identity, orAsOld: isSignIn) else {
            return .answer(identity.isMapped ? .admitted(account) : .refused(.signOnUnmapped))
        }
        // An access token may say less than an identity token, and takes nothing away by it.
        guard isSignIn || vouched.seat != nil else { return .answer(.refused(.signOnUnmapped)) }
        return .settle(identity, account)
    }

    /// Brings the account of an identity into agreement with the provider's newest word.
    private static func settle(
        _ vouched: Vouched,
        isSignIn: Bool,
        at: Instant,
        in transaction: any StoreTransaction
    ) throws -> Outcome {
        switch try work(on: vouched, isSignIn: isSignIn, in: transaction) {
        case .answer(let outcome): return outcome
        case .make(let seat, let digest):
            return try make(vouched, at: seat, digest: digest, at: at, in: transaction)
        case .settle(var identity, var account):
            identity.toldAt = max(identity.toldAt, vouched.identity.issuedAt ?? identity.toldAt)
            identity.isMapped = vouched.seat != nil
            try transaction.save(identity)
            return try seat(&account, by: vouched, at: at, in: transaction)
        }
    }

    /// Gives an account what the provider's word gives it, and ends its sessions if that is something else.
    private static func seat(
        _ account: inout Account,
        by vouched: Vouched,
        at: Instant,
        in transaction: any StoreTransaction
    ) throws -> Outcome {
        guard let seat = vouched.seat else {
            try transaction.deleteSessions(of: account.id, except: nil)
            let details = [(name: "session", text: "all"), (name: "reason", text: "signOnUnmapped")]
            try note("sessionsEnded", account.id, details, at: at, by: .program, in: transaction)
            return .refused(.signOnUnmapped, endingSessions: true)
        }
        guard account.role != seat.role || account.place != seat.place else { return .admitted(account) }
        let details = facts(ofMoving: account, to: seat.role, at: seat.place) + [("reason", "signOn")]
        account.role = seat.role
        account.place = seat.place
        try save(&account, "accountAssigned", details, at: at, by: .program, in: transaction)
        try endImpossiblePostings(of: &account, at: at, by: .program, in: transaction)
        return .admitted(account, endingSessions: true)
    }

    private static func make(
        _ vouched: Vouched,
        at seat: ClaimSeat,
        digest: Digest,
        at: Instant,
        in transaction: any StoreTransaction
    ) throws -> Outcome {
        let names = SignOnName(mark: vouched.mark, called: vouched.name, digest: digest)
        guard let name = try names.free({ try transaction.account(named: $0) != nil }) else {
            return .refused(.usernameTaken)
        }
        let id = try transaction.insertAccount(username: name, role: seat.role, place: seat.place, passwordHash: "")
        let toldAt = vouched.identity.issuedAt ?? Instant(milliseconds: 0)
        try transaction.save(StoredIdentity(digest: digest, account: id, toldAt: toldAt, isMapped: true))
        guard let account = try transaction.account(id) else {
            throw StoreError(.damaged, "there is no account \(id.number) that was just made")
        }
        let details: [(name: String, text: String)] = [
            ("role", seat.role.rawValue), ("place", seat.place?.description ?? ""), ("reason", "signOn"),
        ]
        try note("accountCreated", id, details, at: at, by: .program, in: transaction)
        return .admitted(account)
    }

    private static func digest(of identity: ProvenIdentity, in snapshot: any StoreSnapshot) throws -> Digest {
        let key = try snapshot.neededHashKey(.identity)
        return Digest.keyed(key, [Array(identity.issuer.utf8), Array(identity.subject.utf8)])
    }
}

extension StoredIdentity {
    /// Whether a word of the provider is newer than what was heard.
    fileprivate func isOlder(than identity: ProvenIdentity, orAsOld: Bool = false) -> Bool {
        identity.issuedAt.map { $0 > toldAt || orAsOld && $0 == toldAt } ?? false
    }
}

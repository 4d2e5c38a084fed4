public import DossierDomain
import WorkingCalendar

/// Keeping accounts (quản lý tài khoản): every change is an event that says who made it, and takes hold at once.
extension AccountService {
    /// A page of all accounts in the order in which they were made.
    ///
    /// - Parameters:
    ///   - account: Where the list goes on; nil for its beginning.
    ///   - limit: How many at most.
    ///   - manager: Who asks.
    /// - Returns: The accounts, and where the list goes on; nil at its end.
    /// - Throws: `DossierRejection.forbidden`, ``StoreError``.
    public func accounts(
        after account: AccountID?,
        limit: Int,
        for manager: AccountManager
    ) async throws -> (accounts: [Account], next: AccountID?) {
        try await store.read { [clock] snapshot in
            try manager.check(in: snapshot)
            let page = try snapshot.accounts(after: account, limit: limit + 1)
            let now = clock.now
            let posted = try page.prefix(limit).map { try snapshot.posted($0, at: now) }
            return (posted, page.count > limit ? page[limit - 1].id : nil)
        }
    }

    /// One account.
    ///
    /// - Throws: ``RequestRefusal/accountNotFound``, `DossierRejection.forbidden`, ``StoreError``.
    public func account(named username: String, for manager: AccountManager) async throws -> Account {
        try await store.read { [clock] snapshot in
            let account = try Self.managed(username, nil, by: manager, in: snapshot)
            return try snapshot.posted(account, at: clock.now)
        }
    }

    /// Lets an account no longer sign in and ends its sessions at once; may be called twice.
    ///
    /// - Parameters:
    ///   - username: Whose.
    ///   - versions: The versions for which the change is meant; nil for any.
    ///   - manager: Who wants it.
    /// - Returns: The account as it is then.
    /// - Throws: ``RequestRefusal/accountNotFound``, ``RequestRefusal/lastAdministrator``,
    ///   ``RequestRefusal/versionMismatch(current:)``, `DossierRejection.forbidden`, ``StoreError``.
    public func disable(
        _ username: String,
        versions: [Int]? = nil,
        by manager: AccountManager
    ) async throws -> Account {
        try await change(username, versions, by: manager, "accountDisabled") { account in
            guard account.isActive else { return nil }
            account.isActive = false
            return []
        }
    }

    /// Lets a disabled account sign in again, with the password it had; may be called twice.
    ///
    /// - Parameters:
    ///   - username: Whose.
    ///   - versions: The versions for which the change is meant; nil for any.
    ///   - manager: Who wants it.
    /// - Returns: The account as it is then.
    /// - Throws: As ``disable(_:versions:by:)``.
    public func enable(_ username: String, versions: [Int]? = nil, by manager: AccountManager) async throws -> Account {
        try await change(username, versions, by: manager, "accountEnabled") { account in
            guard !account.isActive else { return nil }
            account.isActive = true
            return []
        }
    }

    /// Gives an account a one-time password in the place of its own and ends its sessions at once.
    ///
    /// - Parameters:
    ///   - username: Whose.
    ///   - versions: The versions for which the change is meant; nil for any.
    ///   - manager: Who wants it.
    /// - Returns: The account as it is then, and the password that is told this once.
    /// - Throws: As ``disable(_:versions:by:)``; ``RequestRefusal/accountOfProvider``; as the hasher.
    public func reset(
        _ username: String,
        versions: [Int]? = nil,
        by manager: AccountManager
    ) async throws -> (account: Account, password: OneTimePassword) {
        guard try await account(named: username, for: manager).hasPassword else {
            throw RequestRefusal.accountOfProvider
        }
        let password = OneTimePassword(from: entropy)
        let hash = try await hasher.hash(password.text)
        let account = try await change(username, versions, by: manager, "passwordReset") { account in
            account.passwordHash = hash
            account.mustChangePassword = true
            return []
        }
        return (account, password)
    }

    /// Gives an account another role or unit and ends its sessions at once; the same ones again change nothing.
    ///
    /// Its postings that would be none beside them end too.
    ///
    /// - Parameters:
    ///   - username: Whose.
    ///   - role: The role.
    ///   - place: The unit.
    ///   - versions: The versions for which the change is meant; nil for any.
    ///   - manager: Who wants it.
    /// - Returns: The account as it is then.
    /// - Throws: As ``disable(_:versions:by:)``; ``RequestRefusal/accountOfProvider``.
    public func assign(
        _ username: String,
        to role: Role,
        at place: UnitPlace?,
        versions: [Int]? = nil,
        by manager: AccountManager
    ) async throws -> Account {
        try await change(username, versions, by: manager, "accountAssigned") { account throws(RequestRefusal) in
            guard account.hasPassword else { throw .accountOfProvider }
            guard account.role != role || account.place != place else { return nil }
            let facts = Self.facts(ofMoving: account, to: role, at: place)
            account.role = role
            account.place = place
            return facts
        }
    }

    /// Changes an account in one transaction with its event, and ends its sessions; the closure makes the change and
    /// tells its facts, or nil if there is nothing to change.
    private func change(
        _ username: String,
        _ versions: [Int]?,
        by manager: AccountManager,
        _ type: String,
        _ edit: @escaping @Sendable (inout Account) throws(RequestRefusal) -> [(name: String, text: String)]?
    ) async throws -> Account {
        let now = clock.now
        let changed = try await store.transact { transaction -> Account in
            var account = try Self.managed(username, versions, by: manager, in: transaction)
            let wasAdministrator = account.isActiveAdministrator
            guard let details = try edit(&account) else { return try transaction.posted(account, at: now) }
            if wasAdministrator, !account.isActiveAdministrator, try transaction.activeAdministratorCount() <= 1 {
                throw RequestRefusal.lastAdministrator
            }
            try Self.save(&account, type, details, at: now, by: manager, in: transaction)
            try Self.endImpossiblePostings(of: &account, at: now, by: manager, in: transaction)
            return try transaction.posted(account, at: now)
        }
        forgetAll()
        return changed
    }

    /// What an event says of an account that gets another post: the new one, and the former one, by which forecasts
    /// know who was where.
    static func facts(
        ofMoving account: Account,
        to role: Role,
        at place: UnitPlace?
    ) -> [(name: String, text: String)] {
        [
            ("role", role.rawValue), ("place", place?.description ?? ""),
            ("formerRole", account.role.rawValue), ("formerPlace", account.place?.description ?? ""),
        ]
    }

    /// The account of a name, for whoever keeps accounts.
    ///
    /// - Parameters:
    ///   - username: The name, in any case.
    ///   - versions: The versions for which something is meant; nil for any.
    ///   - manager: Who asks, of whom it is checked that he still may.
    ///   - snapshot: The store.
    /// - Returns: The account, without its postings.
    /// - Throws: ``RequestRefusal/accountNotFound``, ``RequestRefusal/versionMismatch(current:)``,
    ///   `DossierRejection.forbidden`, ``StoreError``.
    static func managed(
        _ username: String,
        _ versions: [Int]?,
        by manager: AccountManager,
        in snapshot: any StoreSnapshot
    ) throws -> Account {
        try manager.check(in: snapshot)
        guard let account = try snapshot.account(named: username) else { throw RequestRefusal.accountNotFound }
        if let versions, !versions.contains(account.version) {
            throw RequestRefusal.versionMismatch(current: account.version)
        }
        return account
    }

    /// Saves a changed account with its event, and ends its sessions.
    static func save(
        _ account: inout Account,
        _ type: String,
        _ details: [(name: String, text: String)],
        at now: Instant,
        by manager: AccountManager,
        in transaction: any StoreTransaction
    ) throws {
        account.version += 1
        try transaction.save(account)
        try transaction.deleteSessions(of: account.id, except: nil)
        try note(type, account.id, details, at: now, by: manager.initiator, in: transaction)
    }

    /// Records what happened to an account.
    static func note(
        _ type: String,
        _ account: AccountID,
        _ details: [(name: String, text: String)] = [],
        at now: Instant,
        by initiator: Initiator,
        in transaction: any StoreTransaction
    ) throws {
        let named = [(name: "account", text: String(account.number))] + details
        try record(SystemEvent(at: now, by: initiator, type: type, details: named), to: .accounts, in: transaction)
    }
}

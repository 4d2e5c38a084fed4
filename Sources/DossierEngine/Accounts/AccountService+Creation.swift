public import DossierDomain

/// Making accounts (tạo tài khoản).
extension AccountService {
    /// The name of the administrator that a new installation begins with.
    public static let firstAdministrator = "admin"

    /// Makes an account whose password is its owner's own.
    ///
    /// - Parameters:
    ///   - username: The name, shown as it is written and known in any case.
    ///   - password: The password; judged unless this is a demo account.
    ///   - role: The role.
    ///   - place: The unit.
    ///   - isDemo: Whether its password may equal its name.
    /// - Returns: The account's number; nil if the name is taken.
    /// - Throws: ``RequestRefusal/weakPassword(_:)``, ``StoreError``.
    public func create(
        username: String,
        password: String,
        role: Role,
        place: UnitPlace?,
        isDemo: Bool
    ) async throws -> AccountID? {
        // Looked at before the slow hash, and again inside the transaction, where it counts.
        guard try await store.read({ try $0.account(named: username) }) == nil else { return nil }
        let hash =
            if isDemo {
                try await hasher.hash(PasswordRules.normalised(password))
            } else {
                try await hash(password, for: username, at: place)
            }
        let seat = NewAccount(username: username, role: role, place: place, hash: hash, mustChangePassword: false)
        return try await insert(seat, by: .program).account?.id
    }

    /// Makes an account with a one-time password.
    ///
    /// - Parameters:
    ///   - username: The name, shown as it is written and known in any case.
    ///   - role: The role.
    ///   - place: The unit.
    ///   - manager: Who makes it.
    ///   - request: The idempotency key, if the client sent one.
    /// - Returns: The account, and the password that is told this once; the first answer again for a repeated request.
    /// - Throws: ``RequestRefusal/invalidFields(_:)``, ``RequestRefusal/usernameTaken``,
    ///   ``RequestRefusal/idempotencyKeyReused``, `DossierRejection.forbidden`, ``StoreError``.
    public func create(
        username: String,
        role: Role,
        place: UnitPlace?,
        by manager: AccountManager,
        idempotency request: IdempotencyRequest? = nil
    ) async throws -> (account: Account, password: OneTimePassword, isReplay: Bool) {
        let creation = try await creations.creation(request, by: manager.account, showsSecret: true)
        // As it was made, whatever became of it since.
        func again(_ made: RepeatableCreation.Made) -> (Account, OneTimePassword, Bool) {
            let account = Account(
                id: AccountID(number: made.number),
                username: username,
                role: role,
                place: place,
                passwordHash: "",
                isActive: true,
                mustChangePassword: true,
                version: made.version
            )
            return (account, OneTimePassword(from: made.entropy), true)
        }
        // As of one moment: of a name that the same request has taken meanwhile it is known that it did.
        let (isKnown, isTaken) = try await store.read { snapshot in
            try manager.check(in: snapshot)
            return (try creation?.made(in: snapshot) != nil, try snapshot.account(named: username) != nil)
        }
        if isKnown, let before = try await shownAgain(creation, by: manager) { return again(before) }
        guard Username.isValid(username) else {
            throw RequestRefusal.invalidFields([FieldError("username", .invalidUsername)])
        }
        guard !isTaken else { throw RequestRefusal.usernameTaken }
        let password = OneTimePassword(from: creation?.entropy ?? entropy)
        let hash = try await hasher.hash(password.text)
        let seat = NewAccount(username: username, role: role, place: place, hash: hash, mustChangePassword: true)
        switch try await insert(seat, by: manager, creation) {
        case .inserted(let account): return (account, password, false)
        case .madeBefore(let made): return again(made)
        case .refused: throw RequestRefusal.usernameTaken
        }
    }

    /// What a request made before whose one-time password is shown again; nil if it was forgotten meanwhile.
    private func shownAgain(
        _ creation: RepeatableCreation?,
        by manager: AccountManager
    ) async throws -> RepeatableCreation.Made? {
        let now = clock.now
        return try await store.transact { transaction -> RepeatableCreation.Made? in
            try manager.check(in: transaction)
            return try creation?.shownAgain("account", at: now, in: transaction)
        }
    }

    /// Makes the administrator that a database begins with, whatever other accounts were made before.
    ///
    /// Where there is an administrator, a disabled one too, none is made: nobody shall gain a way in by a restart.
    ///
    /// - Returns: His one-time password, told this once; nil if there is an administrator, or if his name is taken.
    /// - Throws: ``StoreError``; as the hasher.
    public func makeFirstAdministrator() async throws -> OneTimePassword? {
        guard try await store.read({ try Self.hasAdministrator(in: $0) }) == false else { return nil }
        let password = OneTimePassword(from: entropy)
        let seat = NewAccount(
            username: Self.firstAdministrator,
            role: .admin,
            place: nil,
            hash: try await hasher.hash(password.text),
            mustChangePassword: true
        )
        return try await insert(seat, by: .program, onlyIfNone: true).account == nil ? nil : password
    }

    /// How many accounts are read at once.
    private static let pageLength = 500

    /// Whether any account is an administrator's, disabled ones too; all are read only where no active one is.
    private static func hasAdministrator(in snapshot: any StoreSnapshot) throws -> Bool {
        guard try snapshot.activeAdministratorCount() == 0 else { return true }
        var last: AccountID?
        while true {
            let page = try snapshot.accounts(after: last, limit: pageLength)
            if page.contains(where: { $0.role == .admin }) { return true }
            guard page.count == pageLength else { return false }
            last = page.last?.id
        }
    }

    private struct NewAccount: Sendable {
        let username: String
        let role: Role
        let place: UnitPlace?
        let hash: String
        let mustChangePassword: Bool
    }

    /// What became of a new account.
    private enum Insertion: Sendable {
        case inserted(Account)
        /// The same request made it while this one was made ready.
        case madeBefore(RepeatableCreation.Made)
        /// Its name is taken, or there had to be no administrator and is one.
        case refused

        var account: Account? {
            guard case .inserted(let account) = self else { return nil }
            return account
        }
    }

    /// Saves a new account with its event.
    private func insert(
        _ seat: NewAccount,
        by manager: AccountManager,
        _ creation: RepeatableCreation? = nil,
        onlyIfNone: Bool = false
    ) async throws -> Insertion {
        let now = clock.now
        return try await store.transact { transaction -> Insertion in
            try manager.check(in: transaction)
            if let made = try creation?.shownAgain("account", at: now, in: transaction) { return .madeBefore(made) }
            guard try transaction.account(named: seat.username) == nil else { return .refused }
            if onlyIfNone, try Self.hasAdministrator(in: transaction) { return .refused }
            let id = try transaction.insertAccount(
                username: seat.username,
                role: seat.role,
                place: seat.place,
                passwordHash: seat.hash,
                mustChangePassword: seat.mustChangePassword
            )
            let details: [(name: String, text: String)] = [
                ("role", seat.role.rawValue), ("place", seat.place?.description ?? ""),
                ("mustChangePassword", String(seat.mustChangePassword)),
            ]
            try Self.note("accountCreated", id, details, at: now, by: manager.initiator, in: transaction)
            guard let account = try transaction.account(id) else {
                throw StoreError(.damaged, "account \(id.number) is missing")
            }
            try creation?.remember(id.number, version: account.version, in: transaction)
            return .inserted(account)
        }
    }

    /// What makes requests ready that make an account or a posting.
    var creations: CreationMemory {
        CreationMemory(store: store, entropy: entropy, machineClock: machineClock)
    }
}

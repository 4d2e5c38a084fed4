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
        return try await insert(seat, by: .program)?.id
    }

    /// Makes an account with a one-time password.
    ///
    /// - Parameters:
    ///   - username: The name, shown as it is written and known in any case.
    ///   - role: The role.
    ///   - place: The unit.
    ///   - manager: Who makes it.
    /// - Returns: The account, and the password that is told this once.
    /// - Throws: ``RequestRefusal/invalidFields(_:)``, ``RequestRefusal/usernameTaken``,
    ///   `DossierRejection.forbidden`, ``StoreError``.
    public func create(
        username: String,
        role: Role,
        place: UnitPlace?,
        by manager: AccountManager
    ) async throws -> (account: Account, password: OneTimePassword) {
        try await store.read { try manager.check(in: $0) }
        guard Username.isValid(username) else {
            throw RequestRefusal.invalidFields([FieldError("username", .invalidUsername)])
        }
        guard try await store.read({ try $0.account(named: username) }) == nil else {
            throw RequestRefusal.usernameTaken
        }
        let password = OneTimePassword(from: entropy)
        let hash = try await hasher.hash(password.text)
        let seat = NewAccount(username: username, role: role, place: place, hash: hash, mustChangePassword: true)
        guard let account = try await insert(seat, by: manager) else { throw RequestRefusal.usernameTaken }
        return (account, password)
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
        return try await insert(seat, by: .program, onlyIfNone: true) == nil ? nil : password
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

    /// Saves a new account with its event; nil if its name is taken, or if there had to be no administrator and is one.
    private func insert(
        _ seat: NewAccount,
        by manager: AccountManager,
        onlyIfNone: Bool = false
    ) async throws -> Account? {
        let now = clock.now
        return try await store.transact { transaction -> Account? in
            try manager.check(in: transaction)
            guard try transaction.account(named: seat.username) == nil else { return nil }
            if onlyIfNone, try Self.hasAdministrator(in: transaction) { return nil }
            let id = try transaction.insertAccount(
                username: seat.username,
                role: seat.role,
                place: seat.place,
                passwordHash: seat.hash,
                mustChangePassword: seat.mustChangePassword
            )
            let event = SystemEvent(
                at: now,
                by: manager.initiator,
                type: "accountCreated",
                details: [
                    ("account", String(id.number)), ("role", seat.role.rawValue),
                    ("place", seat.place?.description ?? ""),
                ]
            )
            try record(event, to: .accounts, in: transaction)
            return try transaction.account(id)
        }
    }
}

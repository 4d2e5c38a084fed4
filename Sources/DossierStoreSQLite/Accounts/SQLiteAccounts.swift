import DossierDomain
import DossierEngine
import WorkingCalendar

/// Staff accounts (tài khoản) in the table `account`.
extension SQLiteReading {
    func account(named username: String) throws -> Account? {
        try statements.first(
            """
            SELECT id, username, role, place, passwordHash, isActive, mustChangePassword, version
            FROM account WHERE username = ?
            """,
            .text(username),
            read: Account.init
        )
    }

    func account(_ id: AccountID) throws -> Account? {
        try statements.first(
            """
            SELECT id, username, role, place, passwordHash, isActive, mustChangePassword, version
            FROM account WHERE id = ?
            """,
            .integer(id.number),
            read: Account.init
        )
    }

    func accounts(after account: AccountID?, limit: Int) throws -> [Account] {
        try statements.all(
            """
            SELECT id, username, role, place, passwordHash, isActive, mustChangePassword, version
            FROM account WHERE id > ? ORDER BY id LIMIT ?
            """,
            .integer(account?.number ?? 0),
            .limit(limit),
            read: Account.init
        )
    }

    func identity(_ digest: Digest) throws -> StoredIdentity? {
        try statements.first(
            "SELECT account, toldAt, isMapped FROM identity WHERE digest = ?",
            .digest(digest)
        ) { row in
            StoredIdentity(
                digest: digest,
                account: AccountID(number: row.integer(0)),
                toldAt: Instant(milliseconds: row.integer(1)),
                isMapped: row.integer(2) == 1
            )
        }
    }

    func activeAdministratorCount() throws -> Int {
        try statements.first("SELECT COUNT(*) FROM account WHERE role = 'admin' AND isActive = 1") { $0.count(0) } ?? 0
    }
}

extension SQLiteTransaction {
    func insertAccount(
        username: String,
        role: Role,
        place: UnitPlace?,
        passwordHash: String,
        mustChangePassword: Bool
    ) throws -> AccountID {
        try statements.run(
            """
            INSERT INTO account (username, role, place, passwordHash, isActive, mustChangePassword, version)
            VALUES (?, ?, ?, ?, 1, ?, 1)
            """,
            .text(username),
            .text(role.rawValue),
            .optional(place?.description),
            .text(passwordHash),
            .integer(mustChangePassword ? 1 : 0)
        )
        return AccountID(number: statements.lastRowNumber)
    }

    func save(_ identity: StoredIdentity) throws {
        try statements.run(
            """
            INSERT INTO identity (digest, account, toldAt, isMapped) VALUES (?, ?, ?, ?)
            ON CONFLICT (digest) DO UPDATE SET toldAt = excluded.toldAt, isMapped = excluded.isMapped
            """,
            .digest(identity.digest),
            .integer(identity.account.number),
            .integer(identity.toldAt.milliseconds),
            .integer(identity.isMapped ? 1 : 0)
        )
    }

    func save(_ account: Account) throws {
        let changed = try statements.run(
            """
            UPDATE account
            SET role = ?, place = ?, passwordHash = ?, isActive = ?, mustChangePassword = ?, version = ?
            WHERE id = ?
            """,
            .text(account.role.rawValue),
            .optional(account.place?.description),
            .text(account.passwordHash),
            .integer(account.isActive ? 1 : 0),
            .integer(account.mustChangePassword ? 1 : 0),
            .count(account.version),
            .integer(account.id.number)
        )
        guard changed == 1 else { throw StoreError(.damaged, "there is no account \(account.id.number)") }
    }
}

extension Account {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: AccountID(number: row.integer(0)),
            username: row.text(1),
            role: try row.named(2, Role.self),
            place: row.optionalText(3).map { UnitPlace(text: $0) },
            passwordHash: row.text(4),
            isActive: row.integer(5) == 1,
            mustChangePassword: row.integer(6) == 1,
            version: row.count(7)
        )
    }
}

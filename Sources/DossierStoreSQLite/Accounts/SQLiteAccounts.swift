import DossierDomain
import DossierEngine

/// Staff accounts (tài khoản) in the table `account`.
extension SQLiteReading {
    func account(named username: String) throws -> Account? {
        try statements.first(
            "SELECT id, username, role, place, passwordHash, isActive FROM account WHERE username = ?",
            .text(username),
            read: Account.init
        )
    }

    func account(_ id: AccountID) throws -> Account? {
        try statements.first(
            "SELECT id, username, role, place, passwordHash, isActive FROM account WHERE id = ?",
            .integer(id.number),
            read: Account.init
        )
    }
}

extension SQLiteTransaction {
    func insertAccount(username: String, role: Role, place: UnitPlace?, passwordHash: String) throws -> AccountID {
        try statements.run(
            "INSERT INTO account (username, role, place, passwordHash, isActive) VALUES (?, ?, ?, ?, 1)",
            .text(username),
            .text(role.rawValue),
            .optional(place?.description),
            .text(passwordHash)
        )
        return AccountID(number: statements.lastRowNumber)
    }

    func setPasswordHash(_ hash: String, of account: AccountID) throws {
        let changed = try statements.run(
            "UPDATE account SET passwordHash = ? WHERE id = ?",
            .text(hash),
            .integer(account.number)
        )
        guard changed == 1 else { throw StoreError(.damaged, "there is no account \(account.number)") }
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
            isActive: row.integer(5) == 1
        )
    }
}

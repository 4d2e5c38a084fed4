import DossierDomain
import DossierEngine
import WorkingCalendar

/// Signed-in sessions (phiên đăng nhập) in the table `session`.
extension SQLiteReading {
    func session(_ tokenHash: Digest) throws -> Session? {
        try statements.first("SELECT account, expiresAt FROM session WHERE tokenHash = ?", .digest(tokenHash)) { row in
            Session(tokenHash: tokenHash, account: AccountID(number: row.integer(0)), expiresAt: row.instant(1))
        }
    }
}

extension SQLiteTransaction {
    func insert(_ session: Session) throws {
        try statements.run(
            "INSERT INTO session (tokenHash, account, expiresAt) VALUES (?, ?, ?)",
            .digest(session.tokenHash),
            .integer(session.account.number),
            .instant(session.expiresAt)
        )
    }

    func deleteSession(_ tokenHash: Digest) throws {
        try statements.run("DELETE FROM session WHERE tokenHash = ?", .digest(tokenHash))
    }

    func deleteSessions(of account: AccountID, except kept: Digest?) throws {
        try statements.run(
            "DELETE FROM session WHERE account = ? AND tokenHash IS NOT ?",
            .integer(account.number),
            kept.map { .digest($0) } ?? .null
        )
    }

    func deleteSessions(expiredBefore instant: Instant, limit: Int) throws {
        try statements.run(
            """
            DELETE FROM session
            WHERE tokenHash IN (SELECT tokenHash FROM session WHERE expiresAt < ? ORDER BY expiresAt LIMIT ?)
            """,
            .instant(instant),
            .limit(limit)
        )
    }
}

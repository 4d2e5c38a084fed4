import DossierDomain
import DossierEngine
import WorkingCalendar

/// Signed-in sessions (phiên đăng nhập) in the table `session`.
extension SQLiteReading {
    func session(_ tokenHash: Digest) throws -> Session? {
        try statements.first(
            """
            SELECT number, tokenHash, account, client, createdAt, lastUsedAt, expiresAt
            FROM session WHERE tokenHash = ?
            """,
            .digest(tokenHash),
            read: Session.init
        )
    }

    func sessions(of account: AccountID, before number: Int64?, limit: Int) throws -> [Session] {
        try statements.all(
            """
            SELECT number, tokenHash, account, client, createdAt, lastUsedAt, expiresAt
            FROM session WHERE account = ? AND number < ? ORDER BY number DESC LIMIT ?
            """,
            .integer(account.number),
            .integer(number ?? Int64.max),
            .limit(limit),
            read: Session.init
        )
    }
}

extension SQLiteTransaction {
    func open(_ session: SessionOpening) throws -> Session {
        try statements.run(
            """
            INSERT INTO session (tokenHash, account, client, createdAt, lastUsedAt, expiresAt)
            VALUES (?1, ?2, ?3, ?4, ?4, ?5)
            """,
            .digest(session.tokenHash),
            .integer(session.account.number),
            .text(session.client),
            .instant(session.at),
            .instant(session.expiresAt)
        )
        return Session(
            number: statements.lastRowNumber,
            tokenHash: session.tokenHash,
            account: session.account,
            client: session.client,
            createdAt: session.at,
            lastUsedAt: session.at,
            expiresAt: session.expiresAt
        )
    }

    func noteUse(ofSession number: Int64, at instant: Instant) throws {
        try statements.run(
            "UPDATE session SET lastUsedAt = ?1 WHERE number = ?2 AND lastUsedAt < ?1",
            .instant(instant),
            .integer(number)
        )
    }

    func deleteSession(_ tokenHash: Digest) throws {
        try statements.run("DELETE FROM session WHERE tokenHash = ?", .digest(tokenHash))
    }

    func deleteSession(_ number: Int64, of account: AccountID) throws -> Bool {
        try statements.run(
            "DELETE FROM session WHERE number = ? AND account = ?",
            .integer(number),
            .integer(account.number)
        ) == 1
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
            WHERE number IN (SELECT number FROM session WHERE expiresAt < ? ORDER BY expiresAt LIMIT ?)
            """,
            .instant(instant),
            .limit(limit)
        )
    }
}

extension Session {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            number: row.integer(0),
            tokenHash: try row.digest(1),
            account: AccountID(number: row.integer(2)),
            client: row.text(3),
            createdAt: row.instant(4),
            lastUsedAt: row.instant(5),
            expiresAt: row.instant(6)
        )
    }
}

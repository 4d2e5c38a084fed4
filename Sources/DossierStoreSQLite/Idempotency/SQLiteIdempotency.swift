import DossierDomain
import DossierEngine
import WorkingCalendar

/// Repeated requests and imported rows (chống trùng), remembered.
extension SQLiteReading {
    func idempotencyEntry(account: AccountID, key: String) throws -> IdempotencyEntry? {
        try statements.first(
            "SELECT fingerprint, dossier, version, at, made, salt FROM idempotency WHERE account = ? AND key = ?",
            .integer(account.number),
            .text(key)
        ) { row in
            IdempotencyEntry(
                account: account,
                key: key,
                fingerprint: try row.digest(0),
                made: row.optionalInteger(1).map { .dossier(StreamID(number: $0)) }
                    ?? .other(row.integer(4), salt: row.blob(5)),
                version: row.count(2),
                at: row.instant(3)
            )
        }
    }

    func importedDossier(_ fingerprint: Digest) throws -> StreamID? {
        try statements.first("SELECT dossier FROM importedRow WHERE fingerprint = ?", .digest(fingerprint)) { row in
            StreamID(number: row.integer(0))
        }
    }
}

extension SQLiteTransaction {
    func remember(_ entry: IdempotencyEntry) throws {
        let (dossier, made, salt): (SQLValue, SQLValue, SQLValue) =
            switch entry.made {
            case .dossier(let id): (.integer(id.number), .null, .null)
            case .other(let number, let salt): (.null, .integer(number), .blob(salt))
            }
        // A key whose time is over, but which is not forgotten yet, begins anew.
        try statements.run(
            """
            INSERT INTO idempotency (account, key, fingerprint, dossier, version, at, made, salt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (account, key) DO UPDATE
            SET fingerprint = excluded.fingerprint, dossier = excluded.dossier, version = excluded.version,
                at = excluded.at, made = excluded.made, salt = excluded.salt
            """,
            .integer(entry.account.number),
            .text(entry.key),
            .digest(entry.fingerprint),
            dossier,
            .count(entry.version),
            .instant(entry.at),
            made,
            salt
        )
    }

    func forgetIdempotencyEntries(before instant: Instant, limit: Int) throws {
        let old = try statements.all(
            "SELECT account, key FROM idempotency WHERE at < ? ORDER BY at LIMIT ?",
            .instant(instant),
            .limit(limit)
        ) { (account: $0.integer(0), key: $0.text(1)) }
        // One by one: for both columns in one IN SQLite seeks by the account alone and walks all its keys.
        for entry in old {
            try statements.run(
                "DELETE FROM idempotency WHERE account = ? AND key = ?",
                .integer(entry.account),
                .text(entry.key)
            )
        }
    }

    func markImported(_ fingerprint: Digest, dossier: StreamID) throws {
        try statements.run(
            "INSERT INTO importedRow (fingerprint, dossier) VALUES (?, ?)",
            .digest(fingerprint),
            .integer(dossier.number)
        )
    }
}

import DossierEngine
import WorkingCalendar

/// What is changed once when an older copy is restored (khôi phục dữ liệu).
extension SQLiteTransaction {
    func skipSerials(_ count: Int, agencyIdentifier: String, date: LocalDate) throws {
        let last = try statements.first(
            """
            INSERT INTO codeSerial (agency, day, last) VALUES (?1, ?2, ?3)
            ON CONFLICT (agency, day) DO UPDATE SET last = last + ?3
            RETURNING last
            """,
            .text(agencyIdentifier),
            .count(date.dayNumber),
            .count(count)
        ) { $0.count(0) }
        guard let last else { throw StoreError(.damaged, "no serial was passed over") }
        try statements.run(
            "INSERT INTO codeGap (agency, day, first, last) VALUES (?, ?, ?, ?)",
            .text(agencyIdentifier),
            .count(date.dayNumber),
            .count(last - count + 1),
            .count(last)
        )
    }

    func skipNumbers(_ count: Int64) throws {
        // A table to which nothing was added has no row of its own yet.
        try statements.run(
            """
            INSERT INTO sqlite_sequence (name, seq)
            SELECT made.name, 0 FROM sqlite_schema AS made
            WHERE made.type = 'table' AND made.sql LIKE '%AUTOINCREMENT%'
              AND NOT EXISTS (SELECT 1 FROM sqlite_sequence AS known WHERE known.name = made.name)
            """
        )
        try statements.run("UPDATE sqlite_sequence SET seq = seq + ?", .integer(count))
    }

    func giveUpWaitingTexts(reason: String) throws -> Int {
        try statements.run(
            "UPDATE outboxMessage SET state = 'unknown', reason = ? WHERE state IN ('queued', 'sending')",
            .text(reason)
        )
    }

    func endAllSessions() throws -> Int { try statements.run("DELETE FROM session") }
}

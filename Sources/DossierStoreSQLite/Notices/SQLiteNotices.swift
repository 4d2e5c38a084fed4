import DossierEngine

/// Notices to staff (thông báo) in the table `notice`.
extension SQLiteReading {
    func notices(to recipients: [NoticeRecipient], before number: Int64?, limit: Int) throws -> [Notice] {
        // One index walk for each recipient: they are few, and a page of each holds the page of all.
        let pages = try Set(recipients.map(\.storedName)).map { name in
            try notices(toStoredName: name, before: number, limit: limit)
        }
        let newestFirst = pages.joined().sorted { ($0.number ?? 0) > ($1.number ?? 0) }
        return Array(newestFirst.prefix(max(0, limit)))
    }

    private func notices(toStoredName name: String, before number: Int64?, limit: Int) throws -> [Notice] {
        try statements.all(
            """
            SELECT number, recipient, dossier, rung, at FROM notice
            WHERE recipient = ? AND number < ?
            ORDER BY number DESC
            LIMIT ?
            """,
            .text(name),
            .integer(number ?? .max),
            .limit(limit)
        ) { row in
            Notice(
                number: row.integer(0),
                recipient: row.text(1),
                dossier: StreamID(number: row.integer(2)),
                rung: row.text(3),
                at: row.instant(4)
            )
        }
    }
}

extension SQLiteTransaction {
    func insert(_ notice: Notice) throws {
        try statements.run(
            "INSERT INTO notice (recipient, dossier, rung, at) VALUES (?, ?, ?, ?)",
            .text(notice.recipient),
            .integer(notice.dossier.number),
            .text(notice.rung),
            .instant(notice.at)
        )
    }
}

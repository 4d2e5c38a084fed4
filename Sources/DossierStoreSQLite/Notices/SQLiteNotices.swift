import DossierDomain
import DossierEngine

/// Notices to staff (thông báo) in the tables `notice` and `noticeRead`.
extension SQLiteReading {
    func notices(_ filter: NoticeFilter, before number: Int64?, limit: Int) throws -> [DeliveredNotice] {
        // One index walk for each recipient: they are few, and a page of each holds the page of all.
        let pages = try Set(filter.recipients.map(\.storedName)).map { name in
            try notices(toStoredName: name, filter: filter, before: number, limit: limit)
        }
        let newestFirst = pages.joined().sorted { ($0.notice.number ?? 0) > ($1.notice.number ?? 0) }
        return Array(newestFirst.prefix(max(0, limit)))
    }

    func notices(about dossier: StreamID, after number: Int64, limit: Int) throws -> [Notice] {
        try statements.all(
            """
            SELECT number, recipient, dossier, rung, at, plannedAt, facts FROM notice
            WHERE number > ? AND dossier = ?
            ORDER BY number
            LIMIT ?
            """,
            .integer(number),
            .integer(dossier.number),
            .limit(limit),
            read: Notice.init
        )
    }

    func notice(_ number: Int64) throws -> Notice? {
        try statements.first(
            "SELECT number, recipient, dossier, rung, at, plannedAt, facts FROM notice WHERE number = ?",
            .integer(number),
            read: Notice.init
        )
    }

    private func notices(
        toStoredName name: String,
        filter: NoticeFilter,
        before number: Int64?,
        limit: Int
    ) throws -> [DeliveredNotice] {
        try statements.all(
            """
            SELECT number, recipient, dossier, rung, at, plannedAt, facts,
                EXISTS (SELECT 1 FROM noticeRead WHERE account = ?1 AND notice = notice.number) AS isRead
            FROM notice
            WHERE recipient = ?2 AND number < ?3 AND (?4 = 0 OR NOT isRead)
            ORDER BY number DESC
            LIMIT ?5
            """,
            .integer(filter.reader.number),
            .text(name),
            .integer(number ?? .max),
            .integer(filter.isUnreadOnly ? 1 : 0),
            .limit(limit)
        ) { DeliveredNotice(notice: Notice($0), isRead: $0.integer(7) == 1) }
    }
}

extension SQLiteTransaction {
    func insert(_ notice: Notice) throws {
        try statements.run(
            "INSERT INTO notice (recipient, dossier, rung, at, plannedAt, facts) VALUES (?, ?, ?, ?, ?, ?)",
            .text(notice.recipient),
            .optional(notice.dossier?.number),
            .text(notice.rung),
            .instant(notice.at),
            .instant(notice.plannedAt),
            .blob(notice.facts)
        )
    }

    func markRead(_ notice: Int64, by account: AccountID) throws {
        try statements.run(
            "INSERT INTO noticeRead (account, notice) VALUES (?, ?) ON CONFLICT (account, notice) DO NOTHING",
            .integer(account.number),
            .integer(notice)
        )
    }
}

extension Notice {
    /// Reads the columns in the order of the queries above.
    fileprivate init(_ row: SQLRow) {
        self.init(
            number: row.integer(0),
            recipient: row.text(1),
            dossier: row.optionalInteger(2).map(StreamID.init(number:)),
            rung: row.text(3),
            at: row.instant(4),
            plannedAt: row.instant(5),
            facts: row.blob(6)
        )
    }
}

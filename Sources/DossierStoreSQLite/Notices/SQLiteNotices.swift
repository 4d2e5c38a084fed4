import DossierDomain
import DossierEngine

/// Notices to staff (thông báo) in the tables `notice`, `noticeRead` and `noticesReadTo`.
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

    func notices(after number: Int64, limit: Int) throws -> [Notice] {
        try statements.all(
            """
            SELECT number, recipient, dossier, rung, at, plannedAt, facts FROM notice
            WHERE number > ?
            ORDER BY number
            LIMIT ?
            """,
            .integer(number),
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
        let readTo = try noticesReadTo(name, by: filter.reader)
        return try statements.all(
            """
            SELECT number, recipient, dossier, rung, at, plannedAt, facts, (
                number <= ?6 OR EXISTS (SELECT 1 FROM noticeRead WHERE account = ?1 AND notice = notice.number)
            ) AS isRead
            FROM notice
            WHERE recipient = ?2 AND number < ?3 AND number > ?7 AND (?4 = 0 OR NOT isRead)
            ORDER BY number DESC
            LIMIT ?5
            """,
            .integer(filter.reader.number),
            .text(name),
            .integer(number ?? .max),
            .integer(filter.isUnreadOnly ? 1 : 0),
            .limit(limit),
            .integer(readTo),
            .integer(filter.isUnreadOnly ? readTo : 0)
        ) { DeliveredNotice(notice: Notice($0), isRead: $0.integer(7) == 1) }
    }

    /// Up to which notice to a recipient an account has read all; 0 for none.
    fileprivate func noticesReadTo(_ storedName: String, by account: AccountID) throws -> Int64 {
        try statements.first(
            "SELECT number FROM noticesReadTo WHERE account = ? AND recipient = ?",
            .integer(account.number),
            .text(storedName)
        ) { $0.integer(0) } ?? 0
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
        let recipient = try statements.first("SELECT recipient FROM notice WHERE number = ?", .integer(notice)) {
            $0.text(0)
        }
        // A mark of its own would only stay behind.
        if let recipient, try noticesReadTo(recipient, by: account) >= notice { return }
        try statements.run(
            "INSERT INTO noticeRead (account, notice) VALUES (?, ?) ON CONFLICT (account, notice) DO NOTHING",
            .integer(account.number),
            .integer(notice)
        )
        if let recipient { try advance(recipient, by: account) }
    }

    func markRead(to recipients: [NoticeRecipient], upTo notice: Int64, by account: AccountID) throws {
        for name in Set(recipients.map(\.storedName)) {
            try removeMarks(upTo: notice, name, by: account)
            try setNoticesReadTo(notice, name, by: account)
            try advance(name, by: account)
        }
    }

    func readdressNotices(of old: NoticeRecipient, to new: NoticeRecipient) throws {
        let found = try statements.first(
            """
            SELECT MIN(notice.number) FROM notice JOIN dossier ON dossier.id = notice.dossier
            WHERE notice.recipient = ? AND dossier.status NOT IN (3, 8, 10)
            """,
            .text(old.storedName)
        ) { $0.optionalInteger(0) }
        guard let first = found ?? nil else { return }
        try openGap(from: first, in: new.storedName)
        // What a reader has read of the old recipient without a gap is marked one by one before it goes.
        try statements.run(
            """
            INSERT INTO noticeRead (account, notice)
            SELECT noticesReadTo.account, notice.number
            FROM noticesReadTo
            JOIN notice ON notice.recipient = noticesReadTo.recipient AND notice.number <= noticesReadTo.number
            JOIN dossier ON dossier.id = notice.dossier
            WHERE noticesReadTo.recipient = ? AND dossier.status NOT IN (3, 8, 10)
            ON CONFLICT (account, notice) DO NOTHING
            """,
            .text(old.storedName)
        )
        try statements.run(
            """
            UPDATE notice SET recipient = ?
            WHERE recipient = ? AND (SELECT status FROM dossier WHERE id = notice.dossier) NOT IN (3, 8, 10)
            """,
            .text(new.storedName),
            .text(old.storedName)
        )
    }

    /// Marks one by one what readers of a recipient have read without a gap from a number on, so that others can come
    /// between, unread.
    private func openGap(from number: Int64, in storedName: String) throws {
        try statements.run(
            """
            INSERT INTO noticeRead (account, notice)
            SELECT noticesReadTo.account, notice.number
            FROM noticesReadTo
            JOIN notice ON notice.recipient = noticesReadTo.recipient
                AND notice.number BETWEEN ?2 AND noticesReadTo.number
            WHERE noticesReadTo.recipient = ?1
            ON CONFLICT (account, notice) DO NOTHING
            """,
            .text(storedName),
            .integer(number)
        )
        try statements.run(
            "UPDATE noticesReadTo SET number = ?2 WHERE recipient = ?1 AND number > ?2 AND ?2 > 0",
            .text(storedName),
            .integer(number - 1)
        )
        // Before the very first notice there is none that could have been read.
        try statements.run(
            "DELETE FROM noticesReadTo WHERE recipient = ?1 AND ?2 = 1",
            .text(storedName),
            .integer(number)
        )
    }

    /// How many notices one marking closes the gap over at most.
    private static let mostAdvanced = 200

    /// Takes those that were read one by one, and have no unread one before them, into what is read without a gap.
    private func advance(_ storedName: String, by account: AccountID) throws {
        let next = try statements.all(
            """
            SELECT number, EXISTS (SELECT 1 FROM noticeRead WHERE account = ?1 AND notice = notice.number)
            FROM notice
            WHERE recipient = ?2 AND number > ?3
            ORDER BY number
            LIMIT ?4
            """,
            .integer(account.number),
            .text(storedName),
            .integer(try noticesReadTo(storedName, by: account)),
            .limit(Self.mostAdvanced)
        ) { (number: $0.integer(0), isRead: $0.integer(1) == 1) }
        let read = next.prefix(while: \.isRead)
        guard let last = read.last else { return }
        try setNoticesReadTo(last.number, storedName, by: account)
        for notice in read {
            try statements.run(
                "DELETE FROM noticeRead WHERE account = ? AND notice = ?",
                .integer(account.number),
                .integer(notice.number)
            )
        }
    }

    /// Removes the marks of single notices that are about to be read without a gap, which would only stay behind.
    private func removeMarks(upTo notice: Int64, _ storedName: String, by account: AccountID) throws {
        try statements.run(
            """
            DELETE FROM noticeRead
            WHERE account = ?1 AND notice > ?3 AND notice <= ?4
                AND EXISTS (SELECT 1 FROM notice WHERE number = noticeRead.notice AND recipient = ?2)
            """,
            .integer(account.number),
            .text(storedName),
            .integer(try noticesReadTo(storedName, by: account)),
            .integer(notice)
        )
    }

    private func setNoticesReadTo(_ notice: Int64, _ storedName: String, by account: AccountID) throws {
        try statements.run(
            """
            INSERT INTO noticesReadTo (account, recipient, number) VALUES (?, ?, ?)
            ON CONFLICT (account, recipient) DO UPDATE SET number = max(number, excluded.number)
            """,
            .integer(account.number),
            .text(storedName),
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

import DossierDomain
import DossierEngine
import WorkingCalendar

/// Posts held for a time (điều động có thời hạn) in the table `posting`.
extension SQLiteReading {
    func postings(of account: AccountID, lastingTo date: LocalDate, limit: Int) throws -> [Posting] {
        try statements.all(
            """
            SELECT id, kind, place, fromDay, untilDay, endedAt
            FROM posting WHERE account = ? AND endedAt IS NULL AND untilDay >= ? ORDER BY id LIMIT ?
            """,
            .integer(account.number),
            .count(date.dayNumber),
            .limit(limit),
            read: Posting.init
        )
    }

    func postings(of account: AccountID, before posting: PostingID?, limit: Int) throws -> [Posting] {
        try statements.all(
            """
            SELECT id, kind, place, fromDay, untilDay, endedAt
            FROM posting WHERE account = ? AND id < ? ORDER BY id DESC LIMIT ?
            """,
            .integer(account.number),
            .integer(posting?.number ?? .max),
            .limit(limit),
            read: Posting.init
        )
    }

    func secondments(touching days: ClosedRange<LocalDate>, limit: Int) throws -> [StoredSecondment] {
        // A district gives some dozens of postings a year: an index would cost more than it saves.
        try statements.all(
            """
            SELECT id, kind, place, fromDay, untilDay, endedAt, account
            FROM posting WHERE kind = 'secondment' AND untilDay >= ? AND fromDay <= ? ORDER BY id LIMIT ?
            """,
            .count(days.lowerBound.dayNumber),
            .count(days.upperBound.dayNumber),
            .limit(limit)
        ) { StoredSecondment(account: AccountID(number: $0.integer(6)), posting: try Posting($0)) }
    }

    func posting(_ id: PostingID, of account: AccountID) throws -> Posting? {
        try statements.first(
            """
            SELECT id, kind, place, fromDay, untilDay, endedAt
            FROM posting WHERE id = ? AND account = ?
            """,
            .integer(id.number),
            .integer(account.number),
            read: Posting.init
        )
    }

    func instant(of posting: PostingID) throws -> Instant? {
        try statements.first("SELECT createdAt FROM posting WHERE id = ?", .integer(posting.number)) { $0.instant(0) }
    }
}

extension SQLiteTransaction {
    func insert(_ posting: Posting, of account: AccountID, at instant: Instant) throws -> Posting {
        try statements.run(
            """
            INSERT INTO posting (account, kind, place, fromDay, untilDay, createdAt)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            .integer(account.number),
            .text(posting.kind.rawValue),
            .text(posting.place.description),
            .count(posting.from.dayNumber),
            .count(posting.until.dayNumber),
            .instant(instant)
        )
        return Posting(
            id: PostingID(number: statements.lastRowNumber),
            kind: posting.kind,
            place: posting.place,
            from: posting.from,
            until: posting.until
        )
    }

    func endPosting(_ id: PostingID, at instant: Instant) throws {
        let changed = try statements.run(
            "UPDATE posting SET endedAt = ? WHERE id = ? AND endedAt IS NULL",
            .instant(instant),
            .integer(id.number)
        )
        guard changed == 1 else { throw StoreError(.damaged, "there is no posting \(id.number) to be ended") }
    }
}

extension Posting {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: PostingID(number: row.integer(0)),
            kind: try row.named(1, Kind.self),
            place: UnitPlace(text: row.text(2)),
            from: try row.date(3),
            until: try row.date(4),
            endedAt: row.optionalInstant(5)
        )
    }
}

import DossierEngine
import WorkingCalendar

/// Streams and their events (chuỗi sự kiện), appended.
extension SQLiteTransaction {
    func takeSerial(agencyIdentifier: String, date: LocalDate) throws -> Int {
        let (agency, day) = (SQLValue.text(agencyIdentifier), SQLValue.count(date.dayNumber))
        // Without RETURNING, for which SQLite makes a table each time.
        let taken = try statements.run(
            "UPDATE codeSerial SET last = last + 1 WHERE agency = ? AND day = ?",
            agency,
            day
        )
        if taken == 0 { try statements.run("INSERT INTO codeSerial (agency, day, last) VALUES (?, ?, 1)", agency, day) }
        let serial = try statements.first(
            "SELECT last FROM codeSerial WHERE agency = ? AND day = ?",
            agency,
            day
        ) { $0.count(0) }
        guard let serial else { throw StoreError(.damaged, "no serial was given") }
        return serial
    }

    func makeStream() throws -> StreamHead { try makeStream(named: nil) }

    func head(of stream: SystemEvent.Stream) throws -> StreamHead {
        let head = try statements.first(
            "SELECT id, eventCount, lastHash FROM stream WHERE name = ?",
            .text(stream.rawValue),
            read: StreamHead.init
        )
        return try head ?? makeStream(named: stream.rawValue)
    }

    func append(_ event: [UInt8], hash: Digest, to head: StreamHead) throws -> StreamHead {
        let position = head.count + 1
        let moved = try statements.run(
            "UPDATE stream SET eventCount = ?, lastHash = ? WHERE id = ? AND eventCount = ? AND lastHash = ?",
            .count(position),
            .digest(hash),
            .integer(head.id.number),
            .count(head.count),
            .digest(head.last)
        )
        guard moved == 1 else {
            throw StoreError(.damaged, "stream \(head.id.number) does not end at position \(head.count)")
        }
        try statements.run(
            "INSERT INTO event (stream, position, body) VALUES (?, ?, ?)",
            .integer(head.id.number),
            .count(position),
            .blob(event)
        )
        return StreamHead(id: head.id, count: position, last: hash)
    }

    private func makeStream(named name: String?) throws -> StreamHead {
        try statements.run(
            "INSERT INTO stream (name, eventCount, lastHash) VALUES (?, 0, ?)",
            .optional(name),
            .digest(.zero)
        )
        return StreamHead(id: StreamID(number: statements.lastRowNumber), count: 0, last: .zero)
    }
}

extension StreamHead {
    /// Reads number, count and last hash from the first three columns.
    init(_ row: SQLRow) throws {
        self.init(id: StreamID(number: row.integer(0)), count: row.count(1), last: try row.digest(2))
    }
}

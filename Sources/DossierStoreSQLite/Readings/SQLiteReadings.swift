import DossierEngine

/// Readings of dossiers (lượt xem hồ sơ) in the table `reading`, each with its event.
extension SQLiteReading {
    func readings(of dossier: StreamID, before sequence: Int64?, limit: Int) throws -> [SequencedEvent] {
        try statements.all(
            """
            SELECT event.seq, event.stream, event.position, event.body
            FROM reading JOIN event ON event.seq = reading.event
            WHERE reading.dossier = ? AND reading.event < ?
            ORDER BY reading.event DESC
            LIMIT ?
            """,
            .integer(dossier.number),
            .integer(sequence ?? .max),
            .limit(limit),
            read: SequencedEvent.init(_:)
        )
    }

    func lastReading(
        of dossier: StreamID,
        part: DossierReading.Part,
        by reader: String
    ) throws -> SequencedEvent? {
        try statements.first(
            """
            SELECT event.seq, event.stream, event.position, event.body
            FROM reading JOIN event ON event.seq = reading.event
            WHERE reading.dossier = ? AND reading.reader = ? AND reading.part = ?
            ORDER BY reading.event DESC
            LIMIT 1
            """,
            .integer(dossier.number),
            .text(reader),
            .text(part.rawValue),
            read: SequencedEvent.init(_:)
        )
    }

    func reading(_ sequence: Int64) throws -> ReadingRow? {
        try statements.first(
            "SELECT event, dossier, reader, part, at FROM reading WHERE event = ?",
            .integer(sequence)
        ) { row in
            ReadingRow(
                sequence: row.integer(0),
                dossier: StreamID(number: row.integer(1)),
                reader: row.text(2),
                part: try row.named(3, DossierReading.Part.self),
                at: row.instant(4)
            )
        }
    }

    func readingCount() throws -> Int { try statements.first("SELECT count(*) FROM reading") { $0.count(0) } ?? 0 }
}

extension SQLiteTransaction {
    func insert(_ reading: ReadingRow) throws {
        try statements.run(
            "INSERT INTO reading (event, dossier, reader, part, at) VALUES (?, ?, ?, ?, ?)",
            .integer(reading.sequence),
            .integer(reading.dossier.number),
            .text(reading.reader),
            .text(reading.part.rawValue),
            .instant(reading.at)
        )
    }
}

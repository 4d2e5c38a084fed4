import DossierEngine

/// Events of all streams in the global sequence and the tree over them (lịch sử và cây băm).
extension SQLiteReading {
    func lastSequence() throws -> Int64 {
        try statements.first("SELECT seq FROM event ORDER BY seq DESC LIMIT 1") { $0.integer(0) } ?? 0
    }

    func readEvents(after sequence: Int64, limit: Int, _ take: (SequencedEvent) throws -> Void) throws {
        let sql: StaticString =
            hasArchive
            ? """
            SELECT seq, stream, position, body FROM main.event WHERE seq > ?1
            UNION ALL
            SELECT kept.seq, kept.stream, kept.position, kept.body FROM archive.event AS kept
            WHERE kept.seq > ?1 AND EXISTS (
                SELECT 1 FROM main.dossier WHERE dossier.id = kept.stream AND dossier.archivedAt IS NOT NULL)
            ORDER BY seq LIMIT ?2
            """
            : "SELECT seq, stream, position, body FROM event WHERE seq > ? ORDER BY seq LIMIT ?"
        _ = try statements.all(sql, .integer(sequence), .limit(limit)) { try take(SequencedEvent($0)) }
    }

    func stream(named stream: SystemEvent.Stream) throws -> StreamID? {
        try statements.first("SELECT id FROM stream WHERE name = ?", .text(stream.rawValue)) { row in
            StreamID(number: row.integer(0))
        }
    }

    func event(of stream: StreamID, at position: Int) throws -> SequencedEvent? {
        try first(
            "SELECT seq, stream, position, body FROM event WHERE stream = ? AND position = ?",
            orArchived: """
                SELECT kept.seq, kept.stream, kept.position, kept.body FROM archive.event AS kept
                WHERE kept.stream = ?1 AND kept.position = ?2 AND EXISTS (
                    SELECT 1 FROM main.dossier WHERE dossier.id = ?1 AND dossier.archivedAt IS NOT NULL)
                """,
            .integer(stream.number),
            .count(position),
            read: SequencedEvent.init
        )
    }

    func latestEvents(
        of stream: SystemEvent.Stream,
        before position: Int?,
        limit: Int
    ) throws -> [SequencedEvent] {
        // Named streams are never archived.
        try statements.all(
            """
            SELECT seq, stream, position, body
            FROM event
            WHERE stream = (SELECT id FROM stream WHERE name = ?) AND position < ?
            ORDER BY position DESC LIMIT ?
            """,
            .text(stream.rawValue),
            .count(position ?? .max),
            .limit(limit),
            read: SequencedEvent.init
        )
    }

    func treeSize() throws -> Int64 {
        let last = try statements.first(
            "SELECT id, length(hashes) / 32 FROM treeTile WHERE id >= 0 AND id < ? ORDER BY id DESC LIMIT 1",
            .integer(TreeTile.levelSpan)
        ) { $0.integer(0) * Int64(TreeTile.width) + $0.integer(1) }
        return last ?? 0
    }

    func tile(_ tile: TreeTile) throws -> [UInt8]? {
        try statements.first("SELECT hashes FROM treeTile WHERE id = ?", .integer(tile.id)) { $0.blob(0) }
    }
}

extension SQLiteTransaction {
    func put(_ hashes: [UInt8], as tile: TreeTile) throws {
        try statements.run(
            "INSERT INTO treeTile (id, hashes) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET hashes = excluded.hashes",
            .integer(tile.id),
            .blob(hashes)
        )
    }
}

extension TreeTile {
    /// How many numbers the key of the table leaves to one level.
    fileprivate static let levelSpan: Int64 = 1 << 48

    /// The key of the table.
    fileprivate var id: Int64 { Int64(level) * Self.levelSpan + number }
}

extension SequencedEvent {
    /// Reads number, stream, position and body from the first four columns.
    init(_ row: SQLRow) {
        self.init(
            sequence: row.integer(0),
            stream: StreamID(number: row.integer(1)),
            position: row.count(2),
            body: row.blob(3)
        )
    }
}

import DossierEngine

/// Events of a stream (sự kiện), read in order.
extension SQLiteReading {
    func head(of stream: StreamID) throws -> StreamHead {
        let head = try statements.first(
            "SELECT id, eventCount, lastHash FROM stream WHERE id = ?",
            .integer(stream.number),
            read: StreamHead.init
        )
        guard let head else { throw StoreError(.damaged, "there is no stream \(stream.number)") }
        return head
    }

    func events(of stream: StreamID, after position: Int, limit: Int) throws -> [[UInt8]] {
        try all(
            "SELECT body FROM event WHERE stream = ? AND position > ? ORDER BY position LIMIT ?",
            orArchived: """
                SELECT kept.body FROM archive.event AS kept
                WHERE kept.stream = ?1 AND kept.position > ?2 AND EXISTS (
                    SELECT 1 FROM main.dossier WHERE dossier.id = ?1 AND dossier.archivedAt IS NOT NULL)
                ORDER BY kept.position LIMIT ?3
                """,
            .integer(stream.number),
            .count(position),
            .limit(limit)
        ) { $0.blob(0) }
    }
}

import DossierEngine

/// Events of a stream (sự kiện), read in order.
extension SQLiteReading {
    func events(of stream: StreamID, after position: Int, limit: Int) throws -> [[UInt8]] {
        try statements.all(
            "SELECT body FROM event WHERE stream = ? AND position > ? ORDER BY position LIMIT ?",
            .integer(stream.number),
            .count(position),
            .limit(limit)
        ) { $0.blob(0) }
    }
}

extension StoreSnapshot {
    /// Takes every event of a stream in order (duyệt sự kiện), by pages; none if the stream has none.
    ///
    /// - Parameters:
    ///   - stream: The stream.
    ///   - pageSize: How many events are read at once, 1 or more.
    ///   - take: Takes the canonical form of an event.
    /// - Throws: What the closure throws; ``StoreError`` if the store cannot be read.
    func walkEvents(of stream: StreamID, pageSize: Int, _ take: ([UInt8]) throws -> Void) throws {
        var position = 0
        while true {
            let page = try events(of: stream, after: position, limit: pageSize)
            for event in page { try take(event) }
            // Positions have no gaps, so that a page ends at the place of its last event.
            position += page.count
            if page.count < pageSize { return }
        }
    }
}

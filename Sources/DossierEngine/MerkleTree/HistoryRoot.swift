extension StoreSnapshot {
    /// The root of the tree over all events there are (gốc cây băm lịch sử), from the stored tiles and what they do not
    /// hold yet; nothing is written.
    ///
    /// - Returns: How many events there are and the root, or nil if the tree has no key, as before its first start.
    /// - Throws: ``StoreError``, of code damaged if tiles do not fit or an event is missing from the sequence.
    public func historyRoot() throws -> (size: Int64, root: Digest)? {
        guard let key = try leafKey() else { return nil }
        let leaf = EventLeaf(key: key)
        var frontier = try TileFrontier(size: try treeSize()) { try tile($0) }
        while true {
            let before = frontier.size
            try readEvents(after: before, limit: HistoryTree.batchSize) { event in
                guard event.sequence == frontier.size + 1 else {
                    throw StoreError(.damaged, "event \(frontier.size + 1) is missing from the history")
                }
                frontier.append(leaf.hash(of: event.body, at: event.sequence)) { _, _ in }
            }
            if frontier.size - before < Int64(HistoryTree.batchSize) { return (frontier.size, frontier.root) }
        }
    }
}

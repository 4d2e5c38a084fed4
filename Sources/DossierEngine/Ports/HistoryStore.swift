/// What can be asked of the history of all dossiers and named streams, and of the tree over it.
///
/// The global sequence begins with 1 and has no gaps: a store gives the next number to each event it appends, and
/// takes none back. Every method throws ``StoreError`` if the store cannot be read.
public protocol HistorySnapshot {
    /// The number of the last event; 0 while there is none.
    func lastSequence() throws -> Int64
    /// Reads events of all streams in the global sequence, one at a time.
    ///
    /// - Parameters:
    ///   - sequence: The number after which reading begins.
    ///   - limit: How many at most.
    ///   - take: Takes an event.
    /// - Throws: Whatever the closure throws; ``StoreError`` if the store cannot be read.
    func readEvents(after sequence: Int64, limit: Int, _ take: (SequencedEvent) throws -> Void) throws
    /// The stream of a name; nil if nothing was written to it.
    func stream(named stream: SystemEvent.Stream) throws -> StreamID?
    /// The event of a place in a stream; nil if there is none.
    func event(of stream: StreamID, at position: Int) throws -> SequencedEvent?
    /// Events of a named stream, newest first, before a position; at most `limit`.
    func latestEvents(
        of stream: SystemEvent.Stream,
        before position: Int?,
        limit: Int
    ) throws -> [SequencedEvent]
    /// How many events the tree holds: those of its last tile of level 0 and of all before it.
    func treeSize() throws -> Int64
    /// The hashes of a tile, one after the other; nil if there is none.
    func tile(_ tile: TreeTile) throws -> [UInt8]?
}

/// How the tree grows.
public protocol HistoryTransaction {
    /// Puts a tile into its place, where a shorter one may lie.
    func put(_ hashes: [UInt8], as tile: TreeTile) throws
}

/// An event with its place among all.
public struct SequencedEvent: Hashable, Sendable {
    /// Its number in the global sequence, from 1.
    public let sequence: Int64
    /// The stream it belongs to.
    public let stream: StreamID
    /// Its place in the stream.
    public let position: Int
    /// The canonical form.
    public let body: [UInt8]

    /// Creates an event.
    public init(sequence: Int64, stream: StreamID, position: Int, body: [UInt8]) {
        self.sequence = sequence
        self.stream = stream
        self.position = position
        self.body = body
    }
}

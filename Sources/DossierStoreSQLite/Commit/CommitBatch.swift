/// What one commit of the writer was like (lô ghi), for metrics.
public struct CommitBatch: Hashable, Sendable {
    /// How many changes ran in it, the failed ones included.
    public let size: Int
    /// How long it took from its begin to its end on disk, in seconds.
    public let seconds: Double
    /// How many pages the WAL held afterwards.
    public let walPages: Int
    /// Whether it reached the disk.
    public let isCommitted: Bool

    /// Creates a description of a commit.
    public init(size: Int, seconds: Double, walPages: Int, isCommitted: Bool) {
        self.size = size
        self.seconds = seconds
        self.walPages = walPages
        self.isCommitted = isCommitted
    }
}

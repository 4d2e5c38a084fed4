public import DossierEngine

/// How the store works (tùy chọn kho hồ sơ).
public struct SQLiteStoreOptions: Sendable {
    /// How many changes may wait for the writer, 1 or more; one more is refused as busy.
    public var writerQueue: Int
    /// How many changes one commit holds at most, 1 or more.
    public var batch: Int
    /// Whether concurrent changes share a commit; false only to measure what sharing is worth.
    public var groupsCommits: Bool
    /// How many queries run at the same time, 1 or more.
    public var readers: Int
    /// From how many pages of 4 KiB in the write-ahead log on it is copied into the database.
    public var checkpointPages: Int
    /// Whether the archive may be changed, which only a command does that works with the server stopped.
    public var writesArchive: Bool
    /// Told of every commit, on the writer's thread: it must be quick.
    public var observeCommit: @Sendable (CommitBatch) -> Void
    /// Told once that nothing can be written any more, because the disk failed at a commit; on the writer's thread.
    public var onFailure: @Sendable (StoreError) -> Void

    /// Creates options.
    ///
    /// - Parameters:
    ///   - writerQueue: How many changes may wait for the writer.
    ///   - batch: How many changes one commit holds at most.
    ///   - groupsCommits: Whether concurrent changes share a commit.
    ///   - readers: How many queries run at the same time.
    ///   - checkpointPages: From how many pages on the write-ahead log is copied; 4,096 pages are 16 MiB.
    ///   - writesArchive: Whether the archive may be changed.
    ///   - observeCommit: Told of every commit.
    ///   - onFailure: Told that nothing can be written any more.
    public init(
        writerQueue: Int = 4096,
        batch: Int = 128,
        groupsCommits: Bool = true,
        readers: Int = 4,
        checkpointPages: Int = 4096,
        writesArchive: Bool = false,
        observeCommit: @escaping @Sendable (CommitBatch) -> Void = { _ in },
        onFailure: @escaping @Sendable (StoreError) -> Void = { _ in }
    ) {
        self.writerQueue = writerQueue
        self.batch = batch
        self.groupsCommits = groupsCommits
        self.readers = readers
        self.checkpointPages = checkpointPages
        self.writesArchive = writesArchive
        self.observeCommit = observeCommit
        self.onFailure = onFailure
    }
}

/// By which a database and its archive know each other (dấu nhận biết kho lưu trữ).
public struct ArchiveMark: Hashable, Sendable {
    /// 32 hexadecimal digits, drawn when the archive was made.
    public let identity: String
    /// How often the archive was changed; in the database, how often at least.
    public let generation: Int64

    /// Creates a mark.
    public init(identity: String, generation: Int64) {
        self.identity = identity
        self.generation = generation
    }
}

/// What an archive holds (nội dung kho lưu trữ), told by itself.
public struct ArchiveSummary: Hashable, Sendable {
    /// Its mark.
    public let mark: ArchiveMark
    /// How many dossiers.
    public let dossiers: Int64
    /// How many events.
    public let events: Int64
}

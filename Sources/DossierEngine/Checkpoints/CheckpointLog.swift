/// The append-only file of checkpoints (tệp mốc lịch sử), outside the database: what is in it is never changed.
///
/// Every method throws ``CheckpointLogError`` if the file cannot be read or written.
public protocol CheckpointLog: Sendable {
    /// The last whole checkpoint; nil if there is none.
    func last() async throws -> SignedCheckpoint?
    /// Adds a checkpoint; when this returns, it is on disk.
    func append(_ checkpoint: SignedCheckpoint) async throws
    /// A page of checkpoints, the newest first.
    ///
    /// - Parameters:
    ///   - place: Where the page begins, as an earlier page said; nil for the newest.
    ///   - limit: How many at most.
    /// - Returns: The checkpoints, and where the list goes on; nil at its end.
    /// - Throws: ``CheckpointLogError``.
    func page(before place: Int64?, limit: Int) async throws -> (checkpoints: [SignedCheckpoint], next: Int64?)
}

/// Why the file of checkpoints cannot be used.
public struct CheckpointLogError: Error, Sendable, CustomStringConvertible {
    /// What happened, for the log.
    public let description: String

    /// Creates an error.
    public init(_ description: String) { self.description = description }
}

import DossierEngine

/// A change that waits for the writer, and how its caller is answered.
struct QueuedChange: Sendable {
    /// What answers the caller; called once, after the commit.
    typealias Reply = @Sendable () -> Void

    /// Runs the change; the answer it gives is for after the commit.
    let run: @Sendable (any StoreTransaction) throws -> Reply
    /// Answers the caller with a failure.
    let fail: @Sendable (any Error) -> Void
}

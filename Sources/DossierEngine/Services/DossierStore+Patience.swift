extension DossierStore {
    /// Runs a change whose loss could not be made good (ghi cho bằng được): where the writer's queue is full it is
    /// asked for again and again, up to a minute.
    ///
    /// What a gateway or another system has answered is known once only; staff who wait may ask again themselves.
    ///
    /// - Parameters:
    ///   - pace: How it waits.
    ///   - change: The change.
    /// - Returns: What the closure returns.
    /// - Throws: As ``DossierStore/transact(_:)``.
    func transactPatiently<Result: Sendable>(
        by pace: any ServicePace,
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        for _ in 1..<Patience.tries {
            do {
                return try await transact(change)
            } catch let error as StoreError where error.code == .busy {
                // Whoever may not wait any more is told of the store.
                do { try await pace.wait(milliseconds: Patience.pauseMilliseconds) } catch { break }
            }
        }
        return try await transact(change)
    }
}

/// How long a full queue is waited for.
private enum Patience {
    /// The pause between two tries.
    static let pauseMilliseconds: Int64 = 250
    /// How often it is tried: for as long as a gateway's lease lasts.
    static let tries = 240
}

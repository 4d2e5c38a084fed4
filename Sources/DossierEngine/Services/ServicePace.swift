import ServiceLifecycle

/// How a service waits between two looks at its work.
public protocol ServicePace: Sendable {
    /// Waits, or returns sooner if somebody hints at new work.
    ///
    /// - Throws: `CancellationError`.
    func wait(milliseconds: Int64) async throws
}

extension ServicePace {
    /// Works until the service is shut down (làm việc đến khi dừng): round after round, with a pause after one that
    /// found nothing to do or failed.
    ///
    /// A round that is under way when the service is shut down is let come to its end, which is its own to keep near: a
    /// gateway that is asked is better heard out than cut off.
    ///
    /// - Parameters:
    ///   - milliseconds: The pause.
    ///   - round: Does what there is to do, and returns how much that was.
    ///   - onFailure: Told of a round that failed.
    public func repeating(
        pause milliseconds: Int64,
        _ round: () async throws -> Int,
        onFailure: (any Error) -> Void
    ) async {
        while Task.goesOn {
            var done = 0
            do {
                done = try await round()
            } catch is CancellationError {
                return
            } catch {
                onFailure(error)
            }
            guard done == 0 else { continue }
            do {
                try await cancelWhenGracefulShutdown { try await wait(milliseconds: milliseconds) }
            } catch {
                return
            }
        }
    }
}

extension Task where Success == Never, Failure == Never {
    /// Whether a service may begin more work (còn được làm tiếp): it is neither cancelled nor being shut down.
    public static var goesOn: Bool { !isCancelled && !isShuttingDownGracefully }
}

import Dispatch
import Synchronization

/// A thread for work on a disk that may hang (luồng riêng cho ổ đĩa có thể treo): whoever waits for it can give up.
///
/// What hangs in the system can be neither answered nor broken off; it is left to itself, and to the process' end.
final class DiskThread: Sendable {
    private let queue: DispatchQueue

    /// Makes a thread.
    ///
    /// - Parameter label: Its name for whoever looks at the process.
    init(_ label: String) { queue = DispatchQueue(label: label, qos: .utility) }

    /// Works on the thread, after what was given to it before.
    ///
    /// - Parameter work: The work; it goes on when nobody waits for it any more.
    /// - Returns: What it gives.
    /// - Throws: What it throws; `CancellationError` as soon as the caller is cancelled.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let waiting = Waiting<Value>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting.begin(continuation)
                queue.async { waiting.end(with: Result { try work() }) }
            }
        } onCancel: {
            waiting.end(with: .failure(CancellationError()))
        }
    }
}

/// Who waits for a result, which comes from the work or from a cancellation; the first one counts.
private final class Waiting<Value: Sendable>: Sendable {
    private enum State {
        case notYet
        case waiting(CheckedContinuation<Value, any Error>)
        case ended(Result<Value, any Error>)
    }

    private let state = Mutex(State.notYet)

    func begin(_ continuation: CheckedContinuation<Value, any Error>) {
        let result = state.withLock { state -> Result<Value, any Error>? in
            if case .ended(let result) = state { return result }
            state = .waiting(continuation)
            return nil
        }
        if let result { continuation.resume(with: result) }
    }

    func end(with result: Result<Value, any Error>) {
        let continuation = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            defer { if case .ended = state {} else { state = .ended(result) } }
            guard case .waiting(let continuation) = state else { return nil }
            return continuation
        }
        continuation?.resume(with: result)
    }
}

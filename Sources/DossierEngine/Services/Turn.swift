import Synchronization

/// A place where only one caller works at a time (lần lượt từng việc), in the order they came.
///
/// An actor alone would let a second caller begin while the first waits for the store.
final class Turn: Sendable {
    /// How many callers may wait; one more is a mistake of the program, for each service and request waits once.
    static let maximumWaiting = 10_000

    private struct Queue {
        var isTaken = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let queue = Mutex(Queue())

    /// Works when all who came earlier are done.
    ///
    /// - Throws: What the work throws.
    func take<Result>(_ work: () async throws -> Result) async rethrows -> Result {
        await begin()
        defer { end() }
        return try await work()
    }

    private func begin() async {
        await withCheckedContinuation { continuation in
            let isFree = queue.withLock { queue -> Bool in
                guard queue.isTaken else {
                    queue.isTaken = true
                    return true
                }
                precondition(queue.waiting.count < Self.maximumWaiting, "Too many wait for one turn")
                queue.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func end() {
        let next = queue.withLock { queue -> CheckedContinuation<Void, Never>? in
            guard !queue.waiting.isEmpty else {
                queue.isTaken = false
                return nil
            }
            return queue.waiting.removeFirst()
        }
        next?.resume()
    }
}

/// Work that may hang (việc có hạn chờ): whoever waits for it gives up after a time.
///
/// What hangs in the system can be neither answered nor broken off, nor can whoever waits for its task; so the work is
/// a task of its own, left to itself and to the process' end.
enum BoundedWork {
    /// Works, and waits for the end of the work no longer than a time.
    ///
    /// - Parameters:
    ///   - limit: How long.
    ///   - work: The work; it is cancelled when nobody waits for it any more.
    /// - Returns: Whether it came to its end.
    static func run(within limit: Duration, _ work: @escaping @Sendable () async -> Void) async -> Bool {
        let (ends, end) = AsyncStream<Bool>.makeStream()
        let working = Task {
            await work()
            end.yield(true)
        }
        let waiting = Task {
            // Cancelled once the work has ended: then nobody listens any more.
            try? await Task.sleep(for: limit)
            end.yield(false)
        }
        defer {
            working.cancel()
            waiting.cancel()
        }
        for await isDone in ends { return isDone }
        return false
    }
}

/// The time of an inbox (thời gian của hộp tin đến): how long it has been there, and waiting.
struct InboxTime: Sendable {
    /// How long ago it was created.
    let elapsed: @Sendable () -> Duration
    /// Waits; ends early with an error if the task is cancelled.
    let sleep: @Sendable (Duration) async throws -> Void

    /// Creates it from a clock that does not jump.
    init<Source: Clock>(_ clock: Source) where Source.Duration == Duration {
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(until: clock.now.advanced(by: $0), tolerance: nil) }
    }

    /// Creates it from its parts.
    init(elapsed: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.elapsed = elapsed
        self.sleep = sleep
    }
}

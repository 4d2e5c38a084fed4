/// The bounds that every gateway keeps (các giới hạn khi gửi).
enum SendingBounds {
    /// How long a text waits for a slot; the relay asks again, so a longer wait would only hide that it is busy.
    static let slotWait = Duration.seconds(5)
    /// The longest time-out that a description may name, in seconds: with the wait for a slot it stays under the 60 s
    /// after which a relay may hold a send for lost.
    static let maximumTimeoutSeconds = 50
    /// The most texts that a description may have sent at once; providers cut off clients with more connections.
    static let maximumConcurrency = 64
    /// The most segments of a text, as many as a concatenation header can count.
    static let maximumSegments = 255

    /// Holds the numbers of a description to their ranges; those left out are within them.
    static func check(
        timeoutSeconds: Int = 1,
        concurrency: Int = 1,
        maximumSegments: Int
    ) throws(GatewayDescriptionError) {
        for (field, number, maximum) in [
            ("timeoutSeconds", timeoutSeconds, maximumTimeoutSeconds),
            ("concurrency", concurrency, maximumConcurrency),
            ("maximumSegments", maximumSegments, Self.maximumSegments),
        ] {
            try GatewayDescriptionError.check(number, in: 1...maximum, field: field)
        }
    }
}

/// A bound of time was passed (quá thời hạn).
struct TimeBoundPassed: Error {}

/// Runs `work`, and cancels it when `bound` has passed.
///
/// - Throws: ``TimeBoundPassed``, or what `work` throws.
func within<Value: Sendable>(
    _ bound: Duration,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        defer { group.cancelAll() }
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: bound)
            throw TimeBoundPassed()
        }
        guard let value = try await group.next() else { throw TimeBoundPassed() }
        return value
    }
}

/// How long ``until(_:within:_:)`` waits between two looks.
private let pause = Duration.milliseconds(50)

/// Looks until something is so.
///
/// - Parameters:
///   - what: What should be so.
///   - bound: How long at most, far more than anything here needs.
///   - isSo: Looks.
/// - Throws: ``PeerFailure`` that says `what` if it never is.
public func until(
    _ what: String,
    within bound: Duration = .seconds(600),
    _ isSo: () async throws -> Bool
) async throws {
    let start = ContinuousClock.now
    while try await !isSo() {
        guard ContinuousClock.now - start < bound else { throw PeerFailure(what + ": never within \(bound)") }
        try await Task.sleep(for: pause)
    }
}

/// Why a test cannot go on with a program of somebody else.
public struct PeerFailure: Error, CustomStringConvertible {
    /// The reason.
    public let description: String

    /// Creates a failure.
    ///
    /// - Parameter description: The reason.
    public init(_ description: String) { self.description = description }
}

import Testing

/// How often ``until(_:_:)`` looks: with the pauses 600 s in all, far more than anything here needs.
private let tries = 12_000
/// How long it waits between two looks.
private let pause = Duration.milliseconds(50)

/// Looks until something is so.
///
/// - Throws: An issue that says `what` if it never is.
func until(_ what: Comment, _ isSo: () async throws -> Bool) async throws {
    for _ in 0..<tries {
        if try await isSo() { return }
        try await Task.sleep(for: pause)
    }
    try #require(Bool(false), what)
}

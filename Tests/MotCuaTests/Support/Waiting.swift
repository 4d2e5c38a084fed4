import Testing

/// Waits for something that another process or task brings about, for two minutes at most.
func waiting(for what: String, _ isThere: () async throws -> Bool) async throws {
    let start = ContinuousClock.now
    while try await isThere() == false {
        try #require(ContinuousClock.now - start < .seconds(120), "there is no \(what)")
        try await Task.sleep(for: .milliseconds(5))
    }
}

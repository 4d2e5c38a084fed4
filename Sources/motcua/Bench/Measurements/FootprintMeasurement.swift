/// The time to start and the memory at rest (thời gian khởi động và bộ nhớ) on the database asked for.
struct FootprintMeasurement: Measurement {
    let name = "footprint"

    func take(at site: BenchSite, repetition: Int) async throws {
        let server = try await site.startServer(on: site.full.path)
        defer { server.stop() }
        site.figures.add(server.secondsToReady, to: "start.seconds")
        // One round of its services, which look at their work once a second.
        try await Task.sleep(for: .milliseconds(1_200))
        site.figures.add(try server.residentMebibytes, to: "memory.idle")
    }
}

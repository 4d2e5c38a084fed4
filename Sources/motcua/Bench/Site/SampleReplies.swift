/// What the peers repeat (mẫu cho các chương trình so sánh): a reply of the real server, and the rows of real intakes.
struct SampleReplies {
    /// How many intakes are made to be copied.
    private static let intakes = 64

    /// A code of the database.
    let code: String
    /// The answer to its look-up.
    let reply: PreparedReply
    /// The loop that writes what intakes wrote.
    let intake: PlainIntake

    /// Lets the real server answer and write once.
    ///
    /// - Throws: `CommandFailure` if it does not, `StoreError`.
    init(of site: BenchSite) async throws {
        code = site.full.codes.first ?? ""
        let copy = try site.folder.copy(of: site.full.path, named: "sample.sqlite", alwaysFresh: true)
        do {
            let server = try await site.startServer(on: copy)
            defer { server.stop() }
            reply = try await site.status(of: code, on: server)
            let token = try await site.token("desk", on: server)
            let plan = LoadPlan(
                port: server.port,
                connections: 8,
                status: 201,
                requests: IntakeMeasurement.requests(token: token, limit: Self.intakes)
            )
            let outcome = try await site.load(plan)
            guard outcome.replies == Self.intakes else {
                throw CommandFailure(developer: "The sample intakes were not taken: \(outcome.failures)")
            }
        }
        intake = try PlainIntake(readingNewest: Self.intakes, of: copy)
        site.folder.remove(copy)
    }
}

import NIOCore

/// Look-ups of public statuses by code (tra cứu theo mã), on the real server or on a bare one with the same bytes.
struct LookupMeasurement: Measurement {
    /// Who answers.
    enum Server: Hashable {
        /// The real server on the database asked for.
        case real
        /// The real server on the small database.
        case realOnSmall
        /// A Hummingbird route that gives prepared bytes.
        case bare
    }

    let server: Server
    let connections: Int

    var name: String {
        switch server {
        case .real: "lookup-\(connections)"
        case .realOnSmall: "lookup-\(connections)-small"
        case .bare: "lookup-\(connections)-bare"
        }
    }

    var needsSample: Bool { server == .bare }

    func take(at site: BenchSite, repetition: Int) async throws {
        let database = server == .realOnSmall ? site.small ?? site.full : site.full
        let child: ChildProcess
        if server == .bare, let sample = site.sample {
            child = try await site.startBareServer(sample.reply)
        } else {
            child = try await site.startServer(on: database.path)
        }
        defer { child.stop() }
        try await site.measure(
            child,
            connections: connections,
            status: 200,
            as: name,
            requests: Self.requests(for: database, from: repetition)
        )
    }

    /// Look-ups of a database's codes in random order; another part of them first in each repetition.
    static func requests(
        for database: SeededDatabase,
        from repetition: Int
    ) -> @Sendable () -> any RequestSource {
        let requests = database.codes.map { RequestBytes.get("/api/v1/status/" + $0) }
        let start = repetition * 7_919
        return { RepeatedRequests(requests, from: start) }
    }
}

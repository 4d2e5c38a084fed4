import NIOCore

/// Look-ups of public statuses by code (tra cứu theo mã), on the real server or on a peer that answers the same.
struct LookupMeasurement: Measurement {
    /// Who answers.
    enum Server: Hashable {
        /// The real server on the database asked for.
        case real
        /// The real server on the small database.
        case realOnSmall
        /// A Hummingbird route that gives prepared bytes.
        case bare
        /// Go's net/http with go-sqlite3 on the database asked for.
        case go
    }

    let server: Server
    let connections: Int

    var name: String {
        switch server {
        case .real: "lookup-\(connections)"
        case .realOnSmall: "lookup-\(connections)-small"
        case .bare: "lookup-\(connections)-bare"
        case .go: "lookup-\(connections)-go"
        }
    }

    var needsSample: Bool { server == .bare || server == .go }

    func take(at site: BenchSite, repetition: Int) async throws {
        let database = server == .realOnSmall ? site.small ?? site.full : site.full
        guard let child = try await start(on: database, site) else { return }
        defer { child.stop() }
        try await site.measure(
            child,
            connections: connections,
            status: 200,
            as: name,
            requests: Self.requests(for: database, from: repetition)
        )
    }

    /// Starts who answers; nil for a peer that is not there, whose lines are left out.
    private func start(on database: SeededDatabase, _ site: BenchSite) async throws -> ChildProcess? {
        switch server {
        case .real, .realOnSmall: return try await site.startServer(on: database.path)
        case .bare:
            guard let sample = site.sample else { return nil }
            return try await site.startBareServer(sample.reply)
        case .go:
            guard let go = site.go, let sample = site.sample else { return nil }
            return try await site.start(go, answeringLike: sample)
        }
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

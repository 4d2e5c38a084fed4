import NIOCore
import NIOPosix

/// What clerks feel of an attack (bão yêu cầu): eight of them register dossiers while somebody does the server no good.
///
/// Attackers come from other addresses than the clerks, which is how the server tells them apart.
struct StormMeasurement: Measurement {
    private static let clerks = 8
    /// A clerk's rest between two dossiers: far more than they do, so that a p99 has enough to count.
    private static let rest = TimeAmount.milliseconds(20)
    private static let attackers = 64
    /// The address of attackers that send whole requests.
    private static let source = "127.0.1.99"

    let name = "storm"

    func take(at site: BenchSite, repetition: Int) async throws {
        _ = OpenFileLimit.raise()
        try await site.serveCopy(named: name) { server in
            let token = try await site.token("desk", on: server)
            site.figures.add(try await site.load(desk(site, server, token)), to: "storm-quiet")
            try await requests("logins", Self.logins, site, server, token)
            try await requests("guesses", Self.guesses, site, server, token)
            for (name, storm) in Self.storms { try await connections(name, storm, site, server, token) }
            site.figures.add(try server.peakMebibytes, to: "storm.memory")
        }
    }

    /// An attack by whole requests, one after the other on each connection.
    private func requests(
        _ name: String,
        _ source: @escaping @Sendable () -> any RequestSource,
        _ site: BenchSite,
        _ server: ChildProcess,
        _ token: String
    ) async throws {
        var attack = site.plan(server, connections: Self.attackers, status: 0, requests: source)
        attack.source = Self.source
        attack.seconds = site.settings.seconds + site.settings.warmUpSeconds
        let clerks = desk(site, server, token)
        let (plan, loops) = (attack, site.loops)
        async let attacked = LoadRun.run(plan, on: loops.next())
        async let served = LoadRun.run(clerks, on: loops.next())
        site.figures.add(try await served, to: "storm-\(name)")
        let answers = try await attacked.failures.values.reduce(0, +)
        site.figures.add(Double(answers) / (attack.seconds ?? 1), to: "storm-\(name).attacks")
    }

    /// An attack by connections that stay.
    private func connections(
        _ name: String,
        _ storm: ConnectionStorm,
        _ site: BenchSite,
        _ server: ChildProcess,
        _ token: String
    ) async throws {
        // It is whole before the clerks count, and outlasts them.
        let calm = 5.0
        let seconds = site.settings.seconds + site.settings.warmUpSeconds + 2 * calm
        let (port, loops) = (server.port, site.loops)
        async let blown = storm.blow(at: port, for: seconds, on: loops)
        try await Task.sleep(for: .seconds(calm))
        site.figures.add(try await site.load(desk(site, server, token)), to: "storm-\(name)")
        site.figures.add(Double(try await blown), to: "storm-\(name).open")
    }

    private func desk(_ site: BenchSite, _ server: ChildProcess, _ token: String) -> LoadPlan {
        var plan = site.plan(
            server,
            connections: Self.clerks,
            status: 201,
            requests: IntakeMeasurement.requests(token: token)
        )
        plan.rest = Self.rest
        return plan
    }

    private static let storms: [(String, ConnectionStorm)] = [
        // A head that never ends.
        ("slow", ConnectionStorm(count: 1_000, opening: "GET / HTTP/1.1\r\nHost: ", drop: "x")),
        ("idle", ConnectionStorm(count: 9_900, opening: "", drop: nil)),
        ("headers", ConnectionStorm(count: 64, opening: giantHead, drop: nil)),
    ]

    private static let giantHead =
        "GET /api/v1/procedures HTTP/1.1\r\nHost: localhost\r\nX-Giant: "
        + String(repeating: "x", count: 1 << 20) + "\r\n\r\n"

    private static func logins() -> any RequestSource {
        // Each at another account, so that no account's own wait answers for the hashing.
        let requests = (0..<10_000).map { number in
            let json = #"{"username":"clerk-\#(number)","password":"wrong"}"#
            return RequestBytes.post("/api/v1/sessions", json: json, token: "-")
        }
        return RepeatedRequests(requests)
    }

    private static func guesses() -> any RequestSource {
        let requests = (0..<10_000).map { number in
            RequestBytes.get("/api/v1/status/000.00.99.H47-220105-\(1_0000 + number)")
        }
        return RepeatedRequests(requests)
    }
}

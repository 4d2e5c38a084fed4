/// One thing that is measured (phép đo), once for each repetition, on servers and databases of its own.
protocol Measurement {
    /// The name of its figures, and by whose beginning it is chosen on the command line.
    var name: String { get }

    /// Whether it needs what the real server answers and writes.
    var needsSample: Bool { get }

    /// Takes the measurement once and adds its figures.
    ///
    /// - Parameters:
    ///   - site: Where to measure.
    ///   - repetition: Which repetition it is, from 0.
    /// - Throws: `CommandFailure` if a server does not start or answers otherwise than it should, `StoreError`.
    func take(at site: BenchSite, repetition: Int) async throws
}

extension Measurement {
    var needsSample: Bool { false }
}

extension BenchSite {
    /// Puts a server under load for the time asked for, and adds what it was like and what the server spent on it.
    ///
    /// - Parameters:
    ///   - server: The server.
    ///   - connections: How many connections send.
    ///   - status: The status of a good reply.
    ///   - name: The name of the figures.
    ///   - requests: Makes what is sent.
    /// - Throws: If the server cannot be reached.
    func measure(
        _ server: ChildProcess,
        connections: Int,
        status: Int,
        as name: String,
        requests: @escaping @Sendable () -> any RequestSource
    ) async throws {
        let before = try server.processorSeconds
        let outcome = try await load(plan(server, connections: connections, status: status, requests: requests))
        let spent = try server.processorSeconds - before
        figures.add(outcome, to: name)
        // The warm-up is in the processor time as well.
        let replies = outcome.rate * (settings.seconds + settings.warmUpSeconds)
        if replies > 0 { figures.add(spent / replies * 1e6, to: name + ".cpuMicroseconds") }
    }

    /// A load of the length asked for.
    func plan(
        _ server: ChildProcess,
        connections: Int,
        status: Int,
        requests: @escaping @Sendable () -> any RequestSource
    ) -> LoadPlan {
        LoadPlan(
            port: server.port,
            connections: connections,
            warmUpSeconds: settings.warmUpSeconds,
            seconds: settings.seconds,
            status: status,
            requests: requests
        )
    }
}

import NIOCore

/// Durable intake over HTTP (tiếp nhận bền vững), each with a key of its own and a text to the applicant.
struct IntakeMeasurement: Measurement {
    /// How many different intakes are sent in turn.
    private static let variety = 1_024

    let connections: Int
    let groupsCommits: Bool

    var name: String { "intake-\(connections)" + (groupsCommits ? "" : "-single") }

    func take(at site: BenchSite, repetition: Int) async throws {
        try await site.serveCopy(named: name, groupsCommits ? nil : MeasuredServer(groupsCommits: false)) { server in
            let requests = Self.requests(token: try await site.token("desk", on: server))
            try await site.measure(server, connections: connections, status: 201, as: name, requests: requests)
        }
    }

    /// Intakes of the desk clerk.
    ///
    /// - Parameters:
    ///   - token: The clerk's token.
    ///   - limit: How many are sent at most.
    ///   - channel: The way they come in.
    /// - Returns: What makes the requests.
    static func requests(
        token: String,
        limit: Int = .max,
        channel: String = "desk"
    ) -> @Sendable () -> any RequestSource {
        // Keys of one run must not be those of another on the same database.
        let key = "bench-\(UInt32.random(in: .min ... .max))-"
        var requests: [ByteBuffer] = []
        var digitsAt = 0
        for number in 0..<variety {
            let json = SampleIntake(number, channel: channel).json
            let request = RequestBytes.keyedPost("/api/v1/dossiers", json: json, token: token, key: key)
            requests.append(request.bytes)
            digitsAt = request.digitsAt
        }
        return { [requests, digitsAt] in KeyedRequests(requests, digitsAt: digitsAt, limit: limit) }
    }
}

/// The plain loop that writes what intakes wrote: the most that SQLite can do.
struct PlainIntakeMeasurement: Measurement {
    let name = "intake-plain"
    let needsSample = true

    func take(at site: BenchSite, repetition: Int) async throws {
        guard let sample = site.sample else { return }
        let copy = try site.folder.copy(of: site.full.path, named: name + ".sqlite")
        let rate = try sample.intake.rate(
            into: copy,
            warmUp: .seconds(site.settings.warmUpSeconds),
            duration: .seconds(site.settings.seconds)
        )
        site.figures.add(rate, to: name + ".rate")
    }
}

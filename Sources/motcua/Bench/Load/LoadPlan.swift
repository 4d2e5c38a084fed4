import NIOCore

/// How a server is put under load (kịch bản tải).
struct LoadPlan: Sendable {
    /// The port on loopback.
    let port: Int
    /// How many connections send, each one request at a time.
    let connections: Int
    /// For how long replies do not count yet, in seconds.
    var warmUpSeconds = 0.0
    /// For how long replies count, in seconds; nil sends until the requests end.
    var seconds: Double?
    /// The status of a good reply.
    let status: Int
    /// How long a connection rests after a reply, as a person does.
    var rest = TimeAmount.zero
    /// The address of loopback that connections come from; nil for the usual one.
    var source: String?
    /// Whether the `Location` of each reply is kept.
    var keepsLocations = false
    /// Makes what is sent, on the load generator's thread.
    let requests: @Sendable () -> any RequestSource
}

/// Where a load generator takes its next request from.
protocol RequestSource: AnyObject {
    /// The bytes of the next request; nil when there are no more.
    func next() -> ByteBuffer?
}

/// What came of a load.
struct LoadOutcome: Sendable {
    /// How many good replies came in the time that counts.
    var replies = 0
    /// How long that time was, in seconds.
    var seconds = 0.0
    /// The good replies' latencies.
    var latencies = LatencyHistogram()
    /// The paths of the resources made.
    var locations: [String] = []
    /// How many other replies came, by status; broken connections count as status 0.
    var failures: [Int: Int] = [:]

    /// How many replies were not good ones.
    var failureCount: Int { failures.values.reduce(0, +) }

    /// Adds what came of a load that followed.
    mutating func add(_ other: LoadOutcome) {
        replies += other.replies
        seconds += other.seconds
        latencies.add(other.latencies)
        locations += other.locations
        failures.merge(other.failures, uniquingKeysWith: +)
    }

    /// Good replies a second.
    var rate: Double { seconds > 0 ? Double(replies) / seconds : 0 }

    /// A latency quantile in milliseconds.
    func milliseconds(_ share: Double) -> Double { Double(latencies.quantile(share)) / 1_000_000 }
}

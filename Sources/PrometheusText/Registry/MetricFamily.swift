/// All series of one metric name.
struct MetricFamily: Sendable {
    /// Exposed name, as in `http_request_duration_seconds`.
    let name: String
    /// Sanitised label the metric was made with: the name without an added unit.
    let base: String
    let kind: MetricKind
    /// Text of the `HELP` line; nil means that the line is left out.
    var help: String?
    var series: [LabelSet: any Series] = [:]

    init(name: String, base: String, kind: MetricKind) {
        self.name = name
        self.base = base
        self.kind = kind
    }

    /// Tells whether another label set may get a series of its own; the overflow series does not count.
    func hasRoom(limit: Int) -> Bool {
        series.count - (series[.overflow] == nil ? 0 : 1) < limit
    }
}

/// What a metric is to Prometheus.
enum MetricKind: Sendable, Equatable {
    case counter
    case gauge
    /// A gauge whose value is read when the exposition is asked for.
    case sampledGauge
    case histogram

    /// The word of the `TYPE` line.
    var word: String {
        switch self {
        case .counter: "counter"
        case .gauge, .sampledGauge: "gauge"
        case .histogram: "histogram"
        }
    }

    /// Returns the names of the lines that a metric of this kind writes; a histogram also keeps its own name.
    func sampleNames(of name: String) -> [String] {
        switch self {
        case .counter, .gauge, .sampledGauge: [name]
        case .histogram: [name, name + "_bucket", name + "_sum", name + "_count"]
        }
    }
}

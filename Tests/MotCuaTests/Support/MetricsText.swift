import Testing

/// What `/metrics` says, as numbers by series.
struct MetricsText {
    private let samples: [(name: String, labels: [String: String], value: Double)]

    /// Reads the Prometheus text format as far as this program writes it: no label holds a comma or a quote.
    init(_ text: String) throws {
        samples = try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let space = try #require(line.lastIndex(of: " "), "\(line)")
            let series = line[..<space].split(separator: "{", maxSplits: 1)
            let value = try #require(Double(line[space...].dropFirst()), "\(line)")
            let pairs = series.count > 1 ? series[1].dropLast().split(separator: ",") : []
            let labels = try pairs.map { pair in
                let sides = pair.split(separator: "=", maxSplits: 1)
                try #require(sides.count == 2, "\(line)")
                return (String(sides[0]), String(sides[1].dropFirst().dropLast()))
            }
            return (String(series[0]), Dictionary(uniqueKeysWithValues: labels), value)
        }
    }

    /// Asks a running server.
    static func of(_ server: RunningServer) async throws -> MetricsText {
        let answer = try #require(await server.send("GET", "/metrics"))
        try #require(answer.status == 200)
        return try MetricsText(answer.text)
    }

    /// The value of a series with exactly these labels; nil if it is not there.
    func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        samples.first { $0.name == name && $0.labels == labels }?.value
    }

    /// Whether there is a series with these labels and perhaps more.
    func has(_ name: String, _ labels: [String: String] = [:]) -> Bool {
        samples.contains { sample in sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value } }
    }

    /// By how much a series has grown since an earlier reading, in which it may not have been there yet.
    func growth(of name: String, _ labels: [String: String] = [:], since earlier: MetricsText) -> Double? {
        value(name, labels).map { $0 - (earlier.value(name, labels) ?? 0) }
    }
}

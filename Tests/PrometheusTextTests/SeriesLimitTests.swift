import CoreMetrics
import PrometheusText
import Testing

@Suite("The bound on label sets and the clash of names")
struct SeriesLimitTests {
    private func count(_ name: String, in registry: PrometheusRegistry) -> String? {
        registry.exposition().split(separator: "\n").first { $0.hasPrefix(name + " ") }.map(String.init)
    }

    @Test("label sets beyond the limit share one series, and known ones keep their own")
    func overflow() {
        let registry = PrometheusRegistry(buckets: [:], maximumSeriesPerMetric: 2)
        let factory = PrometheusMetricsFactory(registry: registry)
        for path in ["a", "b", "c", "d", "a"] {
            factory.makeCounter(label: "requests", dimensions: [("path", path)]).increment(by: 1)
        }
        factory.makeCounter(label: "other", dimensions: [("path", "e")]).increment(by: 1)

        #expect(
            ownLines(registry) == [
                "# TYPE other counter",
                #"other{path="e"} 1"#,
                "# TYPE requests counter",
                #"requests{overflow="true"} 2"#,
                #"requests{path="a"} 2"#,
                #"requests{path="b"} 1"#,
            ]
        )
        let name = PrometheusRegistry.overflowCounterName
        #expect(count(name, in: registry) == "\(name) 2")
    }

    @Test("the default limit is 500 label sets a metric")
    func defaultLimit() {
        let registry = PrometheusRegistry(buckets: [:])
        let factory = PrometheusMetricsFactory(registry: registry)
        for number in 0..<502 {
            factory.makeRecorder(label: "r", dimensions: [("n", String(number))], aggregate: false).record(Int64(1))
        }

        // The line of the type, 500 series and the one that overflows.
        #expect(ownLines(registry).count == 502)
    }

    @Test("histograms overflow into one histogram")
    func histogramOverflow() {
        let registry = PrometheusRegistry(buckets: ["t": [1]], maximumSeriesPerMetric: 1)
        let factory = PrometheusMetricsFactory(registry: registry)
        for unit in ["TCKH", "TNMT", "LDTBXH"] {
            factory.makeTimer(label: "t", dimensions: [("unit", unit)]).recordNanoseconds(1)
        }

        #expect(ownLines(registry).contains(#"t_seconds_count{overflow="true"} 2"#))
        #expect(ownLines(registry).contains(#"t_seconds_count{unit="TCKH"} 1"#))
    }

    @Test("a name of another kind is left out and counted; the first metric stays as it was")
    func kindConflict() {
        let registry = PrometheusRegistry(buckets: [:])
        let factory = PrometheusMetricsFactory(registry: registry)
        factory.makeCounter(label: "x", dimensions: []).increment(by: 1)
        factory.makeMeter(label: "x", dimensions: []).set(Int64(9))
        registry.registerGauge("x", help: "Not shown.") { 9 }

        #expect(ownLines(registry) == ["# TYPE x counter", "x 1"])
        let name = PrometheusRegistry.conflictCounterName
        #expect(count(name, in: registry) == "\(name) 2")
    }

    @Test("a metric cannot take the name of a line of a histogram")
    func lineConflict() {
        let registry = PrometheusRegistry(buckets: ["x": [1]])
        let factory = PrometheusMetricsFactory(registry: registry)
        factory.makeRecorder(label: "x", dimensions: [], aggregate: true).record(Int64(1))
        factory.makeCounter(label: "x_count", dimensions: []).increment(by: 5)

        registry.registerGauge("x_sum", help: "Not shown.") { 9 }

        #expect(ownLines(registry).filter { $0.hasPrefix("x_count") } == ["x_count 1"])
        #expect(ownLines(registry).filter { $0.hasPrefix("x_sum") } == ["x_sum 1"])
        let (conflicts, overflows) = (PrometheusRegistry.conflictCounterName, PrometheusRegistry.overflowCounterName)
        #expect(count(conflicts, in: registry) == "\(conflicts) 2")
        #expect(count(overflows, in: registry) == "\(overflows) 0")
    }

    @Test("updates and look-ups from many tasks at once lose nothing")
    func concurrentUpdates() async {
        let registry = PrometheusRegistry(buckets: ["h": [0]])
        let factory = PrometheusMetricsFactory(registry: registry)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for _ in 0..<500 {
                        factory.makeCounter(label: "c", dimensions: [("parity", String(task % 2))]).increment(by: 1)
                        factory.makeRecorder(label: "h", dimensions: [], aggregate: true).record(Int64(1))
                    }
                    _ = registry.exposition()
                }
            }
        }

        // Eight tasks of 500 steps: 4,000, half of them in each of two counters.
        #expect(ownLines(registry).contains(#"c{parity="0"} 2000"#))
        #expect(ownLines(registry).contains(#"c{parity="1"} 2000"#))
        #expect(ownLines(registry).contains("h_count 4000"))
        #expect(ownLines(registry).contains("h_sum 4000"))
    }
}

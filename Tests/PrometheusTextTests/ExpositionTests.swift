import CoreMetrics
import PrometheusText
import Testing

/// Returns the exposition without the registry's two counters about itself.
func ownLines(_ registry: PrometheusRegistry) -> [String] {
    registry.exposition()
        .split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init)
        .filter { !$0.contains("prometheus_text_") && !$0.isEmpty }
}

@Suite("The text that Prometheus reads")
struct ExpositionTests {
    private let registry = PrometheusRegistry(buckets: [:])
    private var factory: PrometheusMetricsFactory { PrometheusMetricsFactory(registry: registry) }

    @Test("a new registry exposes its two counters at zero, and every line ends with a line feed")
    func emptyRegistry() {
        let expected = """
            # HELP prometheus_text_name_conflicts_total Metrics that are not exposed because their name belongs to a \
            metric of another kind.
            # TYPE prometheus_text_name_conflicts_total counter
            prometheus_text_name_conflicts_total 0
            # HELP prometheus_text_series_overflow_total Look-ups answered by the series labelled overflow because \
            the metric has too many label sets.
            # TYPE prometheus_text_series_overflow_total counter
            prometheus_text_series_overflow_total 0

            """

        #expect(registry.exposition() == expected)
    }

    @Test("families come by name and series by labels, whatever the order they were made in")
    func deterministicOrder() {
        factory.makeCounter(label: "dossier_commands_total", dimensions: [("outcome", "refused"), ("command", "stop")])
            .increment(by: 2)
        factory.makeCounter(label: "dossier_commands_total", dimensions: [("command", "accept"), ("outcome", "done")])
            .increment(by: 7)
        factory.makeMeter(label: "active", dimensions: []).set(Int64(3))

        #expect(
            ownLines(registry) == [
                "# TYPE active gauge",
                "active 3",
                "# TYPE dossier_commands_total counter",
                #"dossier_commands_total{command="accept",outcome="done"} 7"#,
                #"dossier_commands_total{command="stop",outcome="refused"} 2"#,
            ]
        )
    }

    @Test("the order of dimensions does not make another series")
    func dimensionOrder() {
        factory.makeCounter(label: "c", dimensions: [("a", "1"), ("b", "2")]).increment(by: 1)
        factory.makeCounter(label: "c", dimensions: [("b", "2"), ("a", "1")]).increment(by: 1)

        #expect(ownLines(registry) == ["# TYPE c counter", #"c{a="1",b="2"} 2"#])
    }

    @Test("a help text is written before the type, its backslashes and line feeds escaped")
    func helpText() {
        registry.describe("outbox.age", help: "Age of C:\\outbox\nin \"seconds\".")
        factory.makeMeter(label: "outbox.age", dimensions: []).set(1.5)

        #expect(
            ownLines(registry) == [
                #"# HELP outbox_age Age of C:\\outbox\nin "seconds"."#,
                "# TYPE outbox_age gauge",
                "outbox_age 1.5",
            ]
        )
    }

    @Test(
        "a timer's help is found under its label and under its exposed name",
        arguments: ["commit", "commit_seconds"]
    )
    func timerHelp(name: String) {
        registry.describe(name, help: "Time of a commit.")
        factory.makeTimer(label: "commit", dimensions: []).recordNanoseconds(1)

        #expect(ownLines(registry).first == "# HELP commit_seconds Time of a commit.")
    }

    @Test(
        "label values are escaped scalar by scalar",
        arguments: [
            (#"a"b"#, #"a\"b"#),
            (#"a\b"#, #"a\\b"#),
            ("a\nb", #"a\nb"#),
            // A carriage return with a line feed is one Swift character; only the line feed is escaped.
            ("a\r\nb", "a\r\\nb"),
            ("Một cửa", "Một cửa"),
            ("", ""),
        ]
    )
    func labelEscaping(value: String, expected: String) {
        factory.makeCounter(label: "c", dimensions: [("v", value)]).increment(by: 1)

        #expect(ownLines(registry).last == "c{v=\"\(expected)\"} 1")
    }

    @Test(
        "characters that Prometheus does not take become underscores",
        arguments: [
            ("hb.requests", "hb_requests"),
            ("outbox-age", "outbox_age"),
            ("2fa", "_2fa"),
            ("rule:sum", "rule:sum"),
            ("tuổi", "tu_i"),
            ("", "_"),
        ]
    )
    func names(label: String, exposed: String) {
        factory.makeMeter(label: label, dimensions: []).set(Int64(1))

        #expect(ownLines(registry) == ["# TYPE \(exposed) gauge", "\(exposed) 1"])
    }

    @Test(
        "label names are sanitised and keep clear of those that Prometheus owns",
        arguments: [
            ("http.status", "http_status"), ("le", "exported_le"), ("__name__", "exported___name__"), ("a:b", "a_b"),
        ]
    )
    func labelNames(name: String, exposed: String) {
        factory.makeCounter(label: "c", dimensions: [(name, "x")]).increment(by: 1)

        #expect(ownLines(registry).last == "c{\(exposed)=\"x\"} 1")
    }

    @Test("of two dimensions with one name the first counts, so that the line stays valid")
    func doubledLabel() {
        factory.makeCounter(label: "c", dimensions: [("a.b", "first"), ("a-b", "second")]).increment(by: 1)

        #expect(ownLines(registry).last == #"c{a_b="first"} 1"#)
    }

    @Test(
        "numbers that are not finite are written by name",
        arguments: [(Double.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (-2, "-2"), (0.1, "0.1")]
    )
    func numbers(value: Double, text: String) {
        factory.makeMeter(label: "g", dimensions: []).set(value)

        #expect(ownLines(registry).last == "g \(text)")
    }

    @Test("a sampled gauge is read at each exposition")
    func sampledGauge() {
        let counter = factory.makeCounter(label: "reads", dimensions: [])
        registry.registerGauge("store.open", help: "Readers open.") {
            counter.increment(by: 1)
            return 4
        }

        _ = registry.exposition()

        // The second exposition sees both reads: families are rendered by name, and "reads" comes before "store_open",
        // so the first line shows the read of the exposition before.
        #expect(
            ownLines(registry) == [
                "# TYPE reads counter", "reads 1",
                "# HELP store_open Readers open.", "# TYPE store_open gauge", "store_open 4",
            ]
        )
    }

    @Test("registering a sampled gauge again replaces its reader")
    func sampledGaugeReplaced() {
        registry.registerGauge("g", help: "First.") { 1 }
        registry.registerGauge("g", help: "Second.") { 2 }

        #expect(ownLines(registry) == ["# HELP g Second.", "# TYPE g gauge", "g 2"])
    }
}

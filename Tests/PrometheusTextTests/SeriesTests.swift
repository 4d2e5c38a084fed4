import CoreMetrics
import PrometheusText
import Testing

@Suite("Counters, gauges and histograms")
struct SeriesTests {
    private let registry = PrometheusRegistry(
        buckets: [
            "batch.size": [10, 1, 5, 5, .infinity],
            "commit": [0.001, 0.01],
            "lateness_seconds": [1],
        ]
    )
    private var factory: PrometheusMetricsFactory { PrometheusMetricsFactory(registry: registry) }

    @Test("whole and fractional steps add up in one counter")
    func counterSteps() {
        factory.makeCounter(label: "c", dimensions: []).increment(by: 2)
        factory.makeFloatingPointCounter(label: "c", dimensions: []).increment(by: 0.25)

        #expect(ownLines(registry).last == "c 2.25")
    }

    @Test("a large whole count stays exact")
    func largeCount() {
        // 2^53 + 1 is the first whole number that a double cannot hold.
        factory.makeCounter(label: "c", dimensions: []).increment(by: 9_007_199_254_740_993)

        #expect(ownLines(registry).last == "c 9007199254740993")
    }

    @Test("a counter stays at the largest number rather than overflow")
    func saturation() {
        let counter = factory.makeCounter(label: "c", dimensions: [])
        counter.increment(by: .max)
        counter.increment(by: 1)

        #expect(ownLines(registry).last == "c 9223372036854775807")
    }

    @Test("a counter never falls and takes no number that is not finite", arguments: [-1.0, .nan, .infinity, 0])
    func illegalSteps(step: Double) {
        let counter = factory.makeFloatingPointCounter(label: "c", dimensions: [])
        counter.increment(by: 1.5)
        counter.increment(by: step)
        factory.makeCounter(label: "c", dimensions: []).increment(by: -4)

        #expect(ownLines(registry).last == "c 1.5")
    }

    @Test("a counter that is reset begins at zero")
    func reset() {
        let counter = factory.makeCounter(label: "c", dimensions: [])
        counter.increment(by: 5)
        counter.reset()

        #expect(ownLines(registry).last == "c 0")
    }

    @Test("a destroyed counter goes on where it was")
    func destroyed() {
        let counter = factory.makeCounter(label: "c", dimensions: [])
        counter.increment(by: 5)
        factory.destroyCounter(counter)
        factory.makeCounter(label: "c", dimensions: []).increment(by: 1)

        #expect(ownLines(registry).last == "c 6")
    }

    @Test("a meter rises and falls from what it was set to")
    func meter() {
        let meter = factory.makeMeter(label: "m", dimensions: [])
        meter.set(Int64(10))
        meter.increment(by: 2.5)
        meter.increment(by: 0.5)
        meter.decrement(by: 4)
        meter.decrement(by: 0.25)

        #expect(ownLines(registry) == ["# TYPE m gauge", "m 8.75"])
    }

    @Test("a meter takes no step that is negative or not finite", arguments: [-1.0, .nan, .infinity, 0])
    func illegalMeterSteps(step: Double) {
        let meter = factory.makeMeter(label: "m", dimensions: [])
        meter.set(Int64(10))
        meter.increment(by: step)
        meter.decrement(by: step)

        #expect(ownLines(registry) == ["# TYPE m gauge", "m 10"])
    }

    @Test("a recorder that does not aggregate is a gauge with the last value")
    func lastValue() {
        let recorder = factory.makeRecorder(label: "r", dimensions: [], aggregate: false)
        recorder.record(Int64(10))
        recorder.record(2.5)

        #expect(ownLines(registry) == ["# TYPE r gauge", "r 2.5"])
    }

    @Test("a recorder that aggregates counts into its own buckets, bounds included, in rising order")
    func histogram() {
        let recorder = factory.makeRecorder(label: "batch.size", dimensions: [("store", "main")], aggregate: true)
        for size: Int64 in [1, 2, 5, 6, 10, 11] { recorder.record(size) }
        recorder.record(Double.nan)

        // Up to 1: {1}; up to 5: {1, 2, 5}; up to 10: {1, 2, 5, 6, 10}; all six; 1+2+5+6+10+11 = 35.
        #expect(
            ownLines(registry) == [
                "# TYPE batch_size histogram",
                #"batch_size_bucket{store="main",le="1"} 1"#,
                #"batch_size_bucket{store="main",le="5"} 3"#,
                #"batch_size_bucket{store="main",le="10"} 5"#,
                #"batch_size_bucket{store="main",le="+Inf"} 6"#,
                #"batch_size_sum{store="main"} 35"#,
                #"batch_size_count{store="main"} 6"#,
            ]
        )
    }

    @Test("a timer turns nanoseconds into seconds and says so in its name")
    func timer() {
        let timer = factory.makeTimer(label: "commit", dimensions: [])
        timer.recordNanoseconds(500_000)
        timer.recordNanoseconds(2_000_000)
        timer.recordNanoseconds(1_500_000_000)
        timer.recordNanoseconds(-5)

        // 0.0005 s and the clock set back (0 s) fit into 1 ms, 0.002 s into 10 ms; 0.0005 + 0.002 + 1.5 = 1.5025.
        #expect(
            ownLines(registry) == [
                "# TYPE commit_seconds histogram",
                #"commit_seconds_bucket{le="0.001"} 2"#,
                #"commit_seconds_bucket{le="0.01"} 3"#,
                #"commit_seconds_bucket{le="+Inf"} 4"#,
                "commit_seconds_sum 1.5025",
                "commit_seconds_count 4",
            ]
        )
    }

    @Test("a timer that is already named in seconds is not named so twice, and finds its buckets by that name")
    func timerNamedInSeconds() {
        factory.makeTimer(label: "lateness.seconds", dimensions: []).recordNanoseconds(1_000_000_000)

        #expect(
            ownLines(registry) == [
                "# TYPE lateness_seconds histogram",
                #"lateness_seconds_bucket{le="1"} 1"#,
                #"lateness_seconds_bucket{le="+Inf"} 1"#,
                "lateness_seconds_sum 1",
                "lateness_seconds_count 1",
            ]
        )
    }

    @Test("without bounds of its own a timer has thirteen buckets up to ten seconds")
    func defaultBounds() {
        factory.makeTimer(label: "request", dimensions: []).recordNanoseconds(10_000_000_000)

        let buckets = ownLines(registry).filter { $0.contains("_bucket{") }
        // Thirteen finite bounds and the one without end.
        #expect(buckets.count == 14)
        #expect(buckets.dropLast().last == #"request_seconds_bucket{le="10"} 1"#)
        #expect(buckets.first == #"request_seconds_bucket{le="0.001"} 0"#)
    }
}

import Testing

@testable import motcua

@Suite("Latency histogram")
struct LatencyHistogramTests {
    @Test("an empty histogram has no latency")
    func empty() {
        #expect(LatencyHistogram().quantile(0.99) == 0)
    }

    // 1...100 ns have a bucket each: the 50th value is 50, the 99th 99, and 99.9 % of 100 values are all of them.
    @Test("small latencies are exact", arguments: [(0.5, 50), (0.99, 99), (0.999, 100), (0, 1), (1, 100)])
    func exact(share: Double, expected: UInt64) {
        var histogram = LatencyHistogram()
        for latency in UInt64(1)...100 { histogram.record(nanoseconds: latency) }

        #expect(histogram.quantile(share) == expected)
        #expect(histogram.count == 100)
    }

    @Test(
        "a latency is told by the upper end of its bucket, at most a sixty-fourth above it",
        arguments: [127, 128, 129, 1_000, 1_000_003, 987_654_321, 20_000_000_000, .max / 2, .max] as [UInt64]
    )
    func precision(latency: UInt64) {
        var histogram = LatencyHistogram()
        histogram.record(nanoseconds: latency)

        let told = histogram.quantile(1)
        #expect(told >= latency)
        #expect(told - latency <= latency / 64)
    }

    // 128 and 129 share the first bucket of two: 129 is its end.
    @Test("the first bucket of two values ends at the second")
    func firstWideBucket() {
        var histogram = LatencyHistogram()
        histogram.record(nanoseconds: 128)

        #expect(histogram.quantile(0.5) == 129)
    }
}

import CoreMetrics
import Synchronization

/// Observations counted in buckets, with their sum.
///
/// As a timer it takes nanoseconds and observes seconds; a negative duration, which only a clock set back can give,
/// counts as zero. Infinite values and NaN are ignored: one of them would spoil the sum for good.
final class HistogramSeries: RecorderHandler, TimerHandler, Series {
    private struct Observations {
        /// Observations by bucket, not cumulative; the last is the one without a bound.
        var counts: [UInt64]
        var sum = 0.0
    }

    private static let nanosecondsPerSecond = 1_000_000_000.0

    private let bounds: BucketBounds
    private let observations: Mutex<Observations>

    init(bounds: BucketBounds) {
        self.bounds = bounds
        observations = Mutex(Observations(counts: Array(repeating: 0, count: bounds.upper.count + 1)))
    }

    func record(_ value: Int64) {
        observe(Double(value))
    }

    func record(_ value: Double) {
        observe(value)
    }

    func recordNanoseconds(_ duration: Int64) {
        observe(Double(max(0, duration)) / Self.nanosecondsPerSecond)
    }

    func reading() -> SeriesReading {
        let (counts, sum) = observations.withLock { ($0.counts, $0.sum) }
        var running: UInt64 = 0
        let cumulative = counts.map { count in
            running += count
            return running
        }
        return .histogram(bounds: bounds.upper, cumulative: Array(cumulative.dropLast()), sum: sum, count: running)
    }

    private func observe(_ value: Double) {
        guard value.isFinite else { return }
        let bucket = bounds.index(of: value)
        observations.withLock { observations in
            observations.counts[bucket] += 1
            observations.sum += value
        }
    }
}

/// Counts of latencies by size, exact to a sixty-fourth, in constant memory (biểu đồ độ trễ).
struct LatencyHistogram: Sendable {
    /// How many bits of a latency below its highest one tell buckets apart.
    private static let precisionBits = 6
    /// How many buckets each power of two has.
    private static let bucketsPerOctave = 1 << precisionBits

    private var counts: [UInt64]
    /// How many latencies were counted.
    private(set) var count: UInt64 = 0

    /// Creates an empty histogram.
    init() { counts = [UInt64](repeating: 0, count: (64 - Self.precisionBits + 1) * Self.bucketsPerOctave) }

    /// Counts a latency, in nanoseconds.
    mutating func record(nanoseconds: UInt64) {
        counts[Self.bucket(of: nanoseconds)] += 1
        count += 1
    }

    /// Counts all latencies of another one.
    mutating func add(_ other: LatencyHistogram) {
        for (bucket, more) in other.counts.enumerated() { counts[bucket] += more }
        count += other.count
    }

    /// The latency in nanoseconds that a share of all latencies, from 0 to 1, does not exceed; 0 if nothing was
    /// counted.
    func quantile(_ share: Double) -> UInt64 {
        guard count > 0 else { return 0 }
        let rank = max(1, UInt64((Double(count) * share).rounded(.up)))
        var seen: UInt64 = 0
        for (bucket, count) in counts.enumerated() {
            seen += count
            if seen >= rank { return Self.largest(in: bucket) }
        }
        return Self.largest(in: counts.count - 1)
    }

    /// Latencies below 128 ns have a bucket each; above, every power of two has 64 of one width.
    private static func bucket(of value: UInt64) -> Int {
        let magnitude = UInt64.bitWidth - value.leadingZeroBitCount
        guard magnitude > precisionBits + 1 else { return Int(value) }
        let shift = magnitude - precisionBits - 1
        return shift * bucketsPerOctave + Int(value >> UInt64(shift))
    }

    private static func largest(in bucket: Int) -> UInt64 {
        guard bucket >= 2 * bucketsPerOctave else { return UInt64(bucket) }
        let shift = UInt64(bucket / bucketsPerOctave - 1)
        let mantissa = UInt64(bucket % bucketsPerOctave + bucketsPerOctave)
        return (mantissa << shift) + ((1 << shift) - 1)
    }
}

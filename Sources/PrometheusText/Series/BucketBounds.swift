/// Upper bounds of a histogram's buckets, finite and rising; a last bucket without bound is implied.
public struct BucketBounds: Sendable, Equatable {
    /// Bounds in seconds from a millisecond to ten seconds: what a request or a commit takes.
    public static let seconds = BucketBounds([
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ])

    /// Bounds for amounts without a unit, as of batch sizes, from 1 to 5,000.
    public static let amounts = BucketBounds([1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000])

    /// The bounds themselves, each inclusive.
    public let upper: [Double]

    /// Creates bounds from numbers in any order; doubles and numbers that are not finite are dropped.
    ///
    /// - Parameter bounds: Upper bounds in the metric's unit.
    public init(_ bounds: [Double]) {
        upper = Set(bounds.filter(\.isFinite)).sorted()
    }

    /// Returns the first bucket whose bound is at least the value, or the count of bounds for the last bucket.
    ///
    /// Takes time logarithmic in the number of bounds.
    func index(of value: Double) -> Int {
        var low = 0
        var high = upper.count
        while low < high {
            let middle = (low + high) / 2
            if upper[middle] < value {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}

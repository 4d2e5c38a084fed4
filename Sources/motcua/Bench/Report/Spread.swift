/// The middle and the ends of repeated measurements (trung vị và biên độ).
struct Spread: Hashable, Sendable {
    /// The middle value; the mean of the two middle ones of an even number.
    let median: Double
    /// The least value.
    let least: Double
    /// The largest value.
    let most: Double

    /// Sums up measurements; nil if there are none.
    init?(_ values: [Double]) {
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        let middle = sorted.count / 2
        median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
        least = first
        most = last
    }
}

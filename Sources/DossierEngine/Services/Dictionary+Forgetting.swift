extension Dictionary {
    /// Forgets the older half (quên nửa cũ) of a table that has grown beyond its bound.
    ///
    /// Half is dropped at once, so that the sorting is paid for by as many additions. Does nothing below the bound.
    ///
    /// - Parameters:
    ///   - limit: How many entries the table may have, 2 or more.
    ///   - age: What tells younger entries, or others to be kept, by a higher value from older ones.
    mutating func forgetOlderHalf(beyond limit: Int, by age: (Value) -> some Comparable) {
        guard count > limit else { return }
        let kept = sorted { age($0.value) > age($1.value) }.prefix(limit / 2)
        self = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}

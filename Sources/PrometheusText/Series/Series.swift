/// One line, or one histogram's lines, of the exposition: a metric name with one label set.
protocol Series: AnyObject, Sendable {
    /// Returns the present value, all parts of it read at the same moment.
    func reading() -> SeriesReading
}

/// The value of a series at the moment of an exposition.
enum SeriesReading: Sendable, Equatable {
    /// A counter's or gauge's only number.
    case number(SampleNumber)
    /// A histogram: for each finite bound the observations up to it, then the sum and the count of all.
    case histogram(bounds: [Double], cumulative: [UInt64], sum: Double, count: UInt64)
}

/// A number as it is written: whole ones are kept exact.
enum SampleNumber: Sendable, Equatable {
    case whole(Int64)
    case real(Double)
}

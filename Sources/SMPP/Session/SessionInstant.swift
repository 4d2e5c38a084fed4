/// A moment on the caller's monotonic clock.
///
/// Only differences mean anything; the zero is the caller's. Sums stop at the ends of the range.
public struct SessionInstant: Hashable, Comparable, Sendable {
    /// Milliseconds since the zero of the caller's clock.
    public let milliseconds: Int64

    /// Takes any number.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The moment so many milliseconds later, or earlier if negative.
    public func advanced(byMilliseconds difference: Int64) -> SessionInstant {
        let (sum, overflow) = milliseconds.addingReportingOverflow(difference)
        return SessionInstant(milliseconds: overflow ? (difference < 0 ? .min : .max) : sum)
    }

    /// The milliseconds from `earlier` to this moment.
    public func milliseconds(since earlier: SessionInstant) -> Int64 {
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return overflow ? (milliseconds < earlier.milliseconds ? .min : .max) : difference
    }

    /// Whether a moment is before another.
    public static func < (left: SessionInstant, right: SessionInstant) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension Comparable {
    /// The value of the range that is nearest to this one.
    func clamped(to range: ClosedRange<Self>) -> Self {
        min(max(self, range.lowerBound), range.upperBound)
    }
}

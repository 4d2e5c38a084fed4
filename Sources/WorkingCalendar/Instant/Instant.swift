/// A moment in time, in milliseconds since 1970-01-01T00:00:00 UTC, leap seconds not counted.
///
/// Deadlines fall on whole seconds; the milliseconds exist so that a receipt keeps the order in which it was made.
/// Arithmetic stops at the ends of `Int64` instead of trapping, far outside any year a calendar has data for.
/// Source: project decision, 2026-11-23, because integers are stored, compared and hashed without rounding.
public struct Instant: Comparable, Hashable, Sendable {
    /// The milliseconds since 1970-01-01T00:00:00 UTC, negative before it.
    public let milliseconds: Int64

    /// Makes the instant a number of milliseconds after 1970-01-01T00:00:00 UTC.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Makes the instant a number of seconds after 1970-01-01T00:00:00 UTC, held at the ends of the range.
    public init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        milliseconds = overflow ? (seconds < 0 ? .min : .max) : product
    }

    /// The whole seconds since 1970-01-01T00:00:00 UTC, rounded down also before 1970.
    public var wholeSeconds: Int64 {
        milliseconds.flooredQuotient(by: 1000)
    }

    /// The same instant without its fraction of a second.
    public var roundedDownToSecond: Instant {
        Instant(seconds: wholeSeconds)
    }

    /// Returns the instant that many seconds later, earlier for a negative number.
    public func adding(seconds: Int64) -> Instant {
        adding(milliseconds: Instant(seconds: seconds).milliseconds)
    }

    /// Returns the instant that many milliseconds later, earlier for a negative number.
    public func adding(milliseconds: Int64) -> Instant {
        let (sum, overflow) = self.milliseconds.addingReportingOverflow(milliseconds)
        return Instant(milliseconds: overflow ? (milliseconds < 0 ? .min : .max) : sum)
    }

    /// Tells whether the left instant comes before the right one.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension Int64 {
    /// Returns the quotient rounded towards minus infinity, so that moments before 1970 round like later ones.
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

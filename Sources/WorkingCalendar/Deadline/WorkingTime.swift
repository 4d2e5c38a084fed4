/// An amount of working time (thời gian làm việc) in whole seconds, zero or more; it passes only in office hours.
///
/// Sums and differences stay in range: nothing goes below zero, nor above `Int64.max` seconds.
public struct WorkingTime: Comparable, Hashable, Sendable {
    /// The seconds, zero or more.
    public let seconds: Int64

    /// Makes an amount of working time; nil for a negative number of seconds.
    public init?(seconds: Int64) {
        guard seconds >= 0 else { return nil }
        self.seconds = seconds
    }

    /// Makes an amount from a difference that may be negative, which counts as none.
    init(saturating seconds: Int64) {
        self.seconds = max(0, seconds)
    }

    /// No working time.
    public static let zero = WorkingTime(saturating: 0)

    /// Returns that many working hours (giờ làm việc), none for a negative number.
    public static func hours(_ count: Int) -> WorkingTime {
        let (seconds, overflow) = Int64(count).multipliedReportingOverflow(by: 3600)
        return WorkingTime(saturating: overflow ? (count < 0 ? 0 : .max) : seconds)
    }

    /// Returns that many working days (ngày làm việc) of 8 hours each, none for a negative number.
    ///
    /// Source: OpenCPS v2 and the one-stop system of Thanh Hóa province, both of which keep a day's limit as 8 hours.
    public static func days(_ count: Int) -> WorkingTime {
        let (hours, overflow) = count.multipliedReportingOverflow(by: 8)
        return .hours(overflow ? (count < 0 ? 0 : .max) : hours)
    }

    /// Returns the sum, at most `Int64.max` seconds.
    public static func + (left: WorkingTime, right: WorkingTime) -> WorkingTime {
        let (sum, overflow) = left.seconds.addingReportingOverflow(right.seconds)
        return WorkingTime(saturating: overflow ? .max : sum)
    }

    /// Returns what is left after taking the right amount away, none if it was larger.
    public static func - (left: WorkingTime, right: WorkingTime) -> WorkingTime {
        WorkingTime(saturating: left.seconds - right.seconds)
    }

    /// Returns so many per cent of the amount, rounded down to the second; none below 0, the whole from 100 on.
    public func share(perCent: Int) -> WorkingTime {
        let share = Int64(min(max(perCent, 0), 100))
        // Hundredths first, so that nothing overflows.
        return WorkingTime(saturating: seconds / 100 * share + seconds % 100 * share / 100)
    }

    /// Tells whether the left amount is less than the right one.
    public static func < (left: WorkingTime, right: WorkingTime) -> Bool {
        left.seconds < right.seconds
    }
}

public import WorkingCalendar

/// How fast a unit works (năng lực xử lý): standard working time done in its own working time, as an exact fraction.
///
/// One officer who keeps the hours of the procedures does one second of standard work in each second of office hours.
public struct UnitCapacity: Hashable, Sendable {
    private let standardSeconds: Int64
    private let workingSeconds: Int64

    /// The largest part of the fraction, in seconds, so that products with a route's hours stay in range.
    private static let maximumSeconds: Int64 = 1_000_000_000

    /// The capacity of officers who keep the hours of the procedures; nobody counts as one, who will have to come.
    public init(officers: Int) {
        standardSeconds = min(Int64(max(officers, 1)), Self.maximumSeconds)
        workingSeconds = 1
    }

    /// The capacity of a unit that did so much standard work in so much working time; nil unless both are above zero.
    public init?(standardSeconds: Int64, workingSeconds: Int64) {
        guard standardSeconds > 0, workingSeconds > 0 else { return nil }
        let divisor = max(standardSeconds, workingSeconds) / Self.maximumSeconds + 1
        self.standardSeconds = max(standardSeconds / divisor, 1)
        self.workingSeconds = max(workingSeconds / divisor, 1)
    }

    /// The working time in which the unit does so much standard work and nothing else, rounded up to the second.
    public func duration(of work: WorkingTime) -> WorkingTime { duration(ofParts: parts(of: work)) }

    /// The standard work that the unit does in so much working time, rounded down to the second.
    func work(in time: WorkingTime) -> WorkingTime {
        let (product, overflow) = time.seconds.multipliedReportingOverflow(by: standardSeconds)
        return WorkingTime(seconds: overflow ? .max : product / workingSeconds) ?? .zero
    }

    /// Standard work in parts of a second so small that every second of the unit does a whole number of them.
    func parts(of work: WorkingTime) -> Int64 {
        let (parts, overflow) = work.seconds.multipliedReportingOverflow(by: workingSeconds)
        return overflow ? .max : parts
    }

    /// The parts that the unit does in so much working time.
    func parts(doneIn time: WorkingTime) -> Int64 {
        let (parts, overflow) = time.seconds.multipliedReportingOverflow(by: standardSeconds)
        return overflow ? .max : parts
    }

    /// The working time in which the unit does so many parts, rounded up to the second.
    func duration(ofParts parts: Int64) -> WorkingTime {
        let seconds = parts / standardSeconds + (parts % standardSeconds > 0 ? 1 : 0)
        return WorkingTime(seconds: seconds) ?? .zero
    }
}

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
    public func duration(of work: WorkingTime) -> WorkingTime {
        let parts = parts(of: work)
        let seconds = parts / standardSeconds + (parts % standardSeconds > 0 ? 1 : 0)
        return WorkingTime(seconds: seconds) ?? .zero
    }

    /// The standard work that the unit does in so much working time, rounded down to the second.
    func work(in time: WorkingTime) -> WorkingTime {
        let (product, overflow) = time.seconds.multipliedReportingOverflow(by: standardSeconds)
        return WorkingTime(seconds: overflow ? .max : product / workingSeconds) ?? .zero
    }

    /// The most steps that a unit works on side by side in a forecast; a quicker one does each of them more quickly.
    private static let maximumSeats: Int64 = 64

    /// The working time that one step takes: never less than its standard, however many officers there are, because one
    /// step is one officer's work.
    func durationAlone(of work: WorkingTime) -> WorkingTime { max(work, duration(of: work)) }

    /// How long a step waits that comes after others, when the unit works on as many side by side as it has officers.
    ///
    /// - Parameters:
    ///   - work: The standard work of the steps before it.
    ///   - steps: How many they are; fewer than there are officers hold nothing up, nor does a last round of few.
    /// - Returns: The unit's working time until an officer is free.
    func wait(behind work: WorkingTime, steps: Int) -> WorkingTime {
        let seats = Int(min(max(standardSeconds / workingSeconds, 1), Self.maximumSeats))
        guard steps >= seats else { return .zero }
        let full = Int64(steps - steps % seats)
        let share = work.seconds / Int64(steps) * full + work.seconds % Int64(steps) * full / Int64(steps)
        return duration(of: WorkingTime(seconds: share) ?? work)
    }

    /// The parts that each officer does in a second, the quickest first: whole officers keep the hours of the
    /// procedures, and what the unit's pace has over is one who is slower.
    var partsPerSecond: [Int64] {
        let whole = standardSeconds / workingSeconds
        guard whole < Self.maximumSeats else {
            return Array(repeating: standardSeconds / Self.maximumSeats, count: Int(Self.maximumSeats))
        }
        let rest = standardSeconds % workingSeconds
        return Array(repeating: workingSeconds, count: Int(whole)) + (rest > 0 ? [rest] : [])
    }

    /// Standard work in parts of a second so small that every second of an officer does a whole number of them.
    func parts(of work: WorkingTime) -> Int64 {
        let (parts, overflow) = work.seconds.multipliedReportingOverflow(by: workingSeconds)
        return overflow ? .max : parts
    }
}

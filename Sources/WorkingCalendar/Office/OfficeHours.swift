/// The weekly office hours (giờ hành chính) of one agency: any number of intervals on each day of the week.
///
/// These are the hours in which terms run. A desk that only receives dossiers on Saturday mornings has none of them
/// on a Saturday. A day's intervals are sorted and apart; two that touch are joined to one. Seconds of a working day
/// usually add up to 8 hours, yet nothing here asks for it.
/// Source: OpenCPS v2 and the one-stop system of Thanh Hóa province, both of which keep hours per agency and weekday.
public struct OfficeHours: Hashable, Sendable {
    private let weekly: [Weekday: [OfficeInterval]]

    /// Makes office hours from intervals in any order; a day left out is closed.
    ///
    /// - Throws: `overlappingIntervals` with the first weekday, from Monday, on which two intervals share a second.
    public init(weekly: [Weekday: [OfficeInterval]]) throws(WorkingCalendarError) {
        var ordered: [Weekday: [OfficeInterval]] = [:]
        for weekday in Weekday.allCases {
            let intervals = try Self.joined(weekly[weekday] ?? [], on: weekday)
            // A day without intervals is left out, so that equal hours are equal values.
            if !intervals.isEmpty { ordered[weekday] = intervals }
        }
        self.weekly = ordered
    }

    /// Returns the intervals of a day of the week in the order of the clock, empty for a closed day.
    public func intervals(on weekday: Weekday) -> [OfficeInterval] {
        weekly[weekday] ?? []
    }

    private static func joined(
        _ intervals: [OfficeInterval],
        on weekday: Weekday
    ) throws(WorkingCalendarError) -> [OfficeInterval] {
        var result: [OfficeInterval] = []
        for interval in intervals.sorted(by: { $0.opens < $1.opens }) {
            guard let last = result.last, interval.opens <= last.closes else {
                result.append(interval)
                continue
            }
            guard
                interval.opens == last.closes,
                let whole = OfficeInterval(opens: last.opens, closes: interval.closes)
            else { throw .overlappingIntervals(weekday) }
            result[result.count - 1] = whole
        }
        return result
    }
}

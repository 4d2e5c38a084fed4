/// The office hours (giờ hành chính) of one agency: any number of intervals on each day of the week, and other ones
/// from a day on, as in summer.
///
/// These are the hours in which terms run. A desk that only receives dossiers on Saturday mornings has none of them
/// on a Saturday. A day's intervals are sorted and apart; two that touch are joined to one. Seconds of a working day
/// usually add up to 8 hours, yet nothing here asks for it.
/// Source: OpenCPS v2 and the one-stop system of Thanh Hóa province, both of which keep hours per agency and weekday.
public struct OfficeHours: Hashable, Sendable {
    private typealias Week = [Weekday: [OfficeInterval]]

    /// Hours that hold from a day on, up to the next ones.
    private struct Period: Hashable, Sendable {
        let first: LocalDate
        let week: Week
    }

    private let firstWeek: Week
    /// In order of their first days, each other than the one before it, so that equal hours are equal values.
    private let periods: [Period]

    /// Makes office hours from intervals in any order; a day left out is closed.
    ///
    /// - Throws: `overlappingIntervals` with the first weekday, from Monday, on which two intervals share a second.
    public init(weekly: [Weekday: [OfficeInterval]]) throws(WorkingCalendarError) {
        var ordered: Week = [:]
        for weekday in Weekday.allCases {
            let intervals = try Self.joined(weekly[weekday] ?? [], on: weekday)
            // A day without intervals is left out, so that equal hours are equal values.
            if !intervals.isEmpty { ordered[weekday] = intervals }
        }
        self.init(firstWeek: ordered, periods: [])
    }

    private init(firstWeek: Week, periods: [Period]) {
        var kept: [Period] = []
        for period in periods where period.week != kept.last?.week ?? firstWeek { kept.append(period) }
        self.firstWeek = firstWeek
        self.periods = kept
    }

    /// The hours that are these up to a day, and others from that day on.
    ///
    /// - Parameters:
    ///   - later: The hours from then on, with all that changes in them later.
    ///   - first: The first day on which they hold.
    /// - Returns: The hours with the change.
    public func becoming(_ later: OfficeHours, from first: LocalDate) -> OfficeHours {
        OfficeHours(
            firstWeek: firstWeek,
            periods: periods.filter { $0.first < first } + [Period(first: first, week: later.week(on: first))]
                + later.periods.filter { $0.first > first }
        )
    }

    /// Returns the intervals of a day of the week, as they are on a date, in the order of the clock; empty for a closed
    /// day.
    ///
    /// The date need not be of that day of the week: a make-up Saturday keeps a Monday's hours.
    public func intervals(on weekday: Weekday, asOf date: LocalDate) -> [OfficeInterval] {
        week(on: date)[weekday] ?? []
    }

    private func week(on date: LocalDate) -> Week { periods.last { $0.first <= date }?.week ?? firstWeek }

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

/// The open stretches of each known day, before they are compiled for searching.
struct DayByDay {
    private let officeHours: OfficeHours
    private let publicCalendar: PublicCalendar
    private let windows: [LocalDate: [OfficeInterval]]
    /// The days that closures cover: asked for every day of every year.
    private let closedDays: Set<Int>

    /// Lays the public calendar over the office hours.
    init(publicCalendar: PublicCalendar, officeHours: OfficeHours) {
        self.officeHours = officeHours
        self.publicCalendar = publicCalendar
        windows = Dictionary(grouping: publicCalendar.halfDays, by: \.date).mapValues { $0.map(\.open) }
        closedDays = publicCalendar.closures.reduce(into: []) { days, closure in
            days.formUnion(closure.first.dayNumber...closure.last.dayNumber)
        }
    }

    /// The instants from the first known year's beginning up to the last one's end.
    var coverage: Range<Instant> {
        Self.firstDay(ofYear: publicCalendar.years.lowerBound)
            .startOfDay..<Self.firstDay(ofYear: publicCalendar.years.upperBound + 1).startOfDay
    }

    /// The known days in order.
    var dates: some Sequence<LocalDate> {
        let first = Self.firstDay(ofYear: publicCalendar.years.lowerBound).dayNumber
        let end = Self.firstDay(ofYear: publicCalendar.years.upperBound + 1).dayNumber
        return (first..<end).lazy.map(LocalDate.init(dayNumber:))
    }

    /// Returns the open stretches of a day in seconds since 1970 UTC, in order.
    func stretches(on date: LocalDate) -> [Range<Int64>] {
        let midnight = date.startOfDay.wholeSeconds
        return intervals(on: date).map { interval in
            midnight + Int64(interval.opens.secondsSinceMidnight)..<midnight
                + Int64(interval.closes.secondsSinceMidnight)
        }
    }

    /// Returns what kind of day it is, with the reason if it is off.
    func kind(of date: LocalDate) -> CountedDay.Kind {
        let isMakeUp = publicCalendar.makeUpDays.contains(date)
        if !isMakeUp, let closure = publicCalendar.closures.first(where: { $0.contains(date) }) {
            return .off(.closure(closure.name))
        }
        let usual = officeHours.intervals(on: isMakeUp ? .monday : date.weekday, asOf: date)
        let open = intervals(on: date)
        if usual.isEmpty { return .off(.weekly) }
        if open.isEmpty { return .off(.shortenedToNothing) }
        if open != usual { return .shortened }
        return isMakeUp ? .makeUp : .usual
    }

    private func intervals(on date: LocalDate) -> [OfficeInterval] {
        var intervals: [OfficeInterval]
        if publicCalendar.makeUpDays.contains(date) {
            intervals = officeHours.intervals(on: .monday, asOf: date)
        } else if closedDays.contains(date.dayNumber) {
            intervals = []
        } else {
            intervals = officeHours.intervals(on: date.weekday, asOf: date)
        }
        for window in windows[date] ?? [] {
            intervals = intervals.compactMap { $0.clipped(to: window) }
        }
        return intervals
    }

    /// Returns 1 January also of the year 10000, which no written date has but the last known year may end at.
    private static func firstDay(ofYear year: Int) -> LocalDate {
        let before = year - 1
        // 719,162 days lie between 0001-01-01 and 1970-01-01.
        return LocalDate(dayNumber: before * 365 + before / 4 - before / 100 + before / 400 - 719_162)
    }
}

public import WorkingCalendar

/// Which days of a term that is counted in days they are (ngày thứ mấy của thời hạn).
public struct TermDays: Hashable, Sendable {
    /// The day on which the term begins, which is not counted.
    public let start: LocalDate
    /// How many days the term has.
    public let count: Int
    /// Whether days off are counted like others.
    public let countsDaysOff: Bool
    private let numbers: [LocalDate: Int]

    /// Numbers the days of a term up to an instant; nil for a term that is not counted in whole days.
    ///
    /// - Parameters:
    ///   - limit: The term.
    ///   - start: From when it counts, in office hours.
    ///   - end: Up to when its days are numbered.
    ///   - calendar: The calendar of the receiving desk.
    /// - Throws: `unknownYear` if there is time between the instants outside the calendar's coverage.
    init?(
        of limit: Limit,
        from start: Instant,
        to end: Instant,
        calendar: WorkingCalendar
    ) throws(WorkingCalendarError) {
        switch limit {
        case .wholeDays(let count): (self.count, countsDaysOff) = (count, false)
        case .calendarDays(let count): (self.count, countsDaysOff) = (count, true)
        case .workingHours, .workingDays, .sameDay: return nil
        }
        let first = LocalDateTime(start).date
        var numbers: [LocalDate: Int] = [:]
        for day in try calendar.countedDays(from: start, to: end).days where day.date > first {
            guard countsDaysOff || !day.isOff else { continue }
            let number = countsDaysOff ? day.date.dayNumber - first.dayNumber : numbers.count + 1
            guard number <= count else { break }
            numbers[day.date] = number
        }
        self.start = first
        self.numbers = numbers
    }

    /// Which day of the term a date is, from 1; nil for one that is not counted.
    public subscript(_ date: LocalDate) -> Int? { numbers[date] }
}

extension CountedDay {
    /// Whether the office was closed on it.
    var isOff: Bool { if case .off = kind { true } else { false } }
}

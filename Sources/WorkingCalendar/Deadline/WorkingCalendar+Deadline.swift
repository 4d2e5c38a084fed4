extension WorkingCalendar {
    /// Returns the appointed instant (ngày hẹn trả kết quả) of a dossier received at an instant under a limit.
    ///
    /// The receipt is rounded down to the second and, outside office hours, moved to the next opening. Limits counted
    /// in working time that end at a close end at the next opening; the others end at a close of office.
    ///
    /// - Parameters:
    ///   - limit: The time the procedure leaves.
    ///   - receipt: The instant of receipt.
    /// - Returns: A whole second after the receipt.
    /// - Throws: `invalidLimit` for a limit of zero or less; `unknownYear` if the receipt or the answer lies outside
    ///   the coverage.
    public func deadline(for limit: Limit, receivedAt receipt: Instant) throws(WorkingCalendarError) -> Instant {
        guard limit.isPositive else { throw .invalidLimit }
        let start = try nextOpenInstant(atOrAfter: receipt)
        let local = LocalDateTime(start)
        switch limit {
        case .workingHours(let time):
            return try due(from: start, adding: time, ending: .atNextOpening)
        case .workingDays(let count):
            return try due(from: start, adding: .days(count), ending: .atNextOpening)
        case .wholeDays(let count):
            return try known(workingDays.close(ofDay: count, after: local.date))
        case .calendarDays(let count):
            return try close(ofCalendarDay: count, after: local.date)
        case .sameDay(let cutoff):
            let isInTime = local.time < cutoff
            return try known(
                isInTime ? workingDays.close(of: local.date) : workingDays.close(ofDay: 1, after: local.date)
            )
        }
    }

    /// Returns the close of the first working day that is at least so many days of the calendar after the date.
    private func close(ofCalendarDay count: Int, after date: LocalDate) throws(WorkingCalendarError) -> Instant {
        let lastKnownDay = LocalDateTime(coverage.upperBound).date.dayNumber - 1
        guard count <= lastKnownDay - date.dayNumber else { return try known(nil) }
        let dayBefore = date.adding(days: count - 1)
        return try known(workingDays.close(ofDay: 1, after: dayBefore))
    }
}

extension Limit {
    /// Whether the limit leaves any time at all.
    var isPositive: Bool {
        switch self {
        case .workingHours(let time): time > .zero
        case .workingDays(let count), .wholeDays(let count), .calendarDays(let count): count > 0
        case .sameDay: true
        }
    }
}

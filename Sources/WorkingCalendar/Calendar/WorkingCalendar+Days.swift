extension WorkingCalendar {
    /// The most days that ``countedDays(from:to:)`` lists: more than two years, longer than any term.
    public static let maximumCountedDays = 800

    /// Lists what is counted between two instants and which days off are skipped, so that a term can be explained.
    ///
    /// A working day of which nothing is counted is left out: the span begins after its close or ends at its opening.
    /// Cost: linear in the days listed, times the closures of the calendar.
    ///
    /// - Parameters:
    ///   - start: The instant from which to count, rounded down to the second.
    ///   - end: The instant up to which to count, rounded down to the second.
    /// - Returns: The days; none if the end is not after the start. The stretches of all days add up to
    ///   ``workingTime(from:to:)`` unless the list is cut at ``maximumCountedDays``.
    /// - Throws: `unknownYear` if there is time between them outside the coverage.
    public func countedDays(from start: Instant, to end: Instant) throws(WorkingCalendarError) -> CountedDays {
        let total = try workingTime(from: start, to: end)
        guard start.wholeSeconds < end.wholeSeconds else {
            return CountedDays(days: [], workingTime: total, isWhole: true)
        }
        let span = start.wholeSeconds..<end.wholeSeconds
        let first = LocalDateTime(start).date
        let last = LocalDateTime(Instant(seconds: span.upperBound - 1)).date
        let listed = min(last.dayNumber - first.dayNumber + 1, Self.maximumCountedDays)
        let source = DayByDay(publicCalendar: publicCalendar, officeHours: officeHours)
        let days = (0..<listed).compactMap { offset in
            Self.counted(first.adding(days: offset), within: span, of: source)
        }
        return CountedDays(days: days, workingTime: total, isWhole: first.adding(days: listed - 1) == last)
    }

    /// Tells why the office is closed at an instant; nil while it is open and outside the coverage.
    public func closedMoment(at instant: Instant) -> ClosedMoment? {
        guard coverage.contains(instant), !isOpen(at: instant) else { return nil }
        let date = LocalDateTime(instant).date
        let source = DayByDay(publicCalendar: publicCalendar, officeHours: officeHours)
        if case .off(let reason) = source.kind(of: date) { return .dayOff(reason) }
        let stretches = source.stretches(on: date)
        guard let first = stretches.first, let last = stretches.last else { return nil }
        if instant.wholeSeconds < first.lowerBound { return .beforeOpening }
        return instant.wholeSeconds < last.upperBound ? .betweenSessions : .afterClose
    }

    private static func counted(_ date: LocalDate, within span: Range<Int64>, of source: DayByDay) -> CountedDay? {
        let kind = source.kind(of: date)
        if case .off = kind { return CountedDay(date: date, kind: kind, stretches: []) }
        let stretches = source.stretches(on: date)
            .map { $0.clamped(to: span) }
            .filter { !$0.isEmpty }
            .map { Instant(seconds: $0.lowerBound)..<Instant(seconds: $0.upperBound) }
        return stretches.isEmpty ? nil : CountedDay(date: date, kind: kind, stretches: stretches)
    }
}

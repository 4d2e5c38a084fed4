/// The working time of one agency (lịch làm việc): public days off and make-up days laid over its office hours.
///
/// It adds and measures working time to the second, at UTC+07:00, in O(log n) of the known days. Every start is rounded
/// down to the whole second. It never guesses: an answer that depends on a year without data is refused.
/// The value is compiled once, at a cost linear in the days of its years, and is then shared freely.
public struct WorkingCalendar: Sendable {
    /// The days off and make-up days it was made from.
    public let publicCalendar: PublicCalendar
    /// The agency's hours it was made from.
    public let officeHours: OfficeHours
    /// The instants it has data for, from 00:00 of the first known year up to 00:00 after the last.
    public let coverage: Range<Instant>
    let timeline: OpenTimeline
    let workingDays: WorkingDays

    /// Lays the public calendar over an agency's office hours.
    ///
    /// - Parameters:
    ///   - publicCalendar: The days off, make-up days and half days, and the years they are known for.
    ///   - officeHours: The agency's hours.
    /// - Throws: `noOpenTime` if not a single second is open.
    public init(publicCalendar: PublicCalendar, officeHours: OfficeHours) throws(WorkingCalendarError) {
        let days = DayByDay(publicCalendar: publicCalendar, officeHours: officeHours)
        var stretches: [Range<Int64>] = []
        var workingDays = WorkingDays()
        for date in days.dates {
            let open = days.stretches(on: date)
            guard let last = open.last else { continue }
            stretches += open
            workingDays.append(date, close: last.upperBound)
        }
        timeline = OpenTimeline(stretches: stretches)
        guard !timeline.isEmpty else { throw .noOpenTime }
        self.workingDays = workingDays
        self.publicCalendar = publicCalendar
        self.officeHours = officeHours
        coverage = days.coverage
    }

    /// Tells whether another calendar is made of the same days and hours, and so says the same of every instant.
    public func isSame(as other: WorkingCalendar) -> Bool {
        publicCalendar == other.publicCalendar && officeHours == other.officeHours
    }

    /// Tells whether another calendar has the same working time up to an instant, where both have data.
    public func agrees(with other: WorkingCalendar, before instant: Instant) -> Bool {
        let start = max(coverage.lowerBound, other.coverage.lowerBound).wholeSeconds
        let end = min(instant, min(coverage.upperBound, other.coverage.upperBound)).wholeSeconds
        guard start < end else { return true }
        return timeline.stretches(within: start..<end) == other.timeline.stretches(within: start..<end)
    }

    /// Tells whether the office is open then, from the opening up to, not including, the close.
    ///
    /// False outside the coverage, where nothing is known.
    public func isOpen(at instant: Instant) -> Bool {
        timeline.isOpen(at: instant.wholeSeconds)
    }

    /// Tells whether the office closes at exactly that instant, for lunch or for the day.
    ///
    /// Midnight between two open days is not a close.
    public func isClose(_ instant: Instant) -> Bool {
        instant == instant.roundedDownToSecond && timeline.closes(at: instant.wholeSeconds)
    }

    /// Returns the last close of a local day; nil if the day has no open time or lies outside the coverage.
    public func close(ofDay date: LocalDate) -> Instant? {
        workingDays.close(of: date).map(Instant.init(seconds:))
    }

    /// Returns the instant itself, rounded down to the second, if the office is open, else its next opening.
    ///
    /// - Throws: `unknownYear` outside the coverage, and after its last close.
    public func nextOpenInstant(atOrAfter instant: Instant) throws(WorkingCalendarError) -> Instant {
        let second = try coveredSecond(of: instant)
        return try known(timeline.nextOpen(atOrAfter: second))
    }

    /// Returns the second of an instant that lies in the coverage.
    func coveredSecond(of instant: Instant) throws(WorkingCalendarError) -> Int64 {
        guard coverage.contains(instant) else { throw .unknownYear(LocalDateTime(instant).date.year) }
        return instant.wholeSeconds
    }

    /// Returns the instant of a second found in the coverage, or refuses because it would lie after it.
    func known(_ second: Int64?) throws(WorkingCalendarError) -> Instant {
        guard let second else { throw .unknownYear(publicCalendar.years.upperBound + 1) }
        return Instant(seconds: second)
    }
}

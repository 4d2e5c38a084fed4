import DossierDomain
import WorkingCalendar

/// Working time counted the slow way (đếm thời gian làm việc từng ngày), day by day and session by session.
///
/// It shares nothing with the calendar's own search but the hours and days off that both are made from, so that each
/// judges the other. All times are whole seconds since 1970 UTC.
struct SlowCalendar: Sendable {
    private let firstDay: Int
    private let days: [[Range<Int64>]]

    /// Lays out the sessions of every known day.
    init(_ calendar: WorkingCalendar) {
        let years = calendar.publicCalendar.years
        let first = LocalDateTime(calendar.coverage.lowerBound).date.dayNumber
        let count = (years.count) * 366
        firstDay = first
        var days: [[Range<Int64>]] = []
        for number in first..<(first + count) where years.contains(LocalDate(dayNumber: number).year) {
            days.append(Self.sessions(LocalDate(dayNumber: number), calendar))
        }
        self.days = days
    }

    private static func sessions(_ date: LocalDate, _ calendar: WorkingCalendar) -> [Range<Int64>] {
        let off = calendar.publicCalendar
        let isMakeUp = off.makeUpDays.contains(date)
        if !isMakeUp, off.closures.contains(where: { $0.first <= date && date <= $0.last }) { return [] }
        let midnight = date.startOfDay.wholeSeconds
        var sessions: [Range<Int64>] = []
        for interval in calendar.officeHours.intervals(on: isMakeUp ? .monday : date.weekday, asOf: date) {
            var opens = interval.opens.secondsSinceMidnight
            var closes = interval.closes.secondsSinceMidnight
            for half in off.halfDays where half.date == date {
                opens = max(opens, half.open.opens.secondsSinceMidnight)
                closes = min(closes, half.open.closes.secondsSinceMidnight)
            }
            if opens < closes { sessions.append(midnight + Int64(opens)..<midnight + Int64(closes)) }
        }
        return sessions
    }

    /// The sessions of a day; none outside the known years.
    func sessions(onDay number: Int) -> [Range<Int64>] {
        days.indices.contains(number - firstDay) ? days[number - firstDay] : []
    }

    private var lastDay: Int { firstDay + days.count - 1 }

    private static func day(of second: Int64) -> Int { LocalDateTime(Instant(seconds: second)).date.dayNumber }

    /// Whether a session ends at that second.
    func isClose(_ second: Int64) -> Bool { sessions(onDay: Self.day(of: second)).contains { $0.upperBound == second } }

    /// Whether a session is under way in that second.
    func isOpen(_ second: Int64) -> Bool { sessions(onDay: Self.day(of: second)).contains { $0.contains(second) } }

    /// The second itself if a session is under way, else the next one that begins; nil past the known years.
    func opening(atOrAfter second: Int64) -> Int64? {
        var number = Self.day(of: second)
        while number <= lastDay {
            for session in sessions(onDay: number) where session.upperBound > second {
                return max(session.lowerBound, second)
            }
            number += 1
        }
        return nil
    }

    /// The open seconds between two; none if the second is not after the first.
    func openSeconds(from start: Int64, to end: Int64) -> Int64 {
        guard start < end else { return 0 }
        var total: Int64 = 0
        for number in Self.day(of: start)...Self.day(of: end) {
            for session in sessions(onDay: number) {
                total += max(0, min(session.upperBound, end) - max(session.lowerBound, start))
            }
        }
        return total
    }

    /// Where so many open seconds after a start end; nil past the known years.
    ///
    /// - Parameters:
    ///   - start: From when they are counted.
    ///   - seconds: How many.
    ///   - staysAtClose: Whether an end exactly at a close stays there instead of moving on to the next opening.
    /// - Returns: The second.
    func end(from start: Int64, adding seconds: Int64, staysAtClose: Bool) -> Int64? {
        if seconds == 0 { return staysAtClose && isClose(start) ? start : opening(atOrAfter: start) }
        var left = seconds
        var number = Self.day(of: start)
        while number <= lastDay {
            for session in sessions(onDay: number) where session.upperBound > start {
                let begin = max(session.lowerBound, start)
                let length = session.upperBound - begin
                if left < length || (left == length && staysAtClose) { return begin + left }
                left -= length
                if left == 0 { return opening(atOrAfter: session.upperBound) }
            }
            number += 1
        }
        return nil
    }

    /// The last second from which so many open ones, one or more, are left until an end; nil before the known years.
    func start(before end: Int64, by seconds: Int64) -> Int64? {
        var left = seconds
        var number = Self.day(of: end)
        while number >= firstDay {
            for session in sessions(onDay: number).reversed() where session.lowerBound < end {
                let close = min(session.upperBound, end)
                if left <= close - session.lowerBound { return close - left }
                left -= close - session.lowerBound
            }
            number -= 1
        }
        return nil
    }

    /// The last close of the first working day from a day on.
    private func close(fromDay first: Int) -> Int64? {
        var number = first
        while number <= lastDay {
            if let last = sessions(onDay: number).last { return last.upperBound }
            number += 1
        }
        return nil
    }

    /// The appointment of a limit for what is received at a second; nil past the known years.
    func appointment(_ limit: Limit, receivedAt receipt: Int64) -> Int64? {
        guard let start = opening(atOrAfter: receipt) else { return nil }
        let today = Self.day(of: start)
        switch limit {
        case .workingHours(let time): return end(from: start, adding: time.seconds, staysAtClose: false)
        case .workingDays(let count): return end(from: start, adding: Int64(count) * 28_800, staysAtClose: false)
        case .wholeDays(let count):
            var close: Int64? = start
            var day = today
            for _ in 0..<count {
                close = self.close(fromDay: day + 1)
                guard let found = close else { return nil }
                day = Self.day(of: found)
            }
            return close
        case .calendarDays(let count): return close(fromDay: today + count)
        case .sameDay(let cutoff):
            let time = LocalDateTime(Instant(seconds: start)).time
            return close(fromDay: time < cutoff ? today : today + 1)
        }
    }
}

/// The slow calendars of all agencies.
struct SlowCalendars: Sendable {
    private let agencies: [AgencyID: SlowCalendar]
    private let organisation: Organisation

    init(_ calendars: [AgencyID: WorkingCalendar], _ organisation: Organisation) {
        // The days off are the same for all agencies, so equal hours make equal calendars.
        var laidOut: [OfficeHours: SlowCalendar] = [:]
        for calendar in calendars.values where laidOut[calendar.officeHours] == nil {
            laidOut[calendar.officeHours] = SlowCalendar(calendar)
        }
        agencies = calendars.compactMapValues { laidOut[$0.officeHours] }
        self.organisation = organisation
    }

    /// The calendar by which a place works.
    subscript(place: UnitPlace) -> SlowCalendar? { organisation.units[place.unit].flatMap { agencies[$0.agency] } }
}

import WorkingCalendar

/// The appointments (ngày hẹn trả) of every start at once.
struct CountPromise {
    /// The due moments in the receiving agency's calendar.
    let due: CountSpot
    /// The starts in question, by their counts: from the first to the last for which there may be an appointment.
    let starts: Range<Int64>

    /// The appointments of dossiers received under a limit.
    ///
    /// A receipt in closed time has the appointment of the next opening and is ready no later than one made then, so
    /// that only open seconds need be looked at, and each of them by its count.
    ///
    /// - Parameters:
    ///   - limit: The procedure's limit.
    ///   - position: The place of the receiving agency's calendar.
    ///   - calendars: The calendars.
    init(limit: Limit, position: Int, calendars: CountCalendars) {
        let calendar = calendars.calendars[position]
        let total = calendar.openSecondsInAll
        starts = 0..<total
        switch limit {
        case .workingHours(let time):
            due = Self.later(by: time, position: position, starts: starts, total: total)
        case .workingDays(let count):
            due = Self.later(by: .days(count), position: position, starts: starts, total: total)
        case .wholeDays, .calendarDays, .sameDay:
            // These end at a close of office.
            let counts = Self.dayByDay(limit, calendar: calendar)
            due = CountSpot(calendar: position, ending: .atClose, counts: counts)
        }
    }

    /// The appointments of dossiers whose clock goes on with so much working time left.
    ///
    /// - Parameters:
    ///   - time: The working time left.
    ///   - ending: How the appointments end that held before.
    ///   - starts: The resumptions in question.
    ///   - position: The place of the receiving agency's calendar.
    ///   - calendars: The calendars.
    init(left time: WorkingTime, ending: TermEnd, starts: Range<Int64>, position: Int, calendars: CountCalendars) {
        // With nothing left the appointment is the resumption itself.
        let ending = time > .zero ? ending : .atNextOpening
        let total = calendars.total(position)
        let bound = ending == .atClose ? total : total - 1
        let counts = CountMap(identityOn: starts).adding(time.seconds, upTo: bound)
        self.starts = starts
        due = CountSpot(calendar: position, ending: ending, counts: counts)
    }

    private static func later(
        by time: WorkingTime,
        position: Int,
        starts: Range<Int64>,
        total: Int64
    ) -> CountSpot {
        // More than all there is overflows nothing and is never granted, like none at all.
        let isGranted = time > .zero && time.seconds < total
        let counts = isGranted ? CountMap(identityOn: starts).adding(time.seconds, upTo: total - 1) : CountMap()
        return CountSpot(calendar: position, ending: .atNextOpening, counts: counts)
    }

    /// Within a day such a limit depends on the start no further than whether it lies before the cut-off.
    private static func dayByDay(_ limit: Limit, calendar: WorkingCalendar) -> CountMap {
        var counts = CountMap()
        var day = LocalDateTime(calendar.coverage.lowerBound).date
        let end = LocalDateTime(calendar.coverage.upperBound).date
        var count: Int64 = 0
        while day < end {
            let nextDay = day.adding(days: 1)
            let atMidnight = calendar.openSeconds(before: nextDay.startOfDay)
            var parts = [count..<atMidnight]
            if case .sameDay(let cutoff) = limit {
                let atCutoff = calendar.openSeconds(before: LocalDateTime(date: day, time: cutoff).instant)
                parts = [count..<atCutoff, atCutoff..<atMidnight]
            }
            for part in parts where !part.isEmpty {
                guard let start = calendar.instant(withOpenSecondsBefore: part.lowerBound, ending: .atNextOpening),
                    // A term that leaves the years with data is promised to nobody, and so are all later ones.
                    let due = try? calendar.deadline(for: limit, receivedAt: start)
                else {
                    counts.close(at: part.lowerBound)
                    return counts
                }
                counts.append(from: part.lowerBound, value: calendar.openSeconds(before: due), rising: false)
            }
            count = atMidnight
            day = nextDay
        }
        counts.close(at: count)
        return counts
    }
}

import WorkingCalendar

/// Where a dossier is in time, for every start at once: an instant given by its count in one calendar.
struct CountSpot {
    /// The calendar, by its place in ``CountCalendars``.
    let calendar: Int
    /// Which instant with the count is meant where a close and the next opening have the same.
    let ending: TermEnd
    /// From the count of the start in the receiving agency's calendar to the count of the instant in this one.
    let counts: CountMap
}

/// The different calendars of a proof (các lịch làm việc), and how counts of one become counts of another.
struct CountCalendars {
    private(set) var calendars: [WorkingCalendar] = []
    private var positions: [AgencyID: Int] = [:]
    private var conversions: [Conversion: CountMap] = [:]

    private struct Conversion: Hashable {
        let from: Int
        let to: Int
        let ending: TermEnd
    }

    /// Takes the calendars of all agencies; those with equal hours count as one.
    ///
    /// - Parameter agencies: Calendars over the same years.
    init(_ agencies: [AgencyID: WorkingCalendar]) {
        for (agency, calendar) in agencies.sorted(by: { $0.key < $1.key }) {
            let known = calendars.firstIndex {
                $0.isSame(as: calendar)
            }
            precondition(
                calendars.allSatisfy { $0.coverage == calendar.coverage },
                "The agencies of one organisation share the years of their calendars."
            )
            positions[agency] = known ?? calendars.count
            if known == nil { calendars.append(calendar) }
        }
    }

    /// The place of an agency's calendar; nil if it has none.
    func position(of agency: AgencyID) -> Int? { positions[agency] }

    /// All open seconds of a calendar.
    func total(_ calendar: Int) -> Int64 { calendars[calendar].openSecondsInAll }

    /// The counts that a spot has in another calendar.
    mutating func counts(of spot: CountSpot, in calendar: Int) -> CountMap {
        guard spot.calendar != calendar else { return spot.counts }
        return spot.counts.then(conversion(from: spot.calendar, to: calendar, ending: spot.ending))
    }

    /// The counts in a calendar of the latest of several spots, at least one.
    mutating func latest(of spots: [CountSpot], in calendar: Int) -> CountMap {
        var latest: CountMap?
        for spot in spots {
            let counts = counts(of: spot, in: calendar)
            latest = latest?.maximum(counts) ?? counts
        }
        return latest ?? CountMap()
    }

    private mutating func conversion(from: Int, to: Int, ending: TermEnd) -> CountMap {
        let key = Conversion(from: from, to: to, ending: ending)
        if let known = conversions[key] { return known }
        let map = CountMap(from: calendars[from].openStretches, to: calendars[to].openStretches, ending: ending)
        conversions[key] = map
        return map
    }
}

extension CountMap {
    /// Makes the map from the counts of one calendar to those of another, one walk along the stretches of both.
    ///
    /// - Parameters:
    ///   - stretches: The open time of the calendar whose counts are the arguments.
    ///   - others: The open time of the calendar whose counts are the values.
    ///   - ending: Which instant a count means: the last with it, inside a stretch or at its opening, or the first with
    ///     it, inside a stretch or at its close.
    init(from stretches: [Range<Int64>], to others: [Range<Int64>], ending: TermEnd) {
        self.init()
        // A count of 0 has no first instant; with `atClose` each open second stands for the instant at which it ends.
        let shift: Int64 = ending == .atClose ? 1 : 0
        var count: Int64 = 0
        var (next, countBefore): (Int, Int64) = (0, 0)
        for stretch in stretches {
            var second = stretch.lowerBound
            while second < stretch.upperBound {
                while next < others.count, others[next].upperBound <= second {
                    countBefore += others[next].upperBound - others[next].lowerBound
                    next += 1
                }
                let opening = next < others.count ? others[next].lowerBound : .max
                let isOpen = opening <= second
                append(
                    from: count + (second - stretch.lowerBound) + shift,
                    value: isOpen ? countBefore + (second - opening) + shift : countBefore,
                    rising: isOpen
                )
                second = isOpen ? others[next].upperBound : opening
            }
            count += stretch.upperBound - stretch.lowerBound
        }
        close(at: count + shift)
    }
}

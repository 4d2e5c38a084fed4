public import WorkingCalendar

/// Somebody came to a unit or left it (cán bộ đến hoặc đi).
public struct StaffChange: Hashable, Sendable {
    /// When.
    public let at: Instant
    /// How many more there were from then on; negative for those who left.
    public let by: Int

    /// Creates a change.
    public init(at: Instant, by count: Int) {
        self.at = at
        by = count
    }
}

/// How many members of the staff a unit has, and had before (số cán bộ có mặt), as far as is known.
public struct StaffPresence: Hashable, Sendable {
    /// How many there were up to a change, from the change before it on.
    private struct Stretch: Hashable {
        let end: Instant
        let count: Int
    }

    /// How many are there now.
    public let now: Int
    /// The stretches before the last change, in order.
    private let past: [Stretch]

    /// Goes back from those who are there now.
    ///
    /// - Parameters:
    ///   - now: How many are there now.
    ///   - changes: Who came and left before, in any order; none if nobody did or nothing is known.
    public init(now: Int, changes: [StaffChange] = []) {
        self.now = now
        var count = now
        var past: [Stretch] = []
        for change in changes.sorted(by: { $0.at > $1.at }) {
            count -= change.by
            past.append(Stretch(end: change.at, count: count))
        }
        self.past = past.reversed()
    }

    /// How many are reckoned with: where nobody is there, one will have to come.
    var expected: Int { max(now, 1) }

    /// A stretch of work, once for each who was there.
    ///
    /// Work of a time in which nobody is known to have been there was somebody's: it counts as that of as many as are
    /// reckoned with, so that it leaves the pace as it is.
    ///
    /// - Parameters:
    ///   - start: When the stretch begins.
    ///   - end: When it ends.
    ///   - whole: Its working time.
    ///   - calendar: The unit's working time.
    /// - Returns: The working time of all together.
    func time(
        from start: Instant,
        to end: Instant,
        of whole: WorkingTime,
        by calendar: WorkingCalendar
    ) -> WorkingTime {
        guard let last = past.last, last.end > start else { return whole.times(expected) }
        var total = WorkingTime.zero
        var begin = start
        for stretch in past {
            let close = min(stretch.end, end)
            guard begin < close else { continue }
            let count = stretch.count > 0 ? stretch.count : expected
            total = total + calendar.knownTime(from: begin, to: close).times(count)
            begin = close
        }
        return total + calendar.knownTime(from: begin, to: end).times(expected)
    }
}

extension WorkingTime {
    /// So many times the amount, none for a negative number.
    func times(_ count: Int) -> WorkingTime {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: Int64(max(count, 0)))
        return WorkingTime(seconds: overflow ? .max : product) ?? .zero
    }
}

public import WorkingCalendar

/// The pace of a unit (nhịp độ xử lý) over its last working days.
///
/// Only time in which the unit had a step under way counts, so that few dossiers do not make a unit look slow.
/// Source: project decision, 2026-11-28, because a unit that gets one short step a day keeps every promise.
///
/// The pace is of those who were there meanwhile. Whoever left or came since is reckoned with as one of them: each who
/// is there now does what each of them did.
/// Source: project decision, 2026-11-30, because a unit that lost an officer would keep its old pace for weeks.
public struct UnitPace: Hashable, Sendable {
    /// The working days that are looked back, of 8 hours each.
    public static let days = 20
    /// The working days with work below which a pace says nothing yet.
    static let minimumDays = 5

    /// The standard working time of the steps finished meanwhile.
    public let finished: WorkingTime
    /// The working time in which a step was under way.
    public let busy: WorkingTime
    /// The same, once for each member of the staff who was there.
    let attended: WorkingTime
    /// How many are reckoned with from now on.
    private let expected: Int

    /// Adds up what a unit did.
    ///
    /// - Parameters:
    ///   - finished: The standard working time of the steps finished since ``start(before:by:)``.
    ///   - spans: When those steps were under way, from start to finish; they may overlap.
    ///   - openSince: Since when the most urgent open step is under way; nil if there is none.
    ///   - presence: Who is there, and was meanwhile.
    ///   - now: The present instant.
    ///   - calendar: The unit's working time.
    public init(
        finished: WorkingTime,
        spans: [(start: Instant, end: Instant)],
        openSince: Instant?,
        presence: StaffPresence,
        now: Instant,
        calendar: WorkingCalendar
    ) {
        self.finished = finished
        expected = presence.expected
        let begin = Self.start(before: now, by: calendar)
        var busy = WorkingTime.zero
        var attended = WorkingTime.zero
        var counted = begin
        let all = spans + (openSince.map { [(start: $0, end: now)] } ?? [])
        for span in all.sorted(by: { $0.start < $1.start }) {
            let start = max(span.start, counted)
            guard start < span.end else { continue }
            let time = calendar.knownTime(from: start, to: span.end)
            busy = busy + time
            attended = attended + presence.time(from: start, to: span.end, of: time, by: calendar)
            counted = span.end
        }
        self.busy = busy
        self.attended = attended
    }

    /// From when on finished steps count: 20 working days of 8 hours ago, or where the calendar's data begin.
    ///
    /// Past the years with data it is 20 working days before their end, not all there ever was.
    public static func start(before now: Instant, by calendar: WorkingCalendar) -> Instant {
        let end = min(now, calendar.coverage.upperBound)
        // Where the data begin is as far as anybody can look back.
        return (try? calendar.instant(before: end, by: .days(days))) ?? calendar.coverage.lowerBound
    }

    /// Whether the unit had work long enough for its pace to say something.
    public var isKnown: Bool { busy >= .days(Self.minimumDays) && finished > .zero }

    /// The standard working time done in a working day with work; nil while the pace is not known.
    public var perDay: WorkingTime? {
        guard isKnown else { return nil }
        return UnitCapacity(standardSeconds: finished.seconds, workingSeconds: busy.seconds)?.work(in: .days(1))
    }

    /// The capacity by which the unit is expected to go on: its pace, as much of it as those who are there now are of
    /// those who were there while it worked; that of its officers while no pace is known.
    ///
    /// Time without work says nothing of anybody's pace, so who was there then does not matter.
    public var capacity: UnitCapacity {
        guard isKnown else { return UnitCapacity(officers: expected) }
        // The same number all the time is left out of the fraction, which stays as exact as it was.
        let isSteady = attended == busy.times(expected)
        return UnitCapacity(
            standardSeconds: isSteady ? finished.seconds : finished.times(expected).seconds,
            workingSeconds: isSteady ? busy.seconds : attended.seconds
        ) ?? UnitCapacity(officers: expected)
    }
}

extension WorkingCalendar {
    /// The working time between two instants as far as the calendar has data; none beyond it.
    func knownTime(from start: Instant, to end: Instant) -> WorkingTime {
        let first = max(start, coverage.lowerBound)
        let last = min(end, coverage.upperBound)
        // Inside the coverage nothing is refused.
        return first < last ? (try? workingTime(from: first, to: last)) ?? .zero : .zero
    }
}

public import WorkingCalendar

/// One unit at its place as a forecast sees it (đơn vị trong dự báo): officers at steps, with a pace.
public struct ForecastUnit: Sendable {
    /// The working time of its agency.
    public let calendar: WorkingCalendar
    /// How fast it works.
    public let capacity: UnitCapacity
    /// When it last finished a step; nil if it never did.
    public let lastFinishedAt: Instant?

    /// Creates a unit.
    public init(calendar: WorkingCalendar, capacity: UnitCapacity, lastFinishedAt: Instant?) {
        self.calendar = calendar
        self.capacity = capacity
        self.lastFinishedAt = lastFinishedAt
    }

    /// When working time that begins at an instant is used up; nil past the years with data.
    func end(from start: Instant, adding time: WorkingTime) -> Instant? {
        guard time > .zero else { return start }
        // Past the years with data nothing is promised, and so nothing is forecast.
        return try? calendar.due(from: start, adding: time, ending: .atClose)
    }

    /// The latest start from which a step is finished at an instant if an officer does nothing else.
    ///
    /// A slow unit is taken to keep the hours, so that its own slowness is not laid at the door of those before it.
    func latestStart(finishing end: Instant, _ work: WorkingTime) -> Instant {
        // Before the years with data every start is too late.
        (try? calendar.instant(before: end, by: work)) ?? calendar.coverage.lowerBound
    }
}

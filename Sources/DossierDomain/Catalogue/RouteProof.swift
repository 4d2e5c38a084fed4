public import WorkingCalendar

/// The proof that a procedure can be on time (chứng minh khả thi), made when it is loaded.
///
/// The longest path up to the hand-over must fit into the least working time that the limit grants for any start.
/// Source: design.md §3; project decision, 2026-11-23: the working time is that of the receiving agency's calendar.
public struct RouteProof: Hashable, Sendable {
    /// The least working time between a start and its due moment, over all starts the calendar speaks about, in
    /// seconds.
    public let grantedSeconds: Int64
    /// The working time of the longest path up to the hand-over, in seconds.
    public let neededSeconds: Int64
    /// That path, from the intake to the hand-over.
    public let longestPath: [StepID]

    /// The working time left over on the longest path, in seconds; never negative in a proof that succeeded.
    public var slackSeconds: Int64 { grantedSeconds - neededSeconds }

    /// Proves that a procedure's steps exist in the organisation and fit its limit.
    ///
    /// - Parameters:
    ///   - procedure: The procedure, whose route is already proved in itself.
    ///   - organisation: The units that its steps may name.
    ///   - calendar: The calendar of the receiving agency.
    /// - Throws: ``ProcedureDefect`` with the step or the path that breaks it.
    public init(
        of procedure: Procedure,
        in organisation: Organisation,
        calendar: WorkingCalendar
    ) throws(ProcedureDefect) {
        for step in procedure.route.steps {
            if case .unit(let unit) = step.performer, organisation.units[unit] == nil {
                throw .unknownUnit(step.id, unit)
            }
        }
        for step in [procedure.route.intake, procedure.route.handOver] {
            guard case .unit(let unit) = step.performer, organisation.isDesk(unit) else { throw .notAtTheDesk(step.id) }
        }
        let longest = procedure.route.longestPathToHandOver
        neededSeconds = longest.seconds
        longestPath = longest.path
        grantedSeconds = try Self.leastGranted(by: procedure.limit, in: calendar)
        guard neededSeconds <= grantedSeconds else {
            throw .longerThanLimit(path: longestPath, needed: neededSeconds, granted: grantedSeconds)
        }
    }

    private static func leastGranted(by limit: Limit, in calendar: WorkingCalendar) throws(ProcedureDefect) -> Int64 {
        switch limit {
        case .workingHours(let time): return time.seconds
        case .workingDays(let days): return WorkingTime.days(days).seconds
        case .wholeDays, .calendarDays, .sameDay: return try leastOverAllDays(limit, in: calendar)
        }
    }

    /// These limits end at a close of office, so on each day the latest start that still gets that close has the least.
    private static func leastOverAllDays(
        _ limit: Limit,
        in calendar: WorkingCalendar
    ) throws(ProcedureDefect) -> Int64 {
        var least: Int64?
        var day = LocalDateTime(calendar.coverage.lowerBound).date
        let end = LocalDateTime(calendar.coverage.upperBound).date
        while day < end {
            for start in latestStarts(on: day, limit: limit, calendar: calendar) {
                // A term that leaves the years with data is promised to nobody, so losing the error is right.
                guard let due = try? calendar.deadline(for: limit, receivedAt: start) else { continue }
                // The due moment lies within the same years, so this cannot fail where the line above did not.
                guard let granted = try? calendar.workingTime(from: start, to: due) else { continue }
                least = min(least ?? granted.seconds, granted.seconds)
            }
            day = day.adding(days: 1)
        }
        guard let least else { throw .limitNeverGranted }
        return least
    }

    private static func latestStarts(on day: LocalDate, limit: Limit, calendar: WorkingCalendar) -> [Instant] {
        guard let close = calendar.close(ofDay: day) else { return [] }
        guard case .sameDay(let cutoff) = limit else { return [close.adding(seconds: -1)] }
        let end = min(LocalDateTime(date: day, time: cutoff).instant, close)
        guard let oneSecond = WorkingTime(seconds: 1),
            // Without an open second before the cut-off within the known years there is no such start.
            let lastBeforeCutoff = try? calendar.instant(before: end, by: oneSecond)
        else { return [close.adding(seconds: -1)] }
        return [lastBeforeCutoff, close.adding(seconds: -1)]
    }
}

/// Why a procedure is refused when it is loaded (lỗi thủ tục).
public enum ProcedureDefect: Error, Hashable, Sendable {
    /// The step names a unit that does not exist.
    case unknownUnit(StepID, UnitID)
    /// The intake or the hand-over is not done by a desk.
    case notAtTheDesk(StepID)
    /// The path needs more working time, in seconds, than the limit grants.
    case longerThanLimit(path: [StepID], needed: Int64, granted: Int64)
    /// No start within the calendar's years has a due moment.
    case limitNeverGranted
}

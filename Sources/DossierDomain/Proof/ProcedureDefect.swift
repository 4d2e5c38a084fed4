public import WorkingCalendar

/// Why a procedure is refused when it is loaded (lỗi thủ tục).
public enum ProcedureDefect: Error, Hashable, Sendable {
    /// The step names a unit that does not exist.
    case unknownUnit(StepID, UnitID)
    /// The intake or the hand-over is not done by a desk.
    case notAtTheDesk(StepID)
    /// The step of a unit has no working time, so that it would be late as soon as it begins.
    case noWorkingTime(StepID)
    /// The agency of the unit has no calendar.
    case noCalendar(UnitID)
    /// A dossier received then is late, though each unit keeps its hours: of all starts the first of the latest.
    case late(RouteRun)
    /// No start within the calendar's years has a due moment.
    case limitNeverGranted
    /// More decisions and payments than can be proved one by one.
    case tooManyWays
    /// The warning of the procedure's own ladder never fires: no clock of that kind ever has as much working time.
    case rungNeverKept(RungID, LadderClock, mostGranted: WorkingTime)
}

/// The clock that a warning watches (loại đồng hồ).
public enum LadderClock: String, Hashable, Sendable {
    /// The clock of a step under way.
    case step
    /// The dossier's clock.
    case dossier
}

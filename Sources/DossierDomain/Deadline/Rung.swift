public import WorkingCalendar

/// One rung of the ladder of timers (nấc cảnh báo hạn) that watches a dossier.
public enum Rung: Hashable, Sendable {
    /// The dossier's appointment has passed.
    case dossierOverdue
    /// A step's working time has passed.
    case stepOverdue(StepID)
}

/// A timer (bộ hẹn giờ) that must stand in the store for a dossier as it is now.
public struct PlannedTimer: Hashable, Sendable {
    /// What will have happened.
    public let rung: Rung
    /// The instant at which it fires.
    public let fireAt: Instant

    /// Creates a timer.
    public init(rung: Rung, fireAt: Instant) {
        self.rung = rung
        self.fireAt = fireAt
    }

    /// How long after a due instant something counts as overdue, in seconds: at the instant itself it is still on time.
    public static let overdueDelaySeconds: Int64 = 1
}

extension Dossier {
    /// The timers that must stand for the dossier as it is; none while its clock stands still or has ended.
    ///
    /// The hand-over step has none: the result is ready, and collecting it is the citizen's own affair.
    public var timers: [PlannedTimer] {
        guard status.isRunning else { return [] }
        var timers: [PlannedTimer] = []
        if let dueAt, !isOverdueRecorded { timers.append(Self.overdue(.dossierOverdue, after: dueAt)) }
        for step in steps where step.state == .active && !step.isOverdueRecorded {
            guard let due = step.dueAt else { continue }
            timers.append(Self.overdue(.stepOverdue(step.id), after: due))
        }
        return timers
    }

    private static func overdue(_ rung: Rung, after due: Instant) -> PlannedTimer {
        PlannedTimer(rung: rung, fireAt: due.adding(seconds: PlannedTimer.overdueDelaySeconds))
    }
}

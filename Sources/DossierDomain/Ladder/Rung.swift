public import WorkingCalendar

/// One rung of the ladder of timers (nấc cảnh báo hạn) that watches a dossier.
public enum Rung: Hashable, Sendable {
    /// A warning on the wait of a dossier filed online, which the desk has not answered.
    case filingWarning(RungID)
    /// A warning on the dossier's clock.
    case dossierWarning(RungID)
    /// The dossier's appointment has passed.
    case dossierOverdue
    /// A warning on a step's clock.
    case stepWarning(RungID, StepID)
    /// A step's working time has passed.
    case stepOverdue(StepID)

    /// The step whose clock it watches; nil for the dossier's, and while that is only filed.
    public var step: StepID? {
        switch self {
        case .filingWarning, .dossierWarning, .dossierOverdue: nil
        case .stepWarning(_, let step), .stepOverdue(let step): step
        }
    }

    /// The warning's name in its ladder; nil where a due moment has passed.
    public var warning: RungID? {
        switch self {
        case .filingWarning(let id), .dossierWarning(let id), .stepWarning(let id, _): id
        case .dossierOverdue, .stepOverdue: nil
        }
    }
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
    static let overdueDelaySeconds: Int64 = 1

    /// The timer that says that a due moment has passed.
    static func overdue(_ rung: Rung, after due: Instant) -> PlannedTimer {
        PlannedTimer(rung: rung, fireAt: due.adding(seconds: overdueDelaySeconds))
    }
}

extension Dossier {
    /// The timers that must stand for the dossier as it is; none while its clock stands still or has ended.
    ///
    /// Before the clock runs, those of a filing that waits for the desk's answer. The hand-over step has none: the
    /// result is ready, and collecting it is the citizen's own affair.
    public var timers: [PlannedTimer] {
        if status == .submitted {
            return warnings.map { PlannedTimer(rung: .filingWarning($0.rung), fireAt: $0.fireAt) }
        }
        guard status.isRunning else { return [] }
        var timers = warnings.map { PlannedTimer(rung: .dossierWarning($0.rung), fireAt: $0.fireAt) }
        if let dueAt, !isOverdueRecorded { timers.append(.overdue(.dossierOverdue, after: dueAt)) }
        for step in steps where step.state == .active {
            timers += step.warnings.map { PlannedTimer(rung: .stepWarning($0.rung, step.id), fireAt: $0.fireAt) }
            guard let due = step.dueAt, !step.isOverdueRecorded else { continue }
            timers.append(.overdue(.stepOverdue(step.id), after: due))
        }
        return timers
    }

    /// The first timer whose instant has come, in the order of the ladder; nil if none has.
    public func dueTimer(at now: Instant) -> PlannedTimer? {
        timers.filter { $0.fireAt <= now }.min { $0.fireAt < $1.fireAt }
    }
}

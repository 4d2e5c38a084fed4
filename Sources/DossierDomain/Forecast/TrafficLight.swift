public import WorkingCalendar

/// How urgent a step is (đèn báo tiến độ), at a glance.
///
/// Source: project decision, 2026-11-28, because the ladder warns an officer at 80 % of a step's time, and demands the
/// apology 8 working hours before a dossier is due.
public enum TrafficLight: String, CaseIterable, Sendable {
    /// There is time.
    case green
    /// At most 20 % of the step's working time or 8 working hours of the dossier are left.
    case yellow
    /// The step's or the dossier's due moment has passed.
    case red

    /// The share of a step's working time from which on it is urgent, in per cent.
    public static let urgentShare = 20
    /// The working time of a dossier from which on it is urgent.
    public static let urgentTime = WorkingTime.hours(8)

    /// Chooses by what is left.
    public init(_ left: TimeLeft) {
        let isUrgent = left.ofStep <= left.term.share(perCent: Self.urgentShare) || left.ofDossier <= Self.urgentTime
        self = left.isStepOverdue || left.isDossierOverdue ? .red : isUrgent ? .yellow : .green
    }
}

/// What is left of a step's and its dossier's working time (thời gian còn lại).
public struct TimeLeft: Hashable, Sendable {
    /// The working time until the step's due moment, none once that has passed.
    public let ofStep: WorkingTime
    /// The working time since the step's due moment, none until it has passed.
    public let overStep: WorkingTime
    /// The whole working time granted to the step.
    public let term: WorkingTime
    /// The working time until the appointment, none once that has passed.
    public let ofDossier: WorkingTime
    /// Whether the step's due moment has passed; its whole second is in time.
    public let isStepOverdue: Bool
    /// Whether the appointment has passed; its whole second is in time.
    public let isDossierOverdue: Bool

    /// Measures a step under way.
    ///
    /// - Parameters:
    ///   - stepDue: The step's due moment.
    ///   - term: The working time granted to it.
    ///   - calendar: The working time of its unit's agency.
    ///   - dossierDue: The appointment.
    ///   - deskCalendar: The working time of the receiving desk's agency, in which the appointment was reached.
    ///   - now: The present instant.
    /// - Throws: `WorkingCalendarError` if a calendar has no data for one of the instants.
    public init(
        stepDue: Instant,
        term: WorkingTime,
        calendar: WorkingCalendar,
        dossierDue: Instant,
        deskCalendar: WorkingCalendar,
        now: Instant
    ) throws(WorkingCalendarError) {
        ofStep = try calendar.workingTime(from: now, to: stepDue)
        overStep = try calendar.workingTime(from: stepDue, to: now)
        self.term = term
        ofDossier = try deskCalendar.workingTime(from: now, to: dossierDue)
        isStepOverdue = now.roundedDownToSecond > stepDue
        isDossierOverdue = now.roundedDownToSecond > dossierDue
    }

    /// The seconds of working time until the step's due moment; negative once it has passed.
    public var slackSeconds: Int64 { isStepOverdue ? -overStep.seconds : ofStep.seconds }

    /// Creates what is left.
    public init(
        ofStep: WorkingTime,
        overStep: WorkingTime,
        term: WorkingTime,
        ofDossier: WorkingTime,
        isStepOverdue: Bool,
        isDossierOverdue: Bool
    ) {
        self.ofStep = ofStep
        self.overStep = overStep
        self.term = term
        self.ofDossier = ofDossier
        self.isStepOverdue = isStepOverdue
        self.isDossierOverdue = isDossierOverdue
    }
}

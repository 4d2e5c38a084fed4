public import WorkingCalendar

/// How the appointment of a dossier was reached (cách tính ngày hẹn trả kết quả), from the receipt to the present date.
///
/// It goes by the calendar of the receiving desk as it is now. The last phase leads exactly to ``dueAt``. Where the
/// dossier was not overdue at any pause or move and no term began anew, the working time counted in all phases and what
/// a pause that lasts has left add up to what the dossier's clock allows.
public struct DeadlineAccount: Hashable, Sendable {
    /// The term that the procedure grants.
    public let limit: Limit
    /// When the dossier was received.
    public let receivedAt: Instant
    /// The appointment first told.
    public let originalDueAt: Instant
    /// The present appointment.
    public let dueAt: Instant
    /// The phases in order, the receipt's first.
    public let phases: [DeadlinePhase]
    /// The pause that lasts now; nil while the clock runs or has ended.
    public let pause: DeadlinePause?

    /// Explains the appointment of a history; nil if the dossier was never received.
    ///
    /// - Parameters:
    ///   - events: All events of one dossier in their order.
    ///   - procedure: The dossier's version of its procedure.
    ///   - organisation: The agencies and units, with those that are no more.
    ///   - calendars: The calendars of all of them.
    /// - Throws: ``DossierRejection/calendarUnknown(year:)`` if an instant lies outside the years with data,
    ///   ``DossierRejection/noOfficeTime`` if the desk's agency has no calendar.
    public init?(
        of events: some Sequence<DossierEvent>,
        procedure: Procedure,
        organisation: Organisation,
        calendars: [AgencyID: WorkingCalendar]
    ) throws(DossierRejection) {
        var telling: DeadlineTelling?
        for event in events {
            if case .registered(let registration) = event.fact {
                let places = PlaceCalendars(organisation: organisation, calendars: calendars)
                telling = DeadlineTelling(
                    calendar: try places.calendar(of: registration.desk),
                    restarts: procedure.supplementMode == .restart
                )
            }
            try telling?.take(event)
        }
        guard let told = telling, let first = told.phases.first, let last = told.phases.last else { return nil }
        limit = procedure.limit
        receivedAt = first.at
        originalDueAt = first.dueAt
        dueAt = last.dueAt
        phases = told.phases
        pause = told.isOver ? nil : told.pause
    }
}

/// One phase in which time was counted (một chặng tính thời gian), from one cause to the next or to the due moment.
public struct DeadlinePhase: Hashable, Sendable {
    /// What began it.
    public let cause: Cause
    /// When that happened.
    public let at: Instant
    /// Why the office was closed then, so that counting began at the next opening; nil if it was open.
    public let closedMoment: ClosedMoment?
    /// From when time counts: the cause's instant, or the next opening.
    public let countedFrom: Instant
    /// The due moment as of this phase.
    public let dueAt: Instant
    /// The working time from then on to the due moment; none where the term was over already.
    public let term: WorkingTime
    /// Up to when it counts: the due moment, or the pause or move that came before it.
    public let countedUntil: Instant
    /// The days counted and the days off skipped.
    public let counted: CountedDays
    /// How it ended; nil for the phase that reaches the due moment, or is still under way to it.
    public let end: End?

    /// What begins a phase.
    public enum Cause: Hashable, Sendable {
        /// The dossier was received.
        case receipt
        /// The citizen brought what was asked for after a pause, and what was left is counted on.
        case resumption(CitizenWait.Cause)
        /// The papers came, and the term begins anew as the procedure says.
        case restart
        /// An apology gave a new appointment.
        case apology(isTooLate: Bool)
        /// A later version of the calendar, other office hours or both moved the appointment.
        case reschedule(RescheduleGround)
    }

    /// How a phase ends before the due moment.
    public enum End: Hashable, Sendable {
        /// The clock stopped.
        case pause(DeadlinePause)
        /// The appointment was moved while the clock ran.
        case moved
    }
}

/// One stopping of the clock (tạm dừng tính thời gian).
public struct DeadlinePause: Hashable, Sendable {
    /// What the citizen was asked for.
    public let cause: CitizenWait.Cause
    /// Since when.
    public let since: Instant
    /// The working time left then; none where the term was over.
    public let left: WorkingTime
    /// Whether the term was over already, so that the appointment stays as it was.
    public let isOverdue: Bool
}

/// The telling of how an appointment was reached, event by event.
struct DeadlineTelling {
    private let calendar: WorkingCalendar
    private let restarts: Bool
    private var dueAt: Instant?
    private var open: (cause: DeadlinePhase.Cause, at: Instant)?
    private(set) var phases: [DeadlinePhase] = []
    private(set) var pause: DeadlinePause?
    private(set) var isOver = false

    init(calendar: WorkingCalendar, restarts: Bool) {
        self.calendar = calendar
        self.restarts = restarts
    }

    /// Takes one more event.
    mutating func take(_ event: DossierEvent) throws(DossierRejection) {
        for effect in event.effects {
            switch effect {
            case .dueDate(_, let new, let cause): try move(to: new, cause: cause, of: event)
            case .clockStopped(let left): try stop(left: left, of: event)
            case .clockResumed: try resume(event)
            case .status(.finished), .status(.stopped), .status(.refused): isOver = true
            default: continue
            }
        }
    }

    private mutating func move(to new: Instant, cause: DueDateCause, of event: DossierEvent) throws(DossierRejection) {
        switch (cause, event.fact) {
        case (.apology, .apologised(_, let isTooLate)):
            try end(.moved, at: event.at)
            dueAt = new
            try begin(.apology(isTooLate: isTooLate), at: event.at)
        case (.calendar, .rescheduled(let ground)):
            try end(.moved, at: event.at)
            dueAt = new
            try begin(.reschedule(ground), at: event.at)
        case (.intake, _):
            dueAt = new
            try begin(.receipt, at: event.at)
        default:
            // The phase that the resumption began is told again, to its new end.
            dueAt = new
            try retell()
        }
    }

    private mutating func stop(left: WorkingTime, of event: DossierEvent) throws(DossierRejection) {
        guard let dueAt else { return }
        let cause: CitizenWait.Cause = if case .supplementRequested = event.fact { .supplement } else { .payment }
        let isOverdue = event.at.roundedDownToSecond > dueAt
        let stopped = DeadlinePause(cause: cause, since: event.at, left: left, isOverdue: isOverdue)
        pause = stopped
        try end(.pause(stopped), at: event.at)
    }

    private mutating func resume(_ event: DossierEvent) throws(DossierRejection) {
        let cause: CitizenWait.Cause = if case .paymentConfirmed = event.fact { .payment } else { .supplement }
        pause = nil
        try begin(cause == .supplement && restarts ? .restart : .resumption(cause), at: event.at)
    }

    private mutating func begin(_ cause: DeadlinePhase.Cause, at instant: Instant) throws(DossierRejection) {
        open = (cause, instant)
        if let phase = try phase(until: nil, end: nil) { phases.append(phase) }
    }

    /// Tells the open phase again, up to the due moment as it is now.
    private mutating func retell() throws(DossierRejection) {
        guard let phase = try phase(until: nil, end: nil), !phases.isEmpty else { return }
        phases[phases.count - 1] = phase
    }

    private mutating func end(_ end: DeadlinePhase.End, at instant: Instant) throws(DossierRejection) {
        guard let phase = try phase(until: instant, end: end), !phases.isEmpty else { return }
        phases[phases.count - 1] = phase
    }

    private func phase(until: Instant?, end: DeadlinePhase.End?) throws(DossierRejection) -> DeadlinePhase? {
        guard let open, let dueAt else { return nil }
        do throws(WorkingCalendarError) {
            let from = try calendar.nextOpenInstant(atOrAfter: open.at)
            let until = min(until ?? dueAt, dueAt)
            return DeadlinePhase(
                cause: open.cause,
                at: open.at,
                closedMoment: calendar.closedMoment(at: open.at),
                countedFrom: from,
                dueAt: dueAt,
                term: try calendar.workingTime(from: open.at, to: dueAt),
                countedUntil: until,
                counted: try calendar.countedDays(from: from, to: until),
                end: end
            )
        } catch {
            throw DossierRejection(error)
        }
    }
}

public import WorkingCalendar

/// How the appointment of a dossier was reached (cách tính ngày hẹn trả kết quả), from the receipt to the present date.
///
/// It goes by the calendar of the receiving desk as it is now; an appointment that an earlier one gave and that was
/// kept is shown with ``DeadlinePhase/byPresentHours``. The last phase leads exactly to ``dueAt``. Where the dossier
/// was not overdue at any pause or move, no date was kept and no term began anew, the working time counted in all
/// phases and what a pause that lasts has left add up to what the dossier's clock allows.
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
                    limit: procedure.limit,
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
    /// The days counted and the days off skipped, those between the cause and the first counted hour included.
    public let counted: CountedDays
    /// Which days of the term those are, where it is counted in days; nil where working time is counted, as after a
    /// pause or to a date that was chosen.
    public let termDays: TermDays?
    /// When the term would end by the calendar and hours in force now, where the appointment was told by earlier ones
    /// and kept; nil where that is the due moment, and for a phase that did not reach it.
    public let byPresentHours: Instant?
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

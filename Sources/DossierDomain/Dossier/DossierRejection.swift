public import WorkingCalendar

/// Why an action on a dossier is refused (lý do từ chối thao tác).
///
/// Each case has a stable code that callers may rely on; nothing is changed by a refused action.
public enum DossierRejection: Error, Hashable, Sendable {
    /// The actor's role or unit, or what he did before, does not permit the action; the rule is named.
    case forbidden(Denial)
    /// The step has an assignee, and the actor is neither that officer nor the unit's head.
    case assignedToOther(StepID)
    /// A second supplement request needs the head of the unit.
    case supplementNeedsHead
    /// The action is not possible in the dossier's status.
    case wrongStatus(Status)
    /// The route has no such step, whether it is the one worked on or, as the target, the one to return to.
    case unknownStep(StepID, isTarget: Bool = false)
    /// The step is not active now.
    case stepNotActive(StepID)
    /// The step decides, and its outcome was not named or is none of these.
    case unknownOutcome(allowed: [String])
    /// A denial was given without its reason.
    case denialNeedsReason
    /// The step waits for the citizen's payment and is completed by confirming that.
    case paymentStep(StepID)
    /// The last step is ended by the hand-over alone.
    case handOverOnly
    /// The dossier is late and has no apology on it; only the leader may finish it, with a reason.
    case apologyRequired
    /// The step to return to is not an earlier one that was done.
    case returnTargetInvalid(StepID)
    /// The assignee is no active officer or head of the step's unit.
    case assigneeInvalid
    /// The dossier has had its one apology.
    case reappointmentExhausted
    /// The new date is not after the present one and now, too far, outside office hours, or no whole second.
    ///
    /// It names what it must be after, and the latest that may be given; nil for as late as the calendar goes.
    case newDueDateInvalid(after: Instant, latest: Instant?)
    /// The remaining route cannot be gone by the new date; the earliest that it can is named.
    case newDueDateTooEarly(earliest: Instant)
    /// The dossier was received on another day.
    case voidOnlySameDay
    /// The calendar has no data for the year a date would fall into, so none is promised.
    case calendarUnknown(year: Int)
    /// A limit or a calendar that grants no time at all.
    case noOfficeTime
    /// No regime pack is in force on the day of receipt, so there is no law under which the dossier could be taken.
    case regimeNotInForce(on: LocalDate)

    /// The stable code, words in lower case joined by hyphens.
    public var code: String {
        switch self {
        case .forbidden: "forbidden"
        case .assignedToOther: "assigned-to-other"
        case .supplementNeedsHead: "supplement-needs-head"
        case .wrongStatus: "wrong-status"
        case .unknownStep: "unknown-step"
        case .stepNotActive: "step-not-active"
        case .unknownOutcome: "unknown-outcome"
        case .denialNeedsReason: "denial-needs-reason"
        case .paymentStep: "payment-step"
        case .handOverOnly: "hand-over-only"
        case .apologyRequired: "apology-required"
        case .returnTargetInvalid: "return-target-invalid"
        case .assigneeInvalid: "assignee-invalid"
        case .reappointmentExhausted: "reappointment-exhausted"
        case .newDueDateInvalid: "new-due-date-invalid"
        case .newDueDateTooEarly: "new-due-date-too-early"
        case .voidOnlySameDay: "void-only-same-day"
        case .calendarUnknown: "calendar-unknown"
        case .noOfficeTime: "no-office-time"
        case .regimeNotInForce: "regime-not-in-force"
        }
    }

    /// The rule by which the actor may not do it; nil if he is not the cause.
    public var rule: AccessRule? {
        switch self {
        case .forbidden(let denial): denial.rule
        case .assignedToOther: .assignee
        case .supplementNeedsHead: .secondSupplement
        default: nil
        }
    }

    /// Creates the refusal that a calendar's error means for a dossier.
    public init(_ error: WorkingCalendarError) {
        switch error {
        case .unknownYear(let year): self = .calendarUnknown(year: year)
        default: self = .noOfficeTime
        }
    }
}

public import WorkingCalendar

/// Something that happened to a dossier (sự kiện hồ sơ): who did what when, and what that changed.
public struct DossierEvent: Hashable, Sendable {
    /// When it happened; an imported intake has the instant of the old register.
    public let at: Instant
    /// Who caused it.
    public let by: Initiator
    /// The capacity in which he acted away from his own post; nil in his own, and for the program's services.
    public let capacity: Capacity?
    /// What happened.
    public let fact: DossierFact
    /// What it changed, in order; folding needs nothing else.
    public let effects: [DossierEffect]
    /// The instant at which a timer was to cause it; nil for what no timer causes.
    ///
    /// It lies before ``at`` where the timer was fired late, because the program was off or the machine busy.
    public let plannedAt: Instant?

    /// Creates an event.
    public init(
        at: Instant,
        by initiator: Initiator,
        capacity: Capacity? = nil,
        fact: DossierFact,
        effects: [DossierEffect],
        plannedAt: Instant? = nil
    ) {
        self.at = at
        self.by = initiator
        self.capacity = capacity
        self.fact = fact
        self.effects = effects
        self.plannedAt = plannedAt
    }
}

/// What happened to a dossier (nội dung sự kiện); every typed text is a reference into the vault.
public enum DossierFact: Hashable, Sendable {
    /// It was registered, at the desk, by post, online or from an older register.
    case registered(Registration)
    /// An online dossier was received and its clock started.
    case accepted
    /// It was not received.
    case refused(reason: VaultReference)
    /// A step was completed.
    case stepCompleted(StepCompletion)
    /// Work went back from one step to an earlier one.
    case stepReturned(from: StepID, to: StepID, reason: VaultReference)
    /// An officer was named for a step.
    case assigned(step: StepID, assignee: AccountID)
    /// The applicant was asked for more papers.
    case supplementRequested(request: VaultReference)
    /// The papers came.
    case supplementReceived(documents: VaultReference)
    /// The applicant was asked to pay.
    case paymentRequested(amountInDong: Int64, reason: VaultReference)
    /// The payment was confirmed.
    case paymentConfirmed(reference: VaultReference)
    /// The citizen took it back.
    case withdrawn(reason: VaultReference)
    /// A head or leader stopped it.
    case stopped(reason: VaultReference)
    /// Its one apology was made and a new appointment given; too late if less time was left than the law asks for.
    case apologised(reason: VaultReference, isTooLate: Bool)
    /// The result was handed over.
    case handedOver(receivedBy: VaultReference)
    /// What was said at the intake was mended; whether texts are wanted is told by an effect.
    case corrected(fields: [String], applicant: VaultReference, reason: VaultReference)
    /// It was a duplicate or a mistake.
    case voided(reason: VaultReference)
    /// The look-up PIN was renewed.
    case pinRenewed(pin: VaultReference)
    /// Its appointment passed.
    case becameOverdue
    /// A step's working time passed.
    case stepBecameOverdue(StepID)
    /// A warning of the ladder fired, on the dossier's clock, before that on its wait for the desk, or on a step's.
    case warned(RungID, step: StepID?)
    /// The days off or the office hours were changed by a later version, and with them the due moments.
    case rescheduled(RescheduleGround)
    /// A commune with a part in it was merged into another one, whose units have that part from then on.
    case transferred(CommuneTransfer)
}

/// The version that moved due moments (căn cứ dời hạn).
public enum RescheduleGround: Hashable, Sendable {
    /// Another version of the calendar declares other days off.
    case calendar(version: Int)
    /// Another version of the organisation has other office hours.
    case officeHours(organisationVersion: Int)
    /// Both at once.
    case both(calendarVersion: Int, organisationVersion: Int)

    /// Puts it together from the versions that changed; nil if none did.
    public init?(calendarVersion: Int?, organisationVersion: Int?) {
        switch (calendarVersion, organisationVersion) {
        case (let calendar?, let organisation?):
            self = .both(calendarVersion: calendar, organisationVersion: organisation)
        case (let calendar?, nil): self = .calendar(version: calendar)
        case (nil, let organisation?): self = .officeHours(organisationVersion: organisation)
        case (nil, nil): return nil
        }
    }

    /// The version of the calendar, if that changed.
    public var calendarVersion: Int? {
        switch self {
        case .calendar(let version), .both(let version, _): version
        case .officeHours: nil
        }
    }

    /// The version of the organisation, if its office hours changed.
    public var organisationVersion: Int? {
        switch self {
        case .officeHours(let version), .both(_, let version): version
        case .calendar: nil
        }
    }
}

/// How a step was completed (hoàn thành bước).
public struct StepCompletion: Hashable, Sendable {
    /// The step.
    public let step: StepID
    /// The outcome named, where the step decides.
    public let outcome: String?
    /// The officer's note.
    public let note: VaultReference?
    /// The result, where the step gave one.
    public let result: DossierResult?
    /// The leader's reason for finishing late without an apology.
    public let overrideReason: VaultReference?

    /// Creates a completion.
    public init(
        step: StepID,
        outcome: String?,
        note: VaultReference?,
        result: DossierResult?,
        overrideReason: VaultReference?
    ) {
        self.step = step
        self.outcome = outcome
        self.note = note
        self.result = result
        self.overrideReason = overrideReason
    }
}

/// One change that an event makes to the state (thay đổi trạng thái).
public enum DossierEffect: Hashable, Sendable {
    /// The status changed.
    case status(Status)
    /// A step began, with its due moment; nil for the citizen's own step.
    case stepStarted(StepID, dueAt: Instant?)
    /// A step was finished.
    case stepFinished(StepID)
    /// Whoever caused the event completed a step from which a later one is kept apart.
    case completerNoted(StepID)
    /// A step is not needed any more.
    case stepSkipped(StepID)
    /// A step went back to the beginning.
    case stepReset(StepID)
    /// A step is next but waits for other branches.
    case stepPending(StepID)
    /// A step is not next any more.
    case stepNotPending(StepID)
    /// The appointment was set or moved.
    case dueDate(old: Instant?, new: Instant, cause: DueDateCause)
    /// The clock stopped with this much working time unused.
    case clockStopped(remaining: WorkingTime)
    /// A step's clock stopped with this much working time unused.
    case stepClockStopped(StepID, remaining: WorkingTime)
    /// The clock runs again.
    case clockResumed
    /// A step's clock runs again until then.
    case stepClockResumed(StepID, dueAt: Instant)
    /// A step's due moment was moved while its clock ran.
    case stepDueDate(StepID, old: Instant, new: Instant)
    /// These warnings, and no others, will fire on the dossier's clock, or on its wait while it is only filed.
    case warningsPlanned([PlannedWarning])
    /// These warnings, and no others, will fire on a step's clock.
    case stepWarningsPlanned(StepID, [PlannedWarning])
    /// Texts are wanted from now on, or wanted no more.
    case textsWanted(Bool)
}

/// Why an appointment was set or moved (lý do đổi ngày hẹn).
public enum DueDateCause: String, CaseIterable, Sendable {
    /// The dossier was received.
    case intake
    /// The clock stood still while the applicant brought more papers.
    case supplement
    /// The clock stood still while the applicant paid.
    case payment
    /// The one apology gave a new appointment.
    case apology
    /// Days off, make-up days or office hours were declared anew.
    case calendar
}

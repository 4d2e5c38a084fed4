import WorkingCalendar

extension Dossier {
    /// Creates the state after a dossier's first event; nil if that is not a registration.
    public init?(first event: DossierEvent) {
        guard case .registered(let registration) = event.fact else { return nil }
        self.init(registration: registration)
        apply(event)
    }

    /// Folds all events of one dossier in their order; nil if there is none or the first is not a registration.
    public init?(folding events: some Sequence<DossierEvent>) {
        var iterator = events.makeIterator()
        guard let first = iterator.next() else { return nil }
        self.init(first: first)
        while let event = iterator.next() { apply(event) }
    }

    init(registration: Registration) {
        version = 0
        self.registration = registration
        status = .submitted
        supplementRequests = 0
        hasApology = false
        isApologyTooLate = false
        isOverdueRecorded = false
        warnings = []
        notifiesBySMS = registration.notifiesBySMS
        applicant = registration.applicant
        pin = registration.pin
        steps = registration.steps
        pendingSteps = []
        statusChanges = []
        transfers = []
    }

    /// Folds one more event into the state.
    public mutating func apply(_ event: DossierEvent) {
        version += 1
        for effect in event.effects { apply(effect, at: event.at, by: event.by) }
        apply(event.fact, at: event.at)
    }

    private mutating func apply(_ fact: DossierFact, at instant: Instant) {
        switch fact {
        case .registered(let registration): markSkipped(registration.skippedRungs)
        case .stepCompleted(let completion): decide(completion)
        case .assigned(let step, let assignee): update(step) { $0.assignee = assignee }
        case .supplementRequested(let request):
            supplementRequests += 1
            self.request = request
        case .paymentRequested(let amount, let reason):
            amountInDong = amount
            request = reason
        case .supplementReceived, .paymentConfirmed:
            request = nil
            amountInDong = nil
        case .apologised(_, let isTooLate):
            hasApology = true
            isApologyTooLate = isTooLate
        case .corrected(_, let applicant, _): self.applicant = applicant
        case .pinRenewed(let pin): self.pin = pin
        case .becameOverdue: isOverdueRecorded = true
        case .stepBecameOverdue(let step): update(step) { $0.isOverdueRecorded = true }
        case .warned(let rung, step: nil): warnings.removeAll { $0.rung == rung }
        case .warned(let rung, let step?): update(step) { $0.warnings.removeAll { $0.rung == rung } }
        case .transferred(let transfer):
            transfers.append(transfer)
            for index in steps.indices { steps[index].move(by: transfer, at: instant) }
        case .accepted, .refused, .stepReturned, .withdrawn, .stopped, .handedOver, .voided, .rescheduled: break
        }
    }

    private mutating func apply(_ effect: DossierEffect, at instant: Instant, by initiator: Initiator) {
        switch effect {
        case .status(let new): enter(new, at: instant)
        case .stepStarted(let id, let due): start(id, dueAt: due, at: instant)
        case .stepFinished(let id):
            update(id) { step in
                step.state = .done
                step.finishedAt = instant
            }
        case .completerNoted(let id):
            update(id) { step in
                if !step.completers.contains(initiator) { step.completers.append(initiator) }
            }
        case .stepSkipped(let id): update(id) { $0.state = .skipped }
        case .stepReset(let id):
            takeBackDecision(of: id)
            update(id) { $0.reset() }
        case .stepPending(let id): pendingSteps.append(id)
        case .stepNotPending(let id): pendingSteps.removeAll { $0 == id }
        case .dueDate(_, let new, _): moveDueDate(to: new)
        case .clockStopped(let unused):
            stoppedAt = instant
            remaining = unused
        case .stepClockStopped(let id, let unused): update(id) { $0.remaining = unused }
        case .clockResumed:
            stoppedAt = nil
            remaining = nil
        case .stepClockResumed(let id, let due): resume(id, dueAt: due)
        case .stepDueDate(let id, _, let new): resume(id, dueAt: new)
        case .warningsPlanned(let planned): warnings = planned
        case .stepWarningsPlanned(let id, let planned): update(id) { $0.warnings = planned }
        case .textsWanted(let wanted): notifiesBySMS = wanted
        }
    }

    private mutating func enter(_ new: Status, at instant: Instant) {
        if new == .awaitingSupplement || new == .awaitingPayment { resumeStatus = status }
        if receivedAt == nil, new == .received { receivedAt = instant }
        if new == .finished {
            finishedAt = instant
            // Granted where nobody said otherwise.
            if result == nil { result = DossierResult(kind: .granted, text: nil) }
        }
        if new == .handedOver { handedOverAt = instant }
        if new == .refused || new == .stopped {
            endedAt = instant
            request = nil
            amountInDong = nil
        }
        status = new
        statusChanges.append(StatusChange(at: instant, status: new))
    }

    private mutating func decide(_ completion: StepCompletion) {
        guard let result = completion.result else { return }
        self.result = result
        decidingStep = completion.step
    }

    /// A step that is done again decides again.
    private mutating func takeBackDecision(of id: StepID) {
        guard decidingStep == id else { return }
        result = nil
        decidingStep = nil
    }

    private mutating func start(_ id: StepID, dueAt due: Instant?, at instant: Instant) {
        takeBackDecision(of: id)
        update(id) { step in
            step.state = .active
            step.startedAt = instant
            step.takenOverAt = nil
            step.dueAt = due
            step.finishedAt = nil
            step.formerPlace = nil
            step.isOverdueRecorded = false
            step.warnings = []
        }
    }

    private mutating func resume(_ id: StepID, dueAt due: Instant) {
        update(id) { step in
            if step.dueAt != due {
                step.isOverdueRecorded = false
                step.warnings = []
            }
            step.dueAt = due
            step.remaining = nil
        }
    }

    private mutating func moveDueDate(to new: Instant) {
        if originalDueAt == nil { originalDueAt = new }
        if dueAt != new {
            isOverdueRecorded = false
            warnings = []
        }
        dueAt = new
    }

    private mutating func markSkipped(_ rungs: [Rung]) {
        for rung in rungs {
            switch rung {
            case .dossierOverdue: isOverdueRecorded = true
            case .stepOverdue(let id): update(id) { $0.isOverdueRecorded = true }
            // Warnings of the past were never planned.
            case .filingWarning, .dossierWarning, .stepWarning: break
            }
        }
    }

    private mutating func update(_ id: StepID, _ change: (inout StepProgress) -> Void) {
        guard let index = steps.firstIndex(where: { $0.id == id }) else { return }
        change(&steps[index])
    }
}

import WorkingCalendar

/// The telling of a ledger, event by event (lập phiếu kiểm soát).
struct LedgerFold {
    private let procedure: Procedure
    private let places: PlaceCalendars
    private let desk: WorkingCalendar
    private(set) var dossier: Dossier
    /// The instant up to which time was counted.
    private(set) var now: Instant
    private(set) var drafts: [HoldingDraft] = []
    private(set) var waits: [CitizenWaitDraft] = []
    private var clock: ClockMeter?
    private var startedAt: Instant?
    private var isClockOver = false
    private var term: IndexTerm?
    private var apology: DossierClock.Apology?
    private var shares: [(holders: [UnitPlace], workingTime: WorkingTime)] = []

    /// Begins with the registration, which the dossier has folded already.
    init(
        dossier: Dossier,
        first: DossierEvent,
        procedure: Procedure,
        places: PlaceCalendars
    ) throws(DossierRejection) {
        self.dossier = dossier
        self.procedure = procedure
        self.places = places
        desk = try places.calendar(of: dossier.receivingDesk)
        now = first.at
        for effect in first.effects { try take(effect, of: first) }
    }

    /// Takes one more event.
    mutating func take(_ event: DossierEvent) throws(DossierRejection) {
        try advance(to: event.at)
        dossier.apply(event)
        switch event.fact {
        case .assigned(let step, let assignee):
            if let index = openIndex(of: step) { drafts[index].assignee = assignee }
        case .apologised(_, let isTooLate):
            apology = DossierClock.Apology(at: now, isTooLate: isTooLate, by: event.by.account)
        case .transferred(let transfer): handOn(by: transfer)
        default: break
        }
        for effect in event.effects { try take(effect, of: event) }
    }

    /// Counts the time up to an instant, by every clock that lasts.
    mutating func advance(to instant: Instant) throws(DossierRejection) {
        guard instant > now else { return }
        if clock != nil, !isClockOver {
            let isRunning = clock?.stoppedSince == nil
            let passed = try clock?.advance(to: instant) ?? .zero
            if isRunning { attribute(passed) }
        }
        for index in drafts.indices where drafts[index].isOpen { try drafts[index].meter.advance(to: instant) }
        if let last = waits.indices.last, waits[last].until == nil { try waits[last].meter.advance(to: instant) }
        now = instant
    }

    private mutating func attribute(_ passed: WorkingTime) {
        guard passed > .zero else { return }
        let holders = Set(drafts.filter { $0.isOpen && !$0.isAfterFinish }.map(\.place)).sorted()
        if let index = shares.firstIndex(where: { $0.holders == holders }) {
            shares[index].workingTime = shares[index].workingTime + passed
        } else {
            shares.append((holders, passed))
        }
    }

    private mutating func take(_ effect: DossierEffect, of event: DossierEvent) throws(DossierRejection) {
        switch effect {
        case .status(let status): try enter(status, by: event.by.account)
        case .stepStarted(let id, let due?): try begin(id, due: due, of: event)
        case .stepFinished(let id): close(id, .completed, by: event.by)
        case .stepSkipped(let id): close(id, .ended, by: event.by)
        case .stepReset(let id): close(id, .returned, by: event.by)
        case .dueDate(let old, let new, let cause): try moveDue(old: old, new: new, cause: cause, by: event.by)
        case .clockStopped: try stopClock()
        case .clockResumed: try resumeClock(restarting: restarts(event.fact))
        case .stepClockStopped(let id, _): if let index = openIndex(of: id) { drafts[index].meter.stop() }
        case .stepClockResumed(let id, let due): try resume(id, due: due, of: event)
        case .stepDueDate(let id, _, let new):
            guard let index = openIndex(of: id) else { break }
            try drafts[index].meter.setDue(new, cause: .calendar, by: event.by)
        // The citizen's own step is told as a wait; waiting at a join and planned warnings take no time.
        case .stepStarted(_, dueAt: nil), .stepPending, .stepNotPending, .completerNoted, .warningsPlanned,
            .stepWarningsPlanned, .textsWanted:
            break
        }
    }

    private mutating func stopClock() throws(DossierRejection) {
        let instant = now
        clock?.stop()
        try term?.stop(at: instant)
    }

    private mutating func resumeClock(restarting: Bool) throws(DossierRejection) {
        let instant = now
        try clock?.resume()
        try term?.resume(at: instant, restarting: restarting)
    }

    private func restarts(_ fact: DossierFact) -> Bool {
        if case .supplementReceived = fact { procedure.supplementMode == .restart } else { false }
    }

    private func openIndex(of id: StepID) -> Int? { drafts.lastIndex { $0.step == id && $0.isOpen } }

    private mutating func begin(_ id: StepID, due: Instant, of event: DossierEvent) throws(DossierRejection) {
        guard let step = dossier[id], let place = step.place else { return }
        var meter = ClockMeter(calendar: try places.calendar(of: place), start: now)
        try meter.setDue(due, cause: .intake, by: event.by)
        drafts.append(
            HoldingDraft(
                step: id,
                place: place,
                since: now,
                givenBy: id == procedure.route.intake.id && !event.isReturn ? nil : event.by.account,
                isAfterFinish: id == procedure.route.handOver.id,
                assignee: step.assignee,
                meter: meter
            )
        )
    }

    private mutating func resume(_ id: StepID, due: Instant, of event: DossierEvent) throws(DossierRejection) {
        guard let index = openIndex(of: id) else { return }
        try drafts[index].meter.resume()
        let cause: DueDateCause = if case .paymentConfirmed = event.fact { .payment } else { .supplement }
        try drafts[index].meter.setDue(due, cause: cause, by: event.by)
    }

    /// What units of a merged commune hold goes on in the hands of those of the other one.
    private mutating func handOn(by transfer: CommuneTransfer) {
        for index in drafts.indices where drafts[index].isOpen && drafts[index].place.commune == transfer.from {
            drafts.append(drafts[index].continued(at: drafts[index].place.moved(by: transfer), since: now))
            drafts[index].close(.transferred, at: now, by: nil)
        }
    }

    private mutating func close(_ id: StepID, _ end: HoldingEnd, by initiator: Initiator) {
        guard let index = openIndex(of: id) else { return }
        drafts[index].close(end, at: now, by: initiator.account)
    }

    private mutating func moveDue(
        old: Instant?,
        new: Instant,
        cause: DueDateCause,
        by initiator: Initiator
    ) throws(DossierRejection) {
        if clock == nil {
            clock = ClockMeter(calendar: desk, start: now)
            startedAt = now
            term = IndexTerm(calendar: desk, due: new)
        }
        try clock?.setDue(new, cause: cause, by: initiator)
        term?.follow(old: old, new: new, cause: cause)
    }

    private mutating func enter(_ status: Status, by account: AccountID?) throws(DossierRejection) {
        if let last = waits.indices.last, waits[last].until == nil { waits[last].until = now }
        switch status {
        case .awaitingSupplement: begin(.supplement, askedBy: account)
        case .awaitingPayment: begin(.payment, askedBy: account)
        case .finished, .stopped, .refused: isClockOver = true
        case .submitted, .received, .processing, .withdrawn, .handedOver: break
        }
    }

    private mutating func begin(_ cause: CitizenWait.Cause, askedBy account: AccountID?) {
        waits.append(
            CitizenWaitDraft(
                cause: cause,
                since: now,
                stopsClock: clock != nil,
                askedBy: account,
                meter: ClockMeter(calendar: desk, start: now)
            )
        )
    }
}

extension LedgerFold {
    /// Whose hands the used time passed in, in the order in which they first held the dossier.
    var attribution: [HolderShare] {
        shares.map { HolderShare(holders: $0.holders, workingTime: $0.workingTime) }
    }

    /// The dossier's own clock.
    var dossierClock: DossierClock? {
        guard let clock, let startedAt, let original = clock.firstDue, let due = clock.due else { return nil }
        let end = dossier.finishedAt ?? dossier.endedAt
        // Judged by the moments that the history names, as the dossier itself is, also where a clock was set back.
        let verdict =
            end.map { Verdict.ofEnd(at: dossier.finishedAt ?? dossier.stoppedAt ?? $0, due: due) }
            ?? .underWay(at: now, stoppedSince: dossier.stoppedAt, due: due)
        return DossierClock(
            receivedAt: startedAt,
            originalDueAt: original,
            dueAt: due,
            reading: clock.reading,
            moves: clock.moves,
            apology: apology,
            stoppedSince: end == nil ? clock.stoppedSince : nil,
            endedAt: end,
            verdict: verdict
        )
    }

    /// How the national index counts the dossier.
    ///
    /// Source: domain.md R22, R23, R26 and R47 (index of Decision 766/QĐ-TTg).
    var index: IndexView {
        let (ground, end) = counted
        let due = term?.due
        let isInTime = zip(end, due).map { $0.roundedDownToSecond <= $1 }
        let isSecond = dossier.supplementRequests > 1
        return IndexView(
            isOnTime: isInTime.map { $0 && !isSecond },
            ground: isInTime != nil && isSecond ? .secondSupplement : ground,
            dueAt: due,
            countedUntil: due == nil ? nil : end,
            supplementRequests: dossier.supplementRequests,
            supplementTime: waits.filter { $0.cause == .supplement && $0.stopsClock }
                .reduce(.zero) { $0 + $1.meter.reading.used }
        )
    }

    private var counted: (ground: IndexView.Ground, end: Instant?) {
        guard clock != nil else { return (.notReceived, nil) }
        if let finished = dossier.finishedAt { return (.finished, finished) }
        let stopped = dossier.stoppedAt
        if let ended = dossier.endedAt { return (.ended, stopped ?? ended) }
        switch dossier.status {
        case .awaitingSupplement: return (.awaitingSupplement, stopped)
        case .awaitingPayment: return (.awaitingPayment, stopped)
        default: return (.underWay, now)
        }
    }

    private func zip(_ left: Instant?, _ right: Instant?) -> (Instant, Instant)? {
        guard let left, let right else { return nil }
        return (left, right)
    }
}

extension Initiator {
    /// The member of the staff it was; nil for the program's own services.
    fileprivate var account: AccountID? {
        if case .account(let id) = self { id } else { nil }
    }
}

extension DossierEvent {
    /// Whether it sent work back.
    fileprivate var isReturn: Bool {
        if case .stepReturned = fact { true } else { false }
    }
}

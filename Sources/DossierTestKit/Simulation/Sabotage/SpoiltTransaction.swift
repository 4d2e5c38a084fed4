import DossierDomain
import DossierEngine
import WorkingCalendar

/// A transaction that a saboteur stands before.
struct SpoiltTransaction: ForwardingTransaction {
    let base: any StoreTransaction
    let saboteur: Saboteur

    func append(_ event: [UInt8], hash: Digest, to head: StreamHead) throws -> StreamHead {
        // Events of named streams are of another form and left alone.
        guard let (told, link) = try? EventCodec.decode(event) else {
            return try base.append(event, hash: hash, to: head)
        }
        let changed = try rewritten(told, of: head.id)
        // What was worked out together with an event that was then written otherwise names that one as it should be.
        let present = try base.head(of: head.id)
        guard changed != nil || present != head else { return try base.append(event, hash: hash, to: head) }
        if let changed { saboteur.remember(changed, of: head.id) }
        let follows = ChainLink(stream: link.stream, position: present.count + 1, previous: present.last)
        let bytes = EventCodec.encode(changed ?? told, link: follows)
        return try base.append(bytes, hash: Digest.of(bytes), to: present)
    }

    func insert(_ row: DossierRow) throws {
        guard let event = saboteur.takeRewritten(of: row.id), let dossier = Dossier(first: event) else {
            return try base.insert(row)
        }
        try base.insert(row.with(dossier, timer: dossier.timers.map(\.fireAt).min()))
    }

    func update(_ row: DossierRow) throws {
        let before = try stored(row.id)
        if let event = saboteur.takeRewritten(of: row.id), var dossier = before {
            dossier.apply(event)
            return try base.update(row.with(dossier, timer: dossier.timers.map(\.fireAt).min()))
        }
        try base.update(try spoilt(row, before: before))
    }

    private func spoilt(_ row: DossierRow, before: Dossier?) throws -> DossierRow {
        guard let before else { return row }
        let after = try DossierCodec.decode(row.state)
        // An event without effects, so that the old state has the new version.
        var old = before
        old.apply(DossierEvent(at: Instant(milliseconds: 0), by: .program, fact: .accepted, effects: []))
        let hasFired = before.status == after.status && after.timers.count < before.timers.count
        if hasFired, before.status.isRunning, saboteur.strikes(.fireTwice) {
            return row.with(old, timer: row.nextTimerAt)
        }
        if saboteur.strikes(.saveOldState) { return row.with(old, timer: row.nextTimerAt) }
        if row.nextTimerAt != nil, saboteur.strikes(.forgetTimer) { return row.with(after, timer: nil) }
        if after.status == .handedOver, saboteur.strikes(.spoilState) { return row.withSpoiltState }
        return row
    }

    func dueTimers(until now: Instant, after timer: DueTimer?, limit: Int) throws -> [DueTimer] {
        let timers = try base.dueTimers(until: now, after: timer, limit: limit)
        return !timers.isEmpty && saboteur.strikes(.overlookTimer) ? Array(timers.dropFirst()) : timers
    }

    func watchedDossiers(after dossier: StreamID?, limit: Int) throws -> [StoredDossier] {
        try base.watchedDossiers(after: dossier, limit: limit).filter { _ in !saboteur.strikes(.leaveBehind) }
    }

    func insert(_ notice: Notice) throws {
        let isDigest = notice.rung == Notice.digestRung
        if !isDigest, saboteur.strikes(.loseNotice) { return }
        if !isDigest, saboteur.strikes(.misdirectNotice) { return try base.insert(notice.misdirected) }
        if isDigest, saboteur.strikes(.doubleDigest) { try base.insert(notice) }
        try base.insert(notice)
    }

    func set(_ timer: ServiceTimer, to fireAt: Instant?) throws {
        try base.set(timer, to: saboteur.strikes(.loseDigest) ? nil : fireAt)
    }

    func enqueue(_ draft: OutboxDraft) throws {
        if saboteur.strikes(.loseText) { return }
        try base.enqueue(draft)
        if saboteur.strikes(.doubleText) { try base.enqueue(draft.again) }
    }

    func finishSending(_ number: Int64, outcome: MessageOutcome) throws {
        guard outcome.state == .accepted, saboteur.strikes(.sendAgain) else {
            return try base.finishSending(number, outcome: outcome)
        }
        let again = MessageOutcome(state: .queued, providerReference: nil, retryAt: outcome.sentAt, sentAt: nil)
        try base.finishSending(number, outcome: again)
    }

    func takeSerial(agencyIdentifier: String, date: LocalDate) throws -> Int {
        if saboteur.strikes(.refuseSerial) { throw StoreError(.unavailable, "no serial is given") }
        if saboteur.strikes(.skipSerial) {
            _ = try base.takeSerial(agencyIdentifier: agencyIdentifier, date: date)
        }
        return try base.takeSerial(agencyIdentifier: agencyIdentifier, date: date)
    }

    func remember(_ entry: IdempotencyEntry) throws {
        if saboteur.strikes(.forgetKey) { return }
        try base.remember(entry)
        if case .dossier(let id) = entry.made, let dossier = try stored(id), dossier.stoppedAt != nil,
            let warning = dossier.warnings.first, saboteur.strikes(.fireWhilePaused)
        {
            try fire(warning, of: dossier, id: id, at: entry.at)
        }
    }

    private func fire(_ warning: PlannedWarning, of dossier: Dossier, id: StreamID, at now: Instant) throws {
        let fact = DossierFact.warned(warning.rung, step: nil)
        let event = DossierEvent(at: now, by: .timer, fact: fact, effects: [], plannedAt: warning.fireAt)
        let head = try base.head(of: id)
        let link = ChainLink(stream: dossier.code.text, position: head.count + 1, previous: head.last)
        let bytes = EventCodec.encode(event, link: link)
        _ = try base.append(bytes, hash: Digest.of(bytes), to: head)
    }

    private func stored(_ id: StreamID) throws -> Dossier? {
        try base.dossier(id).map { try DossierCodec.decode($0.state) }
    }

    /// The event as it is written instead; nil to leave it.
    private func rewritten(_ event: DossierEvent, of id: StreamID) throws -> DossierEvent? {
        guard let before = try stored(id) else { return unwatched(event) }
        var effects = event.effects
        switch saboteur.sabotage {
        case .resumeWrongly: effects = effects.map(\.resumedAnHourLater)
        case .planWrongly: effects = effects.map(\.plannedAMinuteLater)
        case .stopWrongly: effects = effects.map(\.stoppedWithAnHourMore)
        case .moveWrongly: effects = effects.map(\.movedAnHourFurther)
        case .holdByNobody where before.status == .processing && !effects.contains(.status(.finished)):
            effects = effects.filter { !$0.isStepStarted }
        case .backdate where event.plannedAt == nil && saboteur.strikes(.backdate):
            return event.with(effects, at: event.at.adding(seconds: -1))
        case .swapRungs:
            guard event.plannedAt != nil else { return nil }
            let due = before.timers.filter { $0.fireAt <= event.at }
            guard let last = due.max(by: { $0.fireAt < $1.fireAt }), last.fireAt != event.plannedAt else { return nil }
            return DossierEvent(
                at: event.at,
                by: event.by,
                fact: last.rung.fact,
                effects: [],
                plannedAt: last.fireAt
            )
        default: return nil
        }
        guard effects != event.effects, saboteur.strikes(saboteur.sabotage) else { return nil }
        return event.with(effects, at: event.at)
    }
}

extension SpoiltTransaction {
    /// A filing online without the warnings of its wait; nil to leave the event.
    private func unwatched(_ event: DossierEvent) -> DossierEvent? {
        let effects = event.effects.filter { !$0.isWarningsPlanned }
        guard effects == [.status(.submitted)], effects != event.effects, saboteur.strikes(.leaveUnwatched) else {
            return nil
        }
        return event.with(effects, at: event.at)
    }
}

extension DossierEvent {
    fileprivate func with(_ effects: [DossierEffect], at: Instant) -> DossierEvent {
        DossierEvent(at: at, by: by, fact: fact, effects: effects, plannedAt: plannedAt)
    }
}

extension Rung {
    /// The fact that the rung has fired.
    fileprivate var fact: DossierFact {
        switch self {
        case .filingWarning(let id), .dossierWarning(let id): .warned(id, step: nil)
        case .dossierOverdue: .becameOverdue
        case .stepWarning(let id, let step): .warned(id, step: step)
        case .stepOverdue(let step): .stepBecameOverdue(step)
        }
    }
}

extension DossierEffect {
    fileprivate var isStepStarted: Bool {
        if case .stepStarted = self { true } else { false }
    }

    fileprivate var isWarningsPlanned: Bool {
        if case .warningsPlanned = self { true } else { false }
    }

    fileprivate var resumedAnHourLater: DossierEffect {
        switch self {
        case .stepClockResumed(let id, let due): .stepClockResumed(id, dueAt: due.adding(seconds: 3_600))
        default: self
        }
    }

    fileprivate var plannedAMinuteLater: DossierEffect {
        switch self {
        case .stepWarningsPlanned(let id, let planned):
            .stepWarningsPlanned(
                id,
                planned.map { PlannedWarning(rung: $0.rung, fireAt: $0.fireAt.adding(seconds: 60)) }
            )
        default: self
        }
    }

    fileprivate var movedAnHourFurther: DossierEffect {
        switch self {
        case .dueDate(let old, let new, .calendar):
            .dueDate(old: old, new: new.adding(seconds: 3_600), cause: .calendar)
        default: self
        }
    }

    fileprivate var stoppedWithAnHourMore: DossierEffect {
        switch self {
        case .clockStopped(let remaining): .clockStopped(remaining: remaining + .hours(1))
        default: self
        }
    }
}

extension Notice {
    /// The notice to somebody who has no part in it.
    fileprivate var misdirected: Notice {
        Notice(
            number: nil,
            recipient: NoticeRecipient.account(AccountID(number: 1)).storedName,
            dossier: dossier,
            rung: rung,
            at: at,
            plannedAt: plannedAt,
            facts: facts
        )
    }
}

extension OutboxDraft {
    /// The text once more, as if the event after had caused it.
    fileprivate var again: OutboxDraft {
        OutboxDraft(
            dossier: dossier,
            position: position + 1,
            kind: kind,
            dueAt: dueAt,
            amountInDong: amountInDong,
            quotes: quotes,
            createdAt: createdAt
        )
    }
}

extension DossierRow {
    /// The row with another state.
    fileprivate func with(_ dossier: Dossier, timer: Instant?) -> DossierRow {
        copy(state: DossierCodec.encode(dossier), timer: timer, dueAt: dossier.dueAt, status: dossier.status)
    }

    /// The row with the last digit of its state changed.
    fileprivate var withSpoiltState: DossierRow {
        var bytes = state
        guard let index = bytes.lastIndex(where: { (0x30...0x38).contains($0) }) else { return self }
        bytes[index] += 1
        return copy(state: bytes, timer: nextTimerAt, dueAt: dueAt, status: status)
    }

    private func copy(state: [UInt8], timer: Instant?, dueAt: Instant?, status: Status) -> DossierRow {
        DossierRow(
            id: id,
            code: code,
            version: version,
            status: status,
            procedure: procedure,
            receivedAt: receivedAt,
            dueAt: dueAt,
            frozenAt: frozenAt,
            nextTimerAt: timer,
            isLate: isLate,
            state: state,
            publicStatus: publicStatus,
            agencies: agencies,
            activeSteps: activeSteps,
            finishedSteps: finishedSteps
        )
    }
}

import DossierDomain
import DossierEngine
import WorkingCalendar

/// What followed from an event in its own transaction (hệ quả của sự kiện).
struct Consequences {
    let id: StreamID
    let event: DossierEvent
    /// The dossier afterwards.
    let dossier: Dossier
    var hasRow = false
    var notices: [Notice] = []
    var drafts: [OutboxDraft] = []

    init(id: StreamID, event: DossierEvent, dossier: Dossier) {
        self.id = id
        self.event = event
        self.dossier = dossier
    }
}

/// What must follow from each event.
extension Auditor {
    /// Judges the consequences of an event once all of them are known.
    mutating func settle(_ consequences: Consequences?) throws(BrokenInvariant) {
        guard let consequences else { return }
        let code = consequences.dossier.code
        guard consequences.hasRow else { throw broken(.stateIsFold, "\(code): an event was written and no state") }
        let ladder = ladder(of: consequences.dossier)
        try settleText(consequences, ladder: ladder)
        guard let rung = consequences.event.fact.firedRung(in: consequences.dossier.status) else {
            guard consequences.notices.isEmpty else { throw broken(.noticesReach, "\(code): a notice without a rung") }
            return
        }
        try settleNotices(consequences, rung: rung, ladder: ladder)
        note(consequences, rung: rung)
    }

    private mutating func note(_ consequences: Consequences, rung: Rung) {
        figures.rungs += 1
        if let plannedAt = consequences.event.plannedAt {
            figures.latenessMilliseconds.append(consequences.event.at.milliseconds - plannedAt.milliseconds)
        }
        guard rung == .dossierOverdue else { return }
        guard wasLate.insert(consequences.id).inserted else {
            figures.lateAgain += 1
            return
        }
        figures.lateDossiers += 1
        let day = LocalDateTime(wall).date.iso8601
        for place in consequences.dossier.activeSteps.compactMap(\.place) {
            figures.lateByUnit[place.unit.rawValue, default: 0] += 1
            figures.lateByDay[day, default: [:]][place.unit.rawValue, default: 0] += 1
        }
    }

    private mutating func settleText(_ consequences: Consequences, ladder: Ladder) throws(BrokenInvariant) {
        let dossier = consequences.dossier
        let wanted =
            dossier.notifiesBySMS ? consequences.event.news(of: dossier, ladder: ladder) : nil
        guard consequences.drafts.map(\.kind) == [wanted].compactMap({ $0 }) else {
            let queued = consequences.drafts.map(\.kind.rawValue).joined(separator: ", ")
            throw broken(
                .textHasCause,
                "\(dossier.code): version \(dossier.version) queued [\(queued)], not [\(wanted?.rawValue ?? "")]"
            )
        }
        for draft in consequences.drafts {
            guard draft.dossier == consequences.id, draft.position == dossier.version,
                draft.createdAt == consequences.event.at
            else { throw broken(.textHasCause, "\(dossier.code): a text names another cause than its own") }
            try texts.enqueue(draft, at: wall)
        }
    }

    private func settleNotices(
        _ consequences: Consequences,
        rung: Rung,
        ladder: Ladder
    ) throws(BrokenInvariant) {
        let dossier = consequences.dossier
        let told = consequences.notices.map(\.recipient).sorted()
        let named = Set(ladder.recipients(of: rung, dossier: dossier))
        // A unit's staff are its heads too, and nobody is told twice of one thing.
        let wanted = named.filter { !$0.hasPrefix("heads:") || !named.contains("staff:" + $0.dropFirst(6)) }.sorted()
        guard told == wanted else {
            throw broken(
                .noticesReach,
                "\(dossier.code): \(rung.storedName) was told to \(told), the ladder names \(wanted)"
            )
        }
        for notice in consequences.notices {
            guard notice.dossier == consequences.id, notice.rung == rung.storedName, notice.at == wall,
                notice.plannedAt == consequences.event.plannedAt
            else { throw broken(.noticesReach, "\(dossier.code): a notice of \(notice.rung) names another cause") }
        }
    }

    /// Judges a saved row against the fold.
    func check(_ row: DossierRow, of open: Consequences?) throws(BrokenInvariant) {
        guard let open, open.id == row.id else {
            throw broken(.stateIsFold, "\(row.code): a state was saved without an event")
        }
        let dossier = open.dossier
        guard row.state == DossierCodec.encode(dossier), row.version == dossier.version, row.status == dossier.status,
            row.dueAt == dossier.dueAt, row.code == dossier.code
        else { throw broken(.stateIsFold, "\(row.code): the saved state is not the fold of its events") }
        guard row.nextTimerAt == dossiers[row.id]?.timers.map(\.fireAt).min() else {
            throw broken(.timersStand, "\(row.code): its timer is set for \(row.nextTimerAt?.iso8601 ?? "never")")
        }
        guard row.isLate == dossiers[row.id]?.isLateNow else {
            throw broken(.stateIsFold, "\(row.code): it is entered as late wrongly, or not entered")
        }
    }

    /// Judges the notices of a morning's digest.
    func check(_ digests: [Notice]) throws(BrokenInvariant) {
        guard let due = digestAt, due <= wall else { throw broken(.digestComes, "a digest came that was not due") }
        guard let wording = rules.namedRegime.ladder.digest else {
            throw broken(.digestComes, "a digest came that no regime asks for")
        }
        var wanted: [String: Int64] = [:]
        for late in lateDossiers {
            var names: Set<String> = []
            if wording.recipients.contains(.leaders) { names.insert("leaders") }
            if wording.recipients.contains(.activeHeads) {
                for place in late.dossier.activeSteps.compactMap(\.place) { names.insert("heads:\(place)") }
            }
            for name in names { wanted[name, default: 0] += 1 }
        }
        var told: [String: Int64] = [:]
        for notice in digests {
            // A notice that cannot be read tells of nothing, which differs from what is wanted.
            let count = (try? JSONParser.parse(notice.facts))?["count"]?.integer
            guard told.updateValue(count ?? 0, forKey: notice.recipient) == nil, notice.plannedAt == due else {
                throw broken(.digestComes, "\(notice.recipient) got the digest of \(due.iso8601) twice or misdated")
            }
        }
        guard told == wanted else {
            throw broken(.digestComes, "the digest told \(told.sorted(by: <)), late are \(wanted.sorted(by: <))")
        }
    }
}

extension Ladder {
    /// The stored names of those whom the ladder tells of a rung, possibly several times.
    fileprivate func recipients(of rung: Rung, dossier: Dossier) -> [String] {
        let wording: RungWording?
        switch rung {
        case .filingWarning(let id): wording = filingWarnings.first { $0.id == id }?.wording
        case .dossierOverdue: wording = dossierOverdue
        case .stepOverdue: wording = stepOverdue
        case .dossierWarning(let id): wording = dossierWarnings.first { $0.id == id }?.wording
        case .stepWarning(let id, _): wording = stepWarnings.first { $0.id == id }?.wording
        }
        let step = rung.step.flatMap { id in dossier.steps.first { $0.id == id } }
        return (wording?.recipients ?? []).flatMap { recipient -> [String] in
            let desk = dossier.status == .submitted ? dossier.receivingDesk : nil
            let place = (desk ?? step?.place)?.description
            let assignee = step?.assignee.map { "account:\($0.number)" }
            switch recipient {
            case .officer: return [assignee ?? place.map { "staff:" + $0 }].compactMap { $0 }
            case .assignee: return [assignee].compactMap { $0 }
            case .head: return [place.map { "heads:" + $0 }].compactMap { $0 }
            case .activeHeads: return dossier.activeSteps.compactMap { $0.place.map { "heads:\($0)" } }
            case .desk: return ["staff:\(dossier.receivingDesk)"]
            case .leaders: return ["leaders"]
            case .applicant: return []
            }
        }
    }
}

extension DossierEvent {
    /// What the applicant is told of it; nil for nothing.
    fileprivate func news(of dossier: Dossier, ladder: Ladder) -> NotificationKind? {
        if effects.contains(.status(.finished)) {
            return dossier.result?.kind == .denied ? .resultDenied : .resultReady
        }
        if effects.contains(.status(.awaitingPayment)) { return .paymentDue }
        let movesDue = effects.contains { effect in
            if case .dueDate = effect { true } else { false }
        }
        switch fact {
        case .registered: return dossier.status == .received ? .received : nil
        case .accepted: return .received
        case .refused: return .refused
        case .supplementRequested: return .supplementNeeded
        case .supplementReceived, .paymentConfirmed: return movesDue ? .resumed : nil
        case .withdrawn: return .withdrawn
        case .stopped, .voided: return .stopped
        case .apologised: return .apology
        case .rescheduled: return movesDue ? .rescheduled : nil
        case .becameOverdue: return ladder.dossierOverdue.recipients.contains(.applicant) ? .overdue : nil
        default: return nil
        }
    }
}

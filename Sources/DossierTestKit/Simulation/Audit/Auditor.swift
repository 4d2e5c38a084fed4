import DossierDomain
import DossierEngine
import WorkingCalendar

/// Watches a simulated district (giám sát bất biến): follows every committed change and says at once what must not be.
///
/// It asks the store nothing. What it expects it reckons from the events, the calendar and the ladder.
struct Auditor {
    /// The calendar in force, with the rules by it.
    private(set) var calendar: DeclaredCalendar
    /// The calendar that is being taken into use, while that is done.
    var declared: DeclaredCalendar?
    /// The dossiers that were moved to it.
    private(set) var rescheduled: Set<StreamID> = []
    /// The dossiers by stream.
    private(set) var dossiers: [StreamID: WatchedDossier] = [:]
    /// The texts to applicants.
    var texts = TextAudit()
    /// When the digest is due; nil while it is not.
    private(set) var digestAt: Instant?
    /// The dossiers that were late at some time.
    var wasLate: Set<StreamID> = []
    /// What was counted.
    var figures = SimulationFigures()
    /// A digest over all events in their order, by which two runs are compared.
    private(set) var story = Digest.zero
    /// Whether the digest must be due while something is late.
    private var isDigestAwaited = true
    /// What the clock on the wall shows.
    private(set) var wall = Instant(milliseconds: 0)
    private var nextTimers: [StreamID: Instant] = [:]
    private var lastSerials: [String: Int] = [:]
    /// The communes of the staff that works in one.
    private(set) var homes: [AccountID: CommuneID] = [:]

    init(_ calendar: DeclaredCalendar) { self.calendar = calendar }

    /// The rules by which is judged.
    var rules: Rules { calendar.rules }
    /// The calendars by which is counted.
    var calendars: SlowCalendars { calendar.slow }

    /// Reckons by another calendar from now on.
    mutating func changeOver(to declared: DeclaredCalendar) {
        calendar = declared
        self.declared = nil
        rescheduled = []
    }

    /// Takes up a dossier that was there before; one that has ended only for its serial.
    mutating func takeUp(_ watched: WatchedDossier) {
        if let serial = watched.dossier.code.serial {
            let day = Self.day(of: watched.dossier.code)
            lastSerials[day] = max(serial, lastSerials[day] ?? 0)
        }
        guard !watched.dossier.status.isEnd else { return }
        figures.openAtStart += 1
        if watched.isLateNow {
            figures.lateAtStart += 1
            wasLate.insert(watched.id)
        }
        dossiers[watched.id] = watched
        nextTimers[watched.id] = watched.timers.map(\.fireAt).min()
    }

    /// Takes up the digest's timer that was there before; an older program may have left it out.
    mutating func takeUp(digestAt: Instant?) {
        self.digestAt = digestAt
        isDigestAwaited = digestAt != nil || lateDossiers.isEmpty
    }

    /// Learns where somebody works.
    mutating func meet(_ account: Account) { homes[account.id] = account.place?.commune }

    /// When the next rung or digest is due.
    var nextTimer: Instant? { [nextTimers.values.min(), digestAt].compactMap { $0 }.min() }

    /// The dossiers that are late while their clock runs.
    var lateDossiers: [WatchedDossier] { dossiers.values.filter(\.isLateNow) }

    func broken(_ invariant: Invariant, _ finding: String) -> BrokenInvariant {
        BrokenInvariant(invariant: invariant, finding: finding, at: wall)
    }

    /// Judges what one step has done.
    ///
    /// - Parameters:
    ///   - journal: The committed changes.
    ///   - submissions: What the gateway was sent.
    ///   - wall: What the clock on the wall shows.
    /// - Returns: The events of the step, for whoever reacts to them.
    /// - Throws: The first `BrokenInvariant`.
    mutating func judge(
        _ journal: Journal,
        submissions: [GatewaySubmission],
        wall: Instant
    ) throws(BrokenInvariant) -> [(id: StreamID, event: DossierEvent)] {
        self.wall = wall
        let (changes, messages) = journal.take()
        try texts.learn(messages, at: wall)
        texts.begin(submissions)
        var happened: [(id: StreamID, event: DossierEvent)] = []
        for change in changes { happened += try judge(change) }
        try texts.end(at: wall)
        try checkWishes(submissions)
        figures.texts = texts.takenCount
        if digestAt == nil, isDigestAwaited, let late = lateDossiers.map(\.code).min() {
            throw broken(.digestComes, "\(late) is late, but no digest is due")
        }
        return happened
    }

    /// Judges that no text was handed to the gateway of a dossier whose applicant wants none any more.
    private func checkWishes(_ submissions: [GatewaySubmission]) throws(BrokenInvariant) {
        for number in submissions.map(\.reference) {
            guard let id = texts.dossier(of: number), let dossier = dossiers[id]?.dossier, !dossier.notifiesBySMS
            else { continue }
            throw broken(.textHasCause, "\(dossier.code): text \(number) was sent, and none is wanted any more")
        }
    }

    private mutating func judge(
        _ change: [JournalEntry]
    ) throws(BrokenInvariant) -> [(id: StreamID, event: DossierEvent)] {
        var happened: [(id: StreamID, event: DossierEvent)] = []
        var open: Consequences?
        var digests: [Notice] = []
        for entry in change {
            switch entry {
            case .event(let bytes, let hash, let head):
                try settle(open)
                let consequences = try follow(bytes, hash: hash, head: head)
                happened.append((consequences.id, consequences.event))
                open = consequences
            case .row(let row):
                try check(row, of: open)
                open?.hasRow = true
            case .draft(let draft): open?.drafts.append(draft)
            case .notice(let notice):
                if notice.rung == Notice.digestRung { digests.append(notice) } else { open?.notices.append(notice) }
            case .calendar(let name): try adopt(name)
            case .digest(let fireAt):
                if !digests.isEmpty { try check(digests) }
                try setDigest(fireAt, wasSent: !digests.isEmpty)
                digests = []
            case .sending(let number, let leaseUntil): try texts.start(number, leaseUntil: leaseUntil, at: wall)
            case .outcome(let number, let outcome): try texts.finish(number, outcome, at: wall)
            case .leases(let endedBy, let count): try texts.endLeases(by: endedBy, count: count)
            case .systemEvent: figures.events += 1
            }
        }
        try settle(open)
        if !digests.isEmpty { throw broken(.digestComes, "a digest was sent and its timer not moved on") }
        return happened
    }

    /// Folds one event and compares what it did with what was to be expected.
    private mutating func follow(
        _ bytes: [UInt8],
        hash: Digest,
        head: StreamHead
    ) throws(BrokenInvariant) -> Consequences {
        figures.events += 1
        story = Digest.of(story.bytes, hash.bytes)
        let event: DossierEvent
        let link: ChainLink
        do throws(StoredFormDefect) {
            (event, link) = try EventCodec.decode(bytes)
        } catch {
            throw broken(.historyHolds, "an event of stream \(head.id.number) cannot be read: \(error.member)")
        }
        guard let watched = dossiers[head.id] else {
            return try open(event, link: link, hash: hash, id: head.id)
        }
        guard link.position == watched.dossier.version + 1, link.previous == watched.lastHash, Digest.of(bytes) == hash
        else { throw broken(.historyHolds, "\(watched.code): event \(link.position) does not follow from the last") }
        let changed = try carry(watched, through: event, hash: hash)
        return try keep(changed, event)
    }

    private mutating func open(
        _ event: DossierEvent,
        link: ChainLink,
        hash: Digest,
        id: StreamID
    ) throws(BrokenInvariant) -> Consequences {
        guard var dossier = Dossier(folding: [event]), link.position == 1, link.previous == Digest.zero else {
            throw broken(.historyHolds, "stream \(id.number) does not begin with its registration")
        }
        let code = dossier.code
        let day = Self.day(of: code)
        guard code.serial == (lastSerials[day] ?? 0) + 1 else {
            throw broken(.codesGapless, "\(code) follows serial \(lastSerials[day] ?? 0) of \(day)")
        }
        lastSerials[day] = code.serial
        figures.dossiers += 1
        figures.dossiersByCommune[dossier.communeOfSteps.rawValue, default: 0] += 1
        guard case .registered(let registration) = event.fact,
            let blank = Dossier(
                folding: [
                    DossierEvent(at: event.at, by: event.by, fact: .registered(registration), effects: [])
                ]
            )
        else { throw broken(.historyHolds, "\(code) does not begin with its registration") }
        var watched = WatchedDossier(id: id, dossier: blank, lastHash: hash)
        try reckoning(event, before: blank).carry(&watched)
        swap(&dossier, &watched.dossier)
        return try keep(watched, event)
    }

    private func carry(
        _ watched: WatchedDossier,
        through event: DossierEvent,
        hash: Digest
    ) throws(BrokenInvariant) -> WatchedDossier {
        var changed = watched
        if let rung = event.fact.firedRung(in: watched.dossier.status) {
            try checkFiring(rung, event, of: watched)
            changed.remove(rung)
        } else if case .rescheduled = event.fact {
            changed = try reschedule(watched, by: event)
        } else {
            guard event.at == wall else {
                throw broken(.historyHolds, "\(watched.code): an event is dated \(event.at.iso8601)")
            }
            try reckoning(event, before: watched.dossier).carry(&changed)
        }
        changed.fold(event, hash: hash)
        try checkStandstill(from: watched.dossier, to: changed.dossier)
        return changed
    }

    private mutating func keep(
        _ watched: WatchedDossier,
        _ event: DossierEvent
    ) throws(BrokenInvariant) -> Consequences {
        let expected = Set(watched.timers)
        let planned = Set(watched.dossier.timers)
        if let wrong = planned.symmetricDifference(expected).min(by: { $0.fireAt < $1.fireAt }) {
            let whose = planned.contains(wrong) ? "planned, not counted" : "counted, not planned"
            throw broken(
                .instantsAgree,
                "\(watched.code): \(wrong.rung.storedName) at \(wrong.fireAt.iso8601) is \(whose)"
            )
        }
        try checkHolder(of: watched.dossier)
        try checkCommune(of: event, on: watched.dossier)
        dossiers[watched.id] = watched
        nextTimers[watched.id] = expected.map(\.fireAt).min()
        if case .rescheduled = event.fact { rescheduled.insert(watched.id) }
        return Consequences(id: watched.id, event: event, dossier: watched.dossier)
    }

    private func reckoning(_ event: DossierEvent, before: Dossier) throws(BrokenInvariant) -> ClockReckoning {
        guard let procedure = rules.legibleProcedure(before.registration.procedure) else {
            throw broken(.historyHolds, "\(before.code): its procedure is unknown")
        }
        return ClockReckoning(
            event: event,
            before: before,
            procedure: procedure,
            ladder: ladder(of: before),
            calendars: calendars
        )
    }

    /// The ladder that watches a dossier.
    func ladder(of dossier: Dossier) -> Ladder {
        rules.regime(dossier.registration.regime).ladder
            .overridden(by: rules.legibleProcedure(dossier.registration.procedure)?.ladder)
    }

    private mutating func setDigest(_ fireAt: Instant?, wasSent: Bool) throws(BrokenInvariant) {
        if declared != nil, let planned = digestAt {
            try checkDigest(movedTo: fireAt, from: planned)
            digestAt = fireAt
            return
        }
        let late = lateDossiers
        if let due = digestAt, due <= wall, !wasSent, !late.isEmpty {
            throw broken(.digestComes, "\(late.count) dossiers are late, but the digest of \(due.iso8601) was left out")
        }
        // What is brought forward looks at what is late when it comes.
        let expected = late.isEmpty && !isDigestPutOff ? nil : nextMorning
        guard fireAt == expected else {
            let planned = fireAt?.iso8601 ?? "never"
            throw broken(.digestComes, "the next digest is planned \(planned), not \(expected?.iso8601 ?? "never")")
        }
        digestAt = fireAt
        isDigestAwaited = true
    }

    /// Whether the digest is due later than by the present clock it may be: it was planned by one that was ahead.
    var isDigestPutOff: Bool {
        guard let digestAt, let nextMorning else { return false }
        return nextMorning < digestAt
    }

    /// The first opening of the district desk on a later day than today.
    private var nextMorning: Instant? {
        let desk = UnitPlace(unit: rules.organisation.districtDesk, commune: nil)
        let tomorrow = LocalDateTime(wall).date.adding(days: 1).startOfDay
        return calendars[desk]?.opening(atOrAfter: tomorrow.wholeSeconds).map(Instant.init(seconds:))
    }

    private static func day(of code: DossierCode) -> String {
        code.text.split(separator: "-").dropLast().joined(separator: "-")
    }
}

import DossierDomain
import WorkingCalendar

/// The digest of late dossiers (danh sách hồ sơ quá hạn mỗi sáng): one notice to each recipient on every working
/// morning for as long as there are any.
///
/// Its timer is armed in any transaction that leaves a dossier late while its clock runs, and moves on to the next
/// working morning when it fires; once nothing is late any more it falls away.
struct LateDigest: Sendable {
    private let rules: Rules

    /// How many late dossiers are read at once.
    private static let pageSize = 500

    init(rules: Rules) { self.rules = rules }

    /// Arms the timer for the next working morning, unless it stands already.
    func arm(at now: Instant, in transaction: any StoreTransaction) throws {
        guard rules.namedRegime.ladder.digest != nil, try transaction.serviceTimer(.lateDigest) == nil else { return }
        try transaction.set(.lateDigest, to: nextMorning(after: now))
    }

    /// Moves the timer, if it stands, to a morning of the calendar that is in force now.
    func rearm(at now: Instant, in transaction: any StoreTransaction) throws {
        guard let planned = try transaction.serviceTimer(.lateDigest) else { return }
        let tomorrow = LocalDateTime(now).date.adding(days: 1)
        let day = min(LocalDateTime(planned).date, tomorrow)
        try transaction.set(.lateDigest, to: opening(onOrAfter: day))
    }

    /// Arms the timer at the start where something is late already, as after an upgrade or a change of regime.
    func armIfLate(at now: Instant, in transaction: any StoreTransaction) throws {
        if try transaction.lateDossierCount() > 0 { try arm(at: now, in: transaction) }
    }

    /// Fires the timer if its instant has come; one that was set by a clock that was set back since comes as early as
    /// any other.
    ///
    /// - Returns: Whether it fired, also if nothing was late any more.
    func fire(at now: Instant, in transaction: any StoreTransaction) throws -> Bool {
        guard let plannedAt = try transaction.serviceTimer(.lateDigest) else { return false }
        guard plannedAt <= now else {
            // By a clock that was never ahead it is the next working morning at the latest.
            if let morning = nextMorning(after: now), morning < plannedAt {
                try transaction.set(.lateDigest, to: morning)
            }
            return false
        }
        let lists = try lists(in: transaction)
        guard let digest = rules.namedRegime.ladder.digest, !lists.isEmpty else {
            try transaction.set(.lateDigest, to: nil)
            return true
        }
        var sent = 0
        for (recipient, facts) in lists.sorted(by: { $0.key < $1.key }) where isWanted(recipient, by: digest) {
            try transaction.insert(
                Notice(
                    number: nil,
                    recipient: recipient,
                    dossier: nil,
                    rung: Notice.digestRung,
                    at: now,
                    plannedAt: plannedAt,
                    facts: facts.stored
                )
            )
            sent += 1
        }
        try record(event(notices: sent, at: now, plannedAt: plannedAt), to: .ladder, in: transaction)
        try transaction.set(.lateDigest, to: nextMorning(after: now))
        return true
    }

    private func isWanted(_ recipient: String, by digest: RungWording) -> Bool {
        digest.recipients.contains(recipient == NoticeRecipient.leaders.storedName ? .leaders : .activeHeads)
    }

    private func event(notices: Int, at now: Instant, plannedAt: Instant) -> SystemEvent {
        SystemEvent(
            at: now,
            by: .timer,
            type: "lateDigestSent",
            details: [("notices", String(notices)), ("plannedAt", plannedAt.iso8601)]
        )
    }

    /// What each recipient is told, by his stored name: the leaders of every late dossier, heads of their unit's.
    private func lists(in transaction: any StoreTransaction) throws -> [String: NoticeFacts] {
        var lists: [String: NoticeFacts] = [:]
        try walkPages(of: Self.pageSize) { last in
            try transaction.lateDossiers(after: last?.dossier, limit: Self.pageSize)
        } take: { late in
            let heads = Set(late.places.map { NoticeRecipient.heads($0).storedName })
            for name in heads.union([NoticeRecipient.leaders.storedName]) {
                lists[name, default: NoticeFacts()].add(late.code)
            }
        }
        return lists
    }

    /// The first opening of the district desk's agency on a later day.
    private func nextMorning(after now: Instant) -> Instant? {
        opening(onOrAfter: LocalDateTime(now).date.adding(days: 1))
    }

    /// The first opening of the district desk's agency from a day on; nil only if it has no calendar.
    ///
    /// Past the years with data, where no day is known to be off, it is that very day at a Monday's opening: what is
    /// late stays told.
    private func opening(onOrAfter day: LocalDate) -> Instant? {
        let desk = UnitPlace(unit: rules.organisation.districtDesk, commune: nil)
        guard let calendar = rules.calendar(of: desk) else { return nil }
        // Only a day past the years with data is refused, and gets its answer below.
        if let opening = try? calendar.nextOpenInstant(atOrAfter: day.startOfDay) { return opening }
        let seconds = calendar.officeHours.intervals(on: .monday, asOf: day).first?.opens.secondsSinceMidnight ?? 0
        return day.startOfDay.adding(seconds: Int64(seconds))
    }
}

extension NoticeFacts {
    /// Counts one more dossier and names it while there is room.
    fileprivate mutating func add(_ code: DossierCode) {
        count = (count ?? 0) + 1
        if codes.count < Self.maximumCodes { codes.append(code.text) }
    }
}

public import DossierDomain
public import WorkingCalendar

/// The change to another version of the calendar, to other office hours or to both (đổi lịch làm việc): looked at
/// first, then taken into use as a whole, with the organisation that it belongs to.
///
/// Source: issue 3, the promise rule: a date told to a citizen never silently moves later.
public struct TimetableChange: Sendable {
    /// How many dossiers are read at once.
    static let pageSize = 200

    private let calendar: StoredConfiguration?
    private let organisation: OrganisationChange?
    private let rules: Rules
    private let command: RescheduleDossier?
    private let oldCalendars: [AgencyID: WorkingCalendar]
    private let recorder: DossierRecorder
    private let oldFiring: RungFiring

    /// Describes a change.
    ///
    /// - Parameters:
    ///   - calendar: The version that is to be in force; nil if the present one stays.
    ///   - organisation: The change of the organisation; nil if that stays.
    ///   - rules: The rules with the new organisation and the agencies' new calendars.
    ///   - oldCalendars: The agencies' calendars up to now.
    public init(
        to calendar: StoredConfiguration?,
        organisation: OrganisationChange? = nil,
        rules: Rules,
        oldCalendars: [AgencyID: WorkingCalendar]
    ) {
        self.calendar = calendar
        self.organisation = organisation
        self.rules = rules
        self.oldCalendars = oldCalendars
        let ground = RescheduleGround(
            calendarVersion: calendar?.version,
            organisationVersion: Self.areHoursOther(oldCalendars, rules.calendars) ? organisation?.version : nil
        )
        command = ground.map { RescheduleDossier(ground: $0, oldCalendars: oldCalendars) }
        recorder = DossierRecorder(rules: rules)
        oldFiring = RungFiring(rules: rules.working(by: oldCalendars))
    }

    /// Whether an appointment may move by it; else it only names and gives places anew.
    public var mayMove: Bool { command != nil }

    private static func areHoursOther(
        _ old: [AgencyID: WorkingCalendar],
        _ new: [AgencyID: WorkingCalendar]
    ) -> Bool {
        old.contains { agency, calendar in new[agency].map { $0.officeHours != calendar.officeHours } ?? false }
    }

    /// Finds the agencies whose working time of days gone by would be another one (thời gian làm việc đã qua bị đổi),
    /// by hours or by days off: sheets and explanations, of ended dossiers too, are reckoned anew by it.
    ///
    /// - Parameter now: The instant of the change.
    /// - Returns: Their names, sorted.
    public func agenciesWithOtherPast(at now: Instant) -> [AgencyID] {
        let today = LocalDateTime(now).date.startOfDay
        return oldCalendars.filter { agency, old in
            rules.calendars[agency].map { !$0.agrees(with: old, before: today) } ?? false
        }
        .keys.sorted()
    }

    /// Finds out what would move, and writes nothing.
    ///
    /// - Parameters:
    ///   - snapshot: The store as of one moment.
    ///   - now: The instant of the change.
    ///   - onMove: Told of each promise that would move, by age of the dossiers.
    /// - Returns: How many would move.
    /// - Throws: ``OrganisationChangeRefusal``, ``TimetableChangeRefusal``, ``StoreError``.
    public func preview(
        in snapshot: any StoreSnapshot,
        at now: Instant,
        onMove: (PromiseMove) -> Void = { _ in }
    ) throws -> PromiseMoves {
        var moves = PromiseMoves()
        try organisation?.check(in: snapshot)
        try walk(snapshot) { command, dossier, _ in
            guard let event = try decide(command, on: dossier, at: now),
                let move = PromiseMove(of: dossier, by: event, rules: rules)
            else { return }
            moves.add(move)
            onMove(move)
        }
        return moves
    }

    /// Takes all of it into use: gives places and names as the organisation has them, moves every due moment, tells who
    /// is to be told, and says so in the configuration's stream.
    ///
    /// Rungs whose instants had come by the old calendars fire before. May be called twice: nothing happens the second
    /// time.
    ///
    /// - Parameters:
    ///   - transaction: Where all of it is written.
    ///   - now: The instant of the change.
    ///   - onMove: Told of each promise that moves, by age of the dossiers.
    /// - Returns: How many moved.
    /// - Throws: ``OrganisationChangeRefusal``, ``TimetableChangeRefusal``, ``StoreError``; then nothing has changed.
    public func apply(
        in transaction: any StoreTransaction,
        at now: Instant,
        onMove: (PromiseMove) -> Void = { _ in }
    ) throws -> PromiseMoves {
        var moves = PromiseMoves()
        let pending = try pendingVersions(in: transaction)
        guard !pending.isEmpty else { return moves }
        try Installation.settleConfigurations(pending, at: now, in: transaction)
        try organisation?.apply(in: transaction)
        try walk(transaction) { command, stored, id in
            let (dossier, fired) = try oldFiring.fireDue(of: stored, id: id, now: now, in: transaction)
            // At the start of a server nobody else writes, so that it is neither undone nor run again.
            oldFiring.count(fired)
            guard let event = try decide(command, on: dossier, at: now) else { return }
            let moved = try recorder.record(event, on: dossier, id: id, in: transaction)
            guard let move = PromiseMove(of: moved, by: event, rules: rules) else { return }
            moves.add(move)
            onMove(move)
        }
        try LateDigest(rules: rules).rearm(at: now, in: transaction)
        for version in pending {
            guard let setting = version.settingInForce else { continue }
            try transaction.set(setting, to: ConfigurationVersion(version).storedName)
            try record(event(of: version, moves, at: now), to: .configuration, in: transaction)
        }
        return moves
    }

    /// What of it is not in force yet.
    private func pendingVersions(in transaction: any StoreTransaction) throws -> [StoredConfiguration] {
        var pending: [StoredConfiguration] = []
        if let new = organisation?.chosen, try transaction.organisationInForce(named: new.name) != new {
            pending.append(new)
        }
        if let calendar, try transaction.calendarInForce(named: calendar.name) != calendar { pending.append(calendar) }
        return pending
    }

    private func event(of version: StoredConfiguration, _ moves: PromiseMoves, at now: Instant) -> SystemEvent {
        var details = [
            ("name", version.name), ("version", String(version.version)), ("later", String(moves.later)),
            ("earlier", String(moves.earlier)),
        ]
        let rewritten = agenciesWithOtherPast(at: now)
        if !rewritten.isEmpty {
            details.append(("pastHoursOf", rewritten.map(\.rawValue).joined(separator: " ")))
        }
        return SystemEvent(at: now, by: .program, type: SystemEvent.applied(version.kind), details: details)
    }

    private func decide(_ command: RescheduleDossier, on dossier: Dossier, at now: Instant) throws -> DossierEvent? {
        let context = try rules.context(for: dossier, actor: .program, now: now)
        do throws(DossierRejection) {
            return try command.decide(on: dossier, in: context)
        } catch {
            throw TimetableChangeRefusal(code: dossier.code, rejection: error)
        }
    }

    /// Visits every dossier whose clock runs, and every one that is only filed, in pages; none where no appointment can
    /// move.
    private func walk(
        _ snapshot: any StoreSnapshot,
        _ visit: (RescheduleDossier, Dossier, StreamID) throws -> Void
    ) throws {
        guard let command else { return }
        try walkPages(of: Self.pageSize) { last in
            try snapshot.watchedDossiers(after: last?.id, limit: Self.pageSize)
        } take: { stored in
            try visit(command, try stored.dossier(), stored.id)
        }
    }
}

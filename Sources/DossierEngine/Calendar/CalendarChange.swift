public import DossierDomain
public import WorkingCalendar

/// The change to another version of the calendar (đổi lịch nghỉ): looked at first, then taken into use as a whole.
///
/// Source: issue 3, the promise rule: a date told to a citizen never silently moves later.
public struct CalendarChange: Sendable {
    /// How many dossiers are read at once.
    static let pageSize = 200

    private let calendar: StoredConfiguration
    private let rules: Rules
    private let command: RescheduleDossier
    private let recorder: DossierRecorder
    private let oldFiring: RungFiring

    /// Describes a change.
    ///
    /// - Parameters:
    ///   - calendar: The version that is to be in force.
    ///   - rules: The rules with the agencies' new calendars.
    ///   - oldCalendars: The agencies' calendars up to now.
    public init(to calendar: StoredConfiguration, rules: Rules, oldCalendars: [AgencyID: WorkingCalendar]) {
        self.calendar = calendar
        self.rules = rules
        command = RescheduleDossier(calendarVersion: calendar.version, oldCalendars: oldCalendars)
        recorder = DossierRecorder(rules: rules)
        oldFiring = RungFiring(rules: rules.working(by: oldCalendars))
    }

    /// Finds out what would move, and writes nothing.
    ///
    /// - Parameters:
    ///   - snapshot: The store as of one moment.
    ///   - now: The instant of the change.
    ///   - onMove: Told of each promise that would move, by age of the dossiers.
    /// - Returns: How many would move.
    /// - Throws: ``CalendarChangeRefusal``, ``StoreError``.
    public func preview(
        in snapshot: any StoreSnapshot,
        at now: Instant,
        onMove: (PromiseMove) -> Void = { _ in }
    ) throws -> CalendarMoves {
        var moves = CalendarMoves()
        try walk(snapshot) { dossier, _ in
            guard let event = try decide(on: dossier, at: now),
                let move = PromiseMove(of: dossier, by: event, rules: rules)
            else { return }
            moves.add(move)
            onMove(move)
        }
        return moves
    }

    /// Takes the calendar into use: moves every due moment, tells who is to be told, and says so in the configuration's
    /// stream.
    ///
    /// Rungs whose instants had come by the old calendar fire before. May be called twice: nothing happens the second
    /// time.
    ///
    /// - Parameters:
    ///   - transaction: Where all of it is written.
    ///   - now: The instant of the change.
    ///   - onMove: Told of each promise that moves, by age of the dossiers.
    /// - Returns: How many moved.
    /// - Throws: ``CalendarChangeRefusal``, ``StoreError``; then nothing has changed.
    public func apply(
        in transaction: any StoreTransaction,
        at now: Instant,
        onMove: (PromiseMove) -> Void = { _ in }
    ) throws -> CalendarMoves {
        var moves = CalendarMoves()
        guard try transaction.calendarInForce(named: calendar.name) != calendar else { return moves }
        try Installation.settleConfigurations([calendar], at: now, in: transaction)
        try walk(transaction) { stored, id in
            let dossier = try oldFiring.fireDue(of: stored, id: id, now: now, in: transaction).dossier
            guard let event = try decide(on: dossier, at: now) else { return }
            let moved = try recorder.record(event, on: dossier, id: id, in: transaction)
            guard let move = PromiseMove(of: moved, by: event, rules: rules) else { return }
            moves.add(move)
            onMove(move)
        }
        try LateDigest(rules: rules).rearm(at: now, in: transaction)
        try transaction.set(.calendarInForce, to: ConfigurationVersion(calendar).storedName)
        try record(event(moves, at: now), to: .configuration, in: transaction)
        return moves
    }

    private func event(_ moves: CalendarMoves, at now: Instant) -> SystemEvent {
        SystemEvent(
            at: now,
            by: .program,
            type: "calendarApplied",
            details: [
                ("name", calendar.name), ("version", String(calendar.version)), ("later", String(moves.later)),
                ("earlier", String(moves.earlier)),
            ]
        )
    }

    private func decide(on dossier: Dossier, at now: Instant) throws -> DossierEvent? {
        let context = try rules.context(for: dossier, actor: .program, now: now)
        do throws(DossierRejection) {
            return try command.decide(on: dossier, in: context)
        } catch {
            throw CalendarChangeRefusal(code: dossier.code, rejection: error)
        }
    }

    /// Visits every dossier whose clock runs, in pages.
    private func walk(_ snapshot: any StoreSnapshot, _ visit: (Dossier, StreamID) throws -> Void) throws {
        var last: StreamID?
        while true {
            let page = try snapshot.runningDossiers(after: last, limit: Self.pageSize)
            for stored in page {
                last = stored.id
                try visit(try stored.dossier(), stored.id)
            }
            if page.count < Self.pageSize { return }
        }
    }
}

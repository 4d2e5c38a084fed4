import DossierDomain
import WorkingCalendar

/// What the store says of units' pace and load (số liệu của đơn vị), as of one snapshot and instant.
struct UnitReadings {
    private let snapshot: any StoreSnapshot
    private let rules: Rules
    private let now: Instant
    private let staff: [UnitPlace: Int]
    /// Who came and left, once somebody has asked for a pace.
    private var movements: StaffMovements?

    /// The most stretches of work of one unit that are added up; more in 20 working days cannot be of people.
    static let maximumSpans = 5_000
    /// The most open steps of one unit that are counted for its load; with more no promise can be kept.
    static let maximumOpenSteps = 5_000

    /// Begins to read.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read.
    init(of snapshot: any StoreSnapshot, rules: Rules, now: Instant) throws {
        self.snapshot = snapshot
        self.rules = rules
        self.now = now
        staff = try snapshot.staffCounts(on: LocalDateTime(now).date)
    }

    /// How many officers a unit has.
    func officers(at place: UnitPlace) -> Int { staff[place] ?? 0 }

    /// The unit with its pace; nil if the organisation does not know it.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect``.
    mutating func unit(at place: UnitPlace) throws -> (unit: ForecastUnit, pace: UnitPace)? {
        guard let calendar = rules.calendar(of: place) else { return nil }
        let since = UnitPace.start(before: now, by: calendar)
        let done = try snapshot.finishedWork(at: place, since: since, limit: Self.maximumSpans)
        let pace = UnitPace(
            finished: done.standard,
            spans: done.spans,
            openSince: try openSince(at: place),
            presence: try presence(at: place, since: since),
            now: now,
            calendar: calendar
        )
        let unit = ForecastUnit(
            calendar: calendar,
            capacity: pace.capacity,
            lastFinishedAt: done.lastFinishedAt
        )
        return (unit, pace)
    }

    /// The unit with its open steps; nil if the organisation does not know it.
    ///
    /// Their hours are those of the procedure's version in force, which is near enough for a load.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect``.
    mutating func load(at place: UnitPlace) throws -> UnitLoad? {
        guard let unit = try unit(at: place)?.unit else { return nil }
        let today = LocalDateTime(now).date
        let open = try snapshot.openWork(at: place, limit: Self.maximumOpenSteps).compactMap { work in
            try self.work(work, on: today).map { (dueAt: work.dueAt, steps: work.count, work: $0) }
        }
        return UnitLoad(unit: unit, open: open)
    }

    /// Who is at a unit, and was there since an instant.
    private mutating func presence(at place: UnitPlace, since: Instant) throws -> StaffPresence {
        let known: StaffMovements
        if let movements, movements.since <= since {
            known = movements
        } else {
            known = try StaffMovements(in: snapshot, since: since, until: now)
            movements = known
        }
        return StaffPresence(now: officers(at: place), changes: known.changes[place] ?? [])
    }

    /// The standard hours of open steps; nil if they are not known.
    private func work(_ open: OpenWork, on today: LocalDate) throws -> WorkingTime? {
        let procedure = try snapshot.legible { try rules.procedure(open.procedure, begunBy: today) } ?? nil
        return procedure?.route[open.step]?.workingTime.times(open.count)
    }

    /// How many of a unit's most urgent steps are looked at for one that runs; before it stand those filed online.
    private static let maximumLooked = 50

    /// Since when a unit works on the most urgent step whose clock runs, waits for the citizen left out; nil if there
    /// is none.
    private func openSince(at place: UnitPlace) throws -> Instant? {
        for row in try snapshot.inbox(of: place, after: nil, limit: Self.maximumLooked) {
            guard let dossier = try snapshot.legible({ try DossierCodec.decode(row.dossier.state) }) else { continue }
            if dossier.status.isRunning { return dossier[row.step].flatMap { dossier.workedSince($0, until: now) } }
        }
        return nil
    }
}

extension WorkingTime {
    /// So many times the amount; nil where that cannot be counted.
    fileprivate func times(_ count: Int) -> WorkingTime? {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: Int64(count))
        return overflow ? nil : WorkingTime(seconds: product)
    }
}

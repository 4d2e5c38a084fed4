public import DossierDomain
import WorkingCalendar

/// What heads, leaders and desks may ask about the time to come (dự báo trễ hạn).
public struct ForecastQueries: Sendable {
    private let store: any DossierStore
    private let rules: Rules
    private let clock: any WallClock

    private let board: ForecastBoard

    /// Creates the queries.
    ///
    /// - Parameters:
    ///   - store: Where the dossiers are.
    ///   - rules: By what they are decided.
    ///   - clock: The time of the service.
    ///   - machineClock: The time of the machine, by which a shared forecast ages.
    public init(store: any DossierStore, rules: Rules, clock: any WallClock, machineClock: any WallClock) {
        self.store = store
        self.rules = rules
        self.clock = clock
        board = ForecastBoard(machineClock: machineClock) {
            try await store.read { try DistrictForecast(in: $0, rules: rules, now: clock.now) }
        }
    }

    /// The dossiers that will be late if every unit keeps its present pace, the earliest appointment first.
    ///
    /// A head sees those with a step to come at his unit, the hand-over left aside, a leader all, clerks and heads of
    /// desks those that the desk received. A first page is of a forecast begun after the question, which costs the
    /// reading of up to
    /// ``DossierDomain/Forecast/maximumSteps`` steps, or of one begun in the last 15 seconds if 10,000 dossiers are
    /// open; later pages are of the latest one, at most a minute old.
    ///
    /// - Parameters:
    ///   - unit: Only dossiers with a step to come there; nil for all.
    ///   - after: Where the list goes on; nil for its beginning.
    ///   - limit: How many at most.
    ///   - account: Who asks.
    /// - Returns: A page of the forecast.
    /// - Throws: `DossierRejection.forbidden` for others, ``StoreError``.
    public func forecast(
        unit: UnitPlace?,
        after: ForecastCursor?,
        limit: Int,
        for account: Account
    ) async throws -> ForecastPage {
        let sight = try ForecastSight(of: account.staff(at: clock.now), unit: unit, in: rules.organisation)
        let forecast = try await after == nil ? board.anew(at: clock.now) : board.kept(at: clock.now)
        let late = forecast.late.filter { sight.shows($0) && (after?.isBefore($0.delay) ?? true) }
        return try await store.read { [self] snapshot in
            ForecastPage(
                lines: try late.prefix(limit).compactMap { late in
                    try snapshot.legible { try line(late.delay, for: account, in: snapshot) }
                },
                units: try units(of: forecast, seenBy: sight, in: snapshot),
                asOf: forecast.asOf,
                isPartial: forecast.isPartial,
                next: late.count > limit ? ForecastCursor(late[limit - 1].delay) : nil
            )
        }
    }

    private func units(
        of forecast: DistrictForecast,
        seenBy sight: ForecastSight,
        in snapshot: any StoreSnapshot
    ) throws -> [ForecastUnitLine] {
        var readings = try UnitReadings(of: snapshot, rules: rules, now: forecast.asOf)
        let busy = forecast.units.filter { sight.shows($0.place) }.map { outlook in
            ForecastUnitLine(
                outlook: outlook,
                officers: readings.officers(at: outlook.place),
                pace: forecast.paces[outlook.place] ?? nil
            )
        }
        let idle = try sight.units.subtracting(busy.map(\.outlook.place)).compactMap { place in
            try readings.unit(at: place).map { unit, pace in
                ForecastUnitLine(
                    outlook: UnitOutlook(idle: place, unit, at: forecast.asOf),
                    officers: readings.officers(at: place),
                    pace: pace.perDay
                )
            }
        }
        return (busy + idle).sorted { $0.outlook.place < $1.outlook.place }
    }

    private func line(
        _ delay: ForecastDelay,
        for account: Account,
        in snapshot: any StoreSnapshot
    ) throws -> ForecastLine {
        guard let stored = try snapshot.dossier(StreamID(number: delay.number)) else {
            throw StoreError(.damaged, "dossier \(delay.number) is missing")
        }
        let dossier = try DossierCodec.decode(stored.state)
        var lateBy: WorkingTime?
        if let readyAt = delay.readyAt, let calendar = rules.calendar(of: dossier.receivingDesk) {
            // Past the years with data nobody can say how late.
            lateBy = try? calendar.workingTime(from: delay.dueAt, to: readyAt)
        }
        let reading = account.staff(at: clock.now).reading(of: dossier, in: rules.organisation, at: .list)
        return ForecastLine(file: try DossierFile(dossier, reading.view, in: snapshot), delay: delay, lateBy: lateBy)
    }
}

/// What somebody may see of a forecast (phạm vi xem dự báo), in all his posts.
private struct ForecastSight: Sendable {
    /// What one post shows.
    private struct Post: Sendable {
        /// The desk whose dossiers alone are shown; nil for any.
        let desk: UnitPlace?
        /// The units at each of which a dossier must have a step to come.
        let places: [UnitPlace]
    }

    private let posts: [Post]
    /// The units whose load is told even where nothing is to come; empty for all that have something.
    let units: Set<UnitPlace>

    init(of staff: StaffMember, unit: UnitPlace?, in organisation: Organisation) throws(DossierRejection) {
        try staff.check(.readForecast)
        let wanted = unit.map { [$0] } ?? []
        let actors = staff.actors(permitted: .readForecast)
        posts = actors.flatMap { actor -> [Post] in
            let work = Post(desk: nil, places: [actor.place].compactMap { $0 } + wanted)
            let intake = Post(desk: actor.place, places: wanted)
            return switch actor.role {
            // Of most dossiers of a desk nothing but the hand-over is to come there, which no forecast is about: its
            // head sees what his clerks see.
            case .head: actor.place.map { organisation.isDesk($0.unit) } == true ? [work, intake] : [work]
            case .desk: [intake]
            default: [Post(desk: nil, places: wanted)]
            }
        }
        // Others than leaders are told of the load of their own units only.
        let isLeader = actors.contains { $0.role == .leader }
        units = isLeader ? Set(wanted) : Set(actors.compactMap(\.place))
    }

    func shows(_ dossier: DistrictForecast.LateDossier) -> Bool {
        posts.contains { post in
            (post.desk == nil || dossier.desk == post.desk) && post.places.allSatisfy(dossier.places.contains)
        }
    }

    func shows(_ place: UnitPlace) -> Bool { units.isEmpty || units.contains(place) }
}

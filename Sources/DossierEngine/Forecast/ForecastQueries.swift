public import DossierDomain
import WorkingCalendar

/// What heads, leaders and desks may ask about the time to come (dự báo trễ hạn).
public struct ForecastQueries: Sendable {
    private let store: any DossierStore
    private let rules: Rules
    private let clock: any WallClock

    /// Creates the queries.
    public init(store: any DossierStore, rules: Rules, clock: any WallClock) {
        self.store = store
        self.rules = rules
        self.clock = clock
    }

    /// The dossiers that will be late if every unit keeps its present pace, the earliest appointment first.
    ///
    /// A head sees those with a step to come at his unit, a leader all, a clerk those that his desk received. Costs
    /// the reading of up to ``DossierDomain/Forecast/maximumSteps`` steps, whoever asks: all share the units.
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
        let sight = try ForecastSight(of: account, unit: unit)
        return try await store.read { [self] snapshot in
            let now = clock.now
            let (dossiers, isPartial) = try openDossiers(in: snapshot)
            let readings = try UnitReadings(of: snapshot, rules: rules, now: now)
            var units: [UnitPlace: (unit: ForecastUnit, pace: UnitPace)] = [:]
            for place in dossiers.reduce(into: sight.ownPlaces, { $0.formUnion($1.way.places) }) {
                units[place] = try readings.unit(at: place)
            }
            let forecast = Forecast(of: dossiers.map(\.way), units: units.mapValues(\.unit), now: now)
            let seen = Set(dossiers.filter(sight.shows).map(\.way.number))
            let late = forecast.late.filter { seen.contains($0.number) && (after?.isBefore($0) ?? true) }
            return ForecastPage(
                lines: try late.prefix(limit).map { try line($0, in: snapshot) },
                units: forecast.units.filter { sight.shows($0.place) }.map { outlook in
                    ForecastUnitLine(
                        outlook: outlook,
                        officers: readings.officers(at: outlook.place),
                        pace: units[outlook.place]?.pace.perDay
                    )
                },
                asOf: now,
                isPartial: isPartial,
                next: late.count > limit ? ForecastCursor(late[limit - 1]) : nil
            )
        }
    }

    private func openDossiers(in snapshot: any StoreSnapshot) throws -> (dossiers: [OpenDossier], isPartial: Bool) {
        let (found, isPartial) = try snapshot.urgentDossiers(steps: Forecast.maximumSteps) { stored -> OpenDossier? in
            let dossier = try DossierCodec.decode(stored.state)
            guard let procedure = rules.procedure(dossier.registration.procedure),
                let way = ForecastDossier(dossier, number: stored.id.number, procedure: procedure)
            else { return nil }
            return OpenDossier(way: way, desk: dossier.receivingDesk)
        }
        return (found.compactMap { $0 }, isPartial)
    }

    private func line(_ delay: ForecastDelay, in snapshot: any StoreSnapshot) throws -> ForecastLine {
        guard let stored = try snapshot.dossier(StreamID(number: delay.number)) else {
            throw StoreError(.damaged, "dossier \(delay.number) is missing")
        }
        let dossier = try DossierCodec.decode(stored.state)
        var lateBy: WorkingTime?
        if let readyAt = delay.readyAt, let calendar = rules.calendar(of: dossier.receivingDesk) {
            // Past the years with data nobody can say how late.
            lateBy = try? calendar.workingTime(from: delay.dueAt, to: readyAt)
        }
        return ForecastLine(file: try DossierFile(dossier, in: snapshot), delay: delay, lateBy: lateBy)
    }
}

/// An open dossier with the desk that received it.
private struct OpenDossier {
    let way: ForecastDossier
    let desk: UnitPlace
}

/// What one account may see of a forecast (phạm vi xem dự báo).
private struct ForecastSight: Sendable {
    private let desk: UnitPlace?
    private let places: [UnitPlace]

    init(of account: Account, unit: UnitPlace?) throws(DossierRejection) {
        let wanted = unit.map { [$0] } ?? []
        switch (account.role, account.place) {
        case (.leader, _):
            desk = nil
            places = wanted
        case (.head, let place?):
            desk = nil
            places = [place] + wanted
        case (.desk, let place?):
            desk = place
            places = wanted
        default: throw .forbidden
        }
    }

    /// The units whose load is told even where nothing is to come.
    var ownPlaces: Set<UnitPlace> { Set(places + [desk].compactMap { $0 }) }

    func shows(_ dossier: OpenDossier) -> Bool {
        guard desk == nil || dossier.desk == desk else { return false }
        return places.allSatisfy(dossier.way.places.contains)
    }

    func shows(_ place: UnitPlace) -> Bool { ownPlaces.isEmpty || ownPlaces.contains(place) }
}

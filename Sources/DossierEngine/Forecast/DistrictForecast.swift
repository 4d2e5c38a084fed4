import DossierDomain
import WorkingCalendar

/// What will be late in the whole district (dự báo toàn huyện), as of one snapshot and instant.
struct DistrictForecast: Sendable {
    /// The dossiers that will be late, the earliest appointment first.
    let late: [LateDossier]
    /// The units with open steps or steps to come, by name.
    let units: [UnitOutlook]
    /// The pace of each of those units; nil inside while it has had too little work to tell.
    let paces: [UnitPlace: WorkingTime?]
    /// How many open dossiers it is reckoned from.
    let dossierCount: Int
    /// The instant for which it is told.
    let asOf: Instant
    /// Whether there are more open steps than are looked at.
    let isPartial: Bool

    /// One dossier that will be late, with what decides who may see it.
    struct LateDossier: Sendable {
        let delay: ForecastDelay
        /// The desk that received it.
        let desk: UnitPlace
        /// The places of its steps to come.
        let places: Set<UnitPlace>
    }
}

extension DistrictForecast {
    /// Reads the open dossiers and runs what will happen.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect``.
    init(in snapshot: any StoreSnapshot, rules: Rules, now: Instant) throws {
        let (found, isPartial) = try snapshot.urgentDossiers(steps: Forecast.maximumSteps) { stored -> OpenDossier? in
            guard let dossier = try snapshot.legible({ try DossierCodec.decode(stored.state) }),
                let procedure = try snapshot.legible({ try rules.procedure(dossier.registration.procedure) }) ?? nil,
                let way = ForecastDossier(dossier, number: stored.id.number, procedure: procedure)
            else { return nil }
            return OpenDossier(way: way, desk: dossier.receivingDesk)
        }
        let open = found.compactMap { $0 }
        var readings = try UnitReadings(of: snapshot, rules: rules, now: now)
        var units: [UnitPlace: (unit: ForecastUnit, pace: UnitPace)] = [:]
        for place in open.reduce(into: Set<UnitPlace>(), { $0.formUnion($1.way.places) }) {
            units[place] = try readings.unit(at: place)
        }
        let forecast = Forecast(of: open.map(\.way), units: units.mapValues(\.unit), now: now)
        let late = Set(forecast.late.map(\.number))
        let byNumber = Dictionary(
            open.filter { late.contains($0.way.number) }.map { ($0.way.number, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        self.init(
            late: forecast.late.compactMap { delay in
                byNumber[delay.number].map { LateDossier(delay: delay, desk: $0.desk, places: $0.way.places) }
            },
            units: forecast.units,
            paces: units.mapValues(\.pace.perDay),
            dossierCount: open.count,
            asOf: now,
            isPartial: isPartial
        )
    }

    private struct OpenDossier {
        let way: ForecastDossier
        let desk: UnitPlace
    }
}

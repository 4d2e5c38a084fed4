public import WorkingCalendar

/// Which dossiers will be late (dự báo trễ hạn) if every unit keeps its present pace, and where it goes wrong.
///
/// Source: project decision, 2026-11-28, because the earliest due moment first is the order of every inbox, and no
/// other order keeps more promises of one unit (Liu and Layland, 1973).
public struct Forecast: Sendable {
    /// The dossiers that will be late, the earliest appointment first.
    public let late: [ForecastDelay]
    /// The units with open steps or steps to come, by name.
    public let units: [UnitOutlook]

    /// The most open steps that are simulated, the most urgent first.
    public static let maximumSteps = 50_000

    /// Runs what will happen.
    ///
    /// - Parameters:
    ///   - dossiers: The open dossiers.
    ///   - units: The units of all their steps; a step at any other is never done.
    ///   - now: The present instant.
    public init(of dossiers: [ForecastDossier], units: [UnitPlace: ForecastUnit], now: Instant) {
        let start = now.roundedDownToSecond
        let left = WorkLeft(dossiers, units: units, now: start)
        var simulation = ForecastSimulation(dossiers, work: left.work, units: units)
        simulation.run(from: start)
        var late: [ForecastDelay] = []
        for (index, dossier) in dossiers.enumerated() {
            let finishedAt = simulation.finishedAt[index]
            let promise = KeptPromise(of: dossier, work: left.work[index], units: units)
            if let delay = promise.delay(finishedAt: finishedAt) { late.append(delay) }
        }
        self.late = late.sorted { ($0.dueAt, $0.number) < ($1.dueAt, $1.number) }
        self.units = units.keys.sorted().compactMap { place in
            units[place].map { UnitOutlook(place, $0, openWork: left.openWork[place] ?? .zero, now: start) }
        }
    }
}

/// One dossier that will be late (hồ sơ sẽ trễ hạn).
public struct ForecastDelay: Hashable, Sendable {
    /// The dossier.
    public let number: Int64
    /// Its appointment.
    public let dueAt: Instant
    /// When its result will be ready; nil if that lies past the calendar's data.
    public let readyAt: Instant?
    /// The first step that ends after the last moment at which the appointment can still be kept.
    public let step: StepID
    /// The unit of that step.
    public let place: UnitPlace
    /// The local day of that moment: when the appointment is lost.
    public let day: LocalDate
}

/// What a unit has before it (khối lượng của đơn vị).
public struct UnitOutlook: Hashable, Sendable {
    /// The unit.
    public let place: UnitPlace
    /// The standard working time left of its open steps.
    public let openWork: WorkingTime
    /// When it will have done them if nothing else comes; nil past the calendar's data.
    public let doneAt: Instant?

    /// Describes a unit without open steps, as of an instant.
    public init(idle place: UnitPlace, _ unit: ForecastUnit, at instant: Instant) {
        self.init(place, unit, openWork: .zero, now: instant.roundedDownToSecond)
    }

    init(_ place: UnitPlace, _ unit: ForecastUnit, openWork: WorkingTime, now: Instant) {
        self.place = place
        self.openWork = openWork
        doneAt = unit.end(from: now, adding: unit.capacity.duration(of: openWork))
    }
}

/// Until when each step has to be done so that a dossier's appointment is kept (hạn cuối để kịp hẹn).
private struct KeptPromise {
    private let dossier: ForecastDossier
    private var latestFinish: [Instant]

    /// Goes back from the appointment, each unit doing nothing else meanwhile.
    init(of dossier: ForecastDossier, work: [WorkingTime], units: [UnitPlace: ForecastUnit]) {
        self.dossier = dossier
        latestFinish = Array(repeating: dossier.dueAt, count: dossier.steps.count)
        for (index, step) in dossier.steps.enumerated().reversed().dropFirst() {
            let starts = step.next.map { next -> Instant in
                guard next < dossier.steps.count - 1, let place = dossier.steps[next].place, let unit = units[place]
                else { return latestFinish[next] }
                return unit.latestStart(finishing: latestFinish[next], work[next])
            }
            latestFinish[index] = starts.min() ?? dossier.dueAt
        }
    }

    /// How the dossier will be late; nil if it will not.
    func delay(finishedAt: [Instant?]) -> ForecastDelay? {
        let readyAt = finishedAt.last ?? nil
        if let readyAt, readyAt <= dossier.dueAt { return nil }
        let missed = dossier.steps.indices.dropLast().filter { index in
            guard dossier.steps[index].place != nil else { return false }
            return finishedAt[index].map { $0 > latestFinish[index] } ?? true
        }
        // Of branches side by side, the one that is lost first.
        guard let first = missed.min(by: { latestFinish[$0] < latestFinish[$1] }),
            let place = dossier.steps[first].place
        else { return nil }
        return ForecastDelay(
            number: dossier.number,
            dueAt: dossier.dueAt,
            readyAt: readyAt,
            step: dossier.steps[first].id,
            place: place,
            day: LocalDateTime(latestFinish[first]).date
        )
    }
}

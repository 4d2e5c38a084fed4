import WorkingCalendar

/// The standard work left of every step (khối lượng còn lại), with what units have done since their last finish.
///
/// Nobody writes down how far a step has come. What a unit can have done since it last finished one is credited to its
/// open steps, the most urgent first, to each no more than it has been under way. An overdue step gets no credit: that
/// it is not done shows that nobody worked on it at that pace.
/// Source: project decision, 2026-11-28, because a step counted whole until its end would call every dossier late.
struct WorkLeft {
    /// The work left, by dossier and step.
    private(set) var work: [[WorkingTime]]
    /// The work left of the steps under way, by unit.
    private(set) var openWork: [UnitPlace: WorkingTime] = [:]

    init(_ dossiers: [ForecastDossier], units: [UnitPlace: ForecastUnit], now: Instant) {
        work = dossiers.map { $0.steps.map(\.work) }
        var open: [UnitPlace: [OpenStep]] = [:]
        for (index, dossier) in dossiers.enumerated() {
            for (position, step) in dossier.steps.enumerated().dropLast() where step.isOpen {
                guard let place = step.place, let due = step.dueAt else { continue }
                let address = StepAddress(dossier: index, step: position)
                open[place, default: []]
                    .append(OpenStep(dueAt: due, number: dossier.number, address: address, parts: step.work.seconds))
            }
        }
        for (place, steps) in open {
            guard let unit = units[place] else { continue }
            credit(steps.sorted(), at: unit, now: now)
            openWork[place] = steps.reduce(.zero) { $0 + work[$1.address.dossier][$1.address.step] }
        }
    }

    private mutating func credit(_ steps: [OpenStep], at unit: ForecastUnit, now: Instant) {
        let underWay = steps.map { step -> WorkingTime in
            guard step.dueAt >= now, let standard = WorkingTime(seconds: step.parts) else { return .zero }
            return standard - unit.calendar.knownTime(from: now, to: step.dueAt)
        }
        let longest = underWay.max() ?? .zero
        let sinceLast = unit.lastFinishedAt.map { unit.calendar.knownTime(from: $0, to: now) } ?? longest
        var pool = unit.capacity.work(in: min(sinceLast, longest))
        for (step, time) in zip(steps, underWay) {
            let credit = min(pool, time)
            let address = step.address
            work[address.dossier][address.step] = work[address.dossier][address.step] - credit
            pool = pool - credit
        }
    }
}

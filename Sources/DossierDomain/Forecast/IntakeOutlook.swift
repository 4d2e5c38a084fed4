public import WorkingCalendar

/// The load of one unit (tải của đơn vị) as an intake meets it.
public struct UnitLoad: Sendable {
    /// The unit.
    public let unit: ForecastUnit
    /// Its open steps by due moment, earliest first, with the number and the standard working time of all up to each.
    private let ahead: [(dueAt: Instant, steps: Int, work: WorkingTime)]

    /// Creates a load.
    ///
    /// - Parameters:
    ///   - unit: The unit.
    ///   - open: Its open steps in any order: how many are due at a moment, with the standard working time of them all.
    public init(unit: ForecastUnit, open: [(dueAt: Instant, steps: Int, work: WorkingTime)]) {
        self.unit = unit
        var steps = 0
        var total = WorkingTime.zero
        ahead = open.sorted { $0.dueAt < $1.dueAt }.map { step in
            steps += step.steps
            total = total + step.work
            return (step.dueAt, steps, total)
        }
    }

    /// How long a step waits for those that are due no later than it, and so come first.
    func wait(before instant: Instant) -> WorkingTime {
        guard let first = ahead.last(where: { $0.dueAt <= instant }) else { return .zero }
        return unit.capacity.wait(behind: first.work, steps: first.steps)
    }
}

/// Whether a new dossier's appointment can be kept at the present load (khả năng đúng hẹn khi tiếp nhận).
///
/// Its route is walked with each unit's open steps that are due no later before it; what others bring meanwhile is
/// not known and not counted.
public struct IntakeOutlook: Sendable {
    private let loads: [UnitPlace: UnitLoad]
    private let now: Instant

    /// Creates the outlook at an instant.
    ///
    /// - Parameters:
    ///   - loads: The loads of units; one that is missing is taken to do its steps at once.
    ///   - now: The present instant.
    public init(loads: [UnitPlace: UnitLoad], now: Instant) {
        self.loads = loads
        self.now = now.roundedDownToSecond
    }

    /// Whether the hand-over will begin after the appointment.
    public func isAtRisk(_ dossier: ForecastDossier) -> Bool {
        var starts = Array(repeating: now, count: dossier.steps.count)
        for (index, step) in dossier.steps.enumerated().dropLast() {
            guard let finish = finish(of: step, from: starts[index]) else { return true }
            for next in step.next { starts[next] = max(starts[next], finish) }
        }
        return starts.last.map { $0 > dossier.dueAt } ?? false
    }

    /// When a step is done; nil past the years with data.
    private func finish(of step: ForecastStep, from start: Instant) -> Instant? {
        guard let place = step.place, let load = loads[place] else { return start }
        let unit = load.unit
        guard let due = step.dueAt ?? unit.end(from: start, adding: step.work) else { return nil }
        guard let free = unit.end(from: now, adding: load.wait(before: due)) else { return nil }
        return unit.end(from: max(start, free), adding: unit.capacity.durationAlone(of: step.work))
    }
}

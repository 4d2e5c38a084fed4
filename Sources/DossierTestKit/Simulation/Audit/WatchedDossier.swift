import DossierDomain
import DossierEngine
import WorkingCalendar

/// A dossier as the auditor follows it: the fold of its events, and beside it the clocks that the auditor reckons.
struct WatchedDossier: Sendable {
    /// Its stream.
    let id: StreamID
    /// The fold of its events.
    var dossier: Dossier
    /// The dossier's own clock; nil before it is received.
    var clock: ExpectedClock?
    /// The warnings on its wait for the desk's answer that have still to fire; none once that is given.
    var filing: [RungID: Instant] = [:]
    /// The clocks of its steps under way.
    var stepClocks: [StepID: ExpectedClock] = [:]
    /// The hash of its last event.
    var lastHash: Digest

    init(id: StreamID, dossier: Dossier, lastHash: Digest) {
        self.id = id
        self.dossier = dossier
        self.lastHash = lastHash
    }

    /// Takes up a dossier that was there before the simulation, with the clocks that its state names.
    init(adopting dossier: Dossier, id: StreamID, lastHash: Digest) {
        self.init(id: id, dossier: dossier, lastHash: lastHash)
        if dossier.status == .submitted {
            for warning in dossier.warnings { filing[warning.rung] = warning.fireAt }
        }
        clock = dossier.dueAt.map {
            ExpectedClock(
                adopting: $0,
                dossier.warnings,
                isOverdueFired: dossier.isOverdueRecorded,
                remaining: dossier.remaining
            )
        }
        for step in dossier.activeSteps {
            guard let due = step.dueAt else { continue }
            stepClocks[step.id] = ExpectedClock(
                adopting: due,
                step.warnings,
                isOverdueFired: step.isOverdueRecorded,
                remaining: step.remaining
            )
        }
    }

    /// The code.
    var code: String { dossier.code.text }

    /// Whether it counts as late this morning.
    var isLateNow: Bool { clock?.isOverdueFired == true && dossier.status.isRunning }

    mutating func fold(_ event: DossierEvent, hash: Digest) {
        dossier.apply(event)
        lastHash = hash
    }

    /// The timers that must stand for it.
    var timers: [PlannedTimer] {
        if dossier.status == .submitted {
            return filing.map { PlannedTimer(rung: .filingWarning($0.key), fireAt: $0.value) }
        }
        guard dossier.status.isRunning else { return [] }
        var timers = clock?.timers(warning: { .dossierWarning($0) }, overdue: .dossierOverdue) ?? []
        for (step, clock) in stepClocks {
            timers += clock.timers(warning: { .stepWarning($0, step) }, overdue: .stepOverdue(step))
        }
        return timers
    }

    /// Takes a rung out that has fired.
    mutating func remove(_ rung: Rung) {
        switch rung {
        case .filingWarning(let id): filing[id] = nil
        case .dossierWarning(let id): clock?.warnings[id] = nil
        case .dossierOverdue: clock?.isOverdueFired = true
        case .stepWarning(let id, let step): stepClocks[step]?.warnings[id] = nil
        case .stepOverdue(let step): stepClocks[step]?.isOverdueFired = true
        }
    }
}

extension ExpectedClock {
    /// Takes a clock as a stored state names it.
    init(adopting due: Instant, _ planned: [PlannedWarning], isOverdueFired: Bool, remaining: WorkingTime?) {
        since = Instant(milliseconds: 0)
        self.due = due
        warnings = [:]
        for warning in planned { warnings[warning.rung] = warning.fireAt }
        self.isOverdueFired = isOverdueFired
        self.remaining = remaining?.seconds
    }
}

extension DossierFact {
    /// The rung that the event says has fired; nil for any other event.
    ///
    /// - Parameter status: The dossier's status, which a rung leaves as it is: one that is only filed has no clock.
    /// - Returns: The rung.
    func firedRung(in status: Status) -> Rung? {
        switch self {
        case .warned(let id, step: nil) where status == .submitted: .filingWarning(id)
        case .becameOverdue: .dossierOverdue
        case .stepBecameOverdue(let step): .stepOverdue(step)
        case .warned(let id, step: nil): .dossierWarning(id)
        case .warned(let id, let step?): .stepWarning(id, step)
        default: nil
        }
    }
}

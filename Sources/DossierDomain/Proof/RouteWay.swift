import WorkingCalendar

/// One way through a route (một đường của quy trình): its steps, each with those that it waits for.
struct RouteWay {
    /// The steps, each after all it waits for; the hand-over is the last.
    let steps: [Step]
    /// What each step waits for.
    let waitsFor: [StepID: [StepID]]

    /// The most ways of one route that are proved; one with more decisions before payments is a mistake in the file.
    static let maximumWays = 256

    /// The ways that have to be proved for a route.
    ///
    /// Without a payment it is a single one that takes all branches of every decision, as if side by side: each step
    /// then begins at the latest instant that any outcome leads to, and some outcomes lead to just that instant. A
    /// payment stops the clock of the branches that run beside it, which those of other outcomes do not; so with
    /// payments each combination of outcomes is a way of its own.
    ///
    /// - Throws: ``ProcedureDefect/tooManyWays``.
    static func all(of route: Route) throws(ProcedureDefect) -> [RouteWay] {
        guard route.steps.contains(where: { $0.performer == .citizen }) else {
            return [RouteWay(route: route, chosen: [:])]
        }
        var undecided: [[StepID: [StepID]]] = [[:]]
        for step in route.stepsInOrder {
            undecided = undecided.flatMap { chosen in
                let isTaken = step.id == route.intake.id || chosen.values.contains { $0.contains(step.id) }
                guard isTaken else { return [chosen] }
                return step.next.alternatives.map { next in chosen.merging([step.id: next]) { _, new in new } }
            }
            guard undecided.count <= maximumWays else { throw .tooManyWays }
        }
        return undecided.map { RouteWay(route: route, chosen: $0) }
    }

    /// Describes the way on which each step is followed by the steps chosen; with none chosen, by all that can follow.
    private init(route: Route, chosen: [StepID: [StepID]]) {
        var waitsFor: [StepID: [StepID]] = [:]
        steps = route.stepsInOrder.filter { chosen.isEmpty || chosen[$0.id] != nil }
        for step in steps {
            let next = chosen[step.id] ?? step.next.targets
            for target in next where waitsFor[target]?.contains(step.id) != true {
                waitsFor[target, default: []].append(step.id)
            }
            // A join waits for a decision that could lead to it also where the outcome then leads elsewhere.
            guard case .byOutcome = step.next, !chosen.isEmpty else { continue }
            for other in steps where !next.contains(other.id) && route.leads(from: step.id, to: other.id) {
                waitsFor[other.id, default: []].append(step.id)
            }
        }
        self.waitsFor = waitsFor
    }
}

extension NextSteps {
    /// The sets of steps of which exactly one follows.
    fileprivate var alternatives: [[StepID]] {
        switch self {
        case .end: [[]]
        case .all(let steps): [steps]
        case .byOutcome(let branches): branches.map(\.steps)
        }
    }
}

/// What is still to be done of a way (phần còn lại của một đường), at the intake or when a payment is confirmed.
struct RoutePart {
    /// The way.
    let way: RouteWay
    /// The working time left of each step not done; none for payments, which take the units no time.
    let left: [StepID: WorkingTime]

    /// The whole way, as it is at the intake.
    init(whole way: RouteWay) {
        self.init(way: way, left: Dictionary(uniqueKeysWithValues: way.steps.map { ($0.id, $0.workingTime) }))
    }

    /// Part of a way.
    init(way: RouteWay, left: [StepID: WorkingTime]) {
        self.way = way
        self.left = left
    }

    /// The steps still to be done, in order.
    var steps: [Step] { way.steps.filter { left[$0.id] != nil } }

    /// The steps not done for which a step waits.
    func awaited(by step: StepID) -> [StepID] {
        (way.waitsFor[step] ?? []).filter { left[$0] != nil }
    }

    /// All steps not done that come before a step; each is looked at once, however many branches lead to it.
    func stepsBefore(_ step: StepID) -> Set<StepID> {
        var found: Set<StepID> = []
        var unseen = [step]
        while let next = unseen.popLast() {
            for earlier in awaited(by: next) where found.insert(earlier).inserted { unseen.append(earlier) }
        }
        return found
    }
}

public import WorkingCalendar

/// An open dossier (hồ sơ đang giải quyết) as a forecast sees it: its appointment and the way it has still to go.
public struct ForecastDossier: Sendable {
    /// The number by which it is known, and by which equally urgent steps are ordered.
    public let number: Int64
    /// The appointment.
    public let dueAt: Instant
    /// The steps to come, each after all that lead to it; the last is the hand-over.
    let steps: [ForecastStep]

    /// Describes the way of a dossier as it stands.
    ///
    /// Of several outcomes the longest way counts. It is nil if the dossier's clock does not run: not received yet,
    /// waiting for the citizen, finished or ended.
    ///
    /// - Parameters:
    ///   - dossier: The dossier.
    ///   - number: The number by which it is known.
    ///   - procedure: The version that it keeps.
    public init?(_ dossier: Dossier, number: Int64, procedure: Procedure) {
        guard dossier.status.isRunning, let dueAt = dossier.dueAt else { return nil }
        let way = WayToGo(of: dossier, on: procedure.route)
        guard way.steps.last?.id == procedure.route.handOver.id else { return nil }
        self.number = number
        self.dueAt = dueAt
        steps = way.steps
    }

    /// The places of the steps to come, the hand-over left aside.
    public var places: Set<UnitPlace> { Set(steps.dropLast().compactMap(\.place)) }
}

/// One step still to be done (bước còn phải làm).
struct ForecastStep: Sendable {
    /// The step.
    let id: StepID
    /// Who does it; nil for the citizen, who takes no time because the clock stands still meanwhile.
    let place: UnitPlace?
    /// Its standard working time.
    let work: WorkingTime
    /// Whether it is under way.
    let isOpen: Bool
    /// Its due moment, if it is under way.
    let dueAt: Instant?
    /// The places in the list of the steps that follow it.
    var next: [Int] = []
    /// How many steps have to be done before it.
    var waysIn = 0
}

extension NextSteps {
    /// Whether what follows depends on how the step ends.
    fileprivate var isByOutcome: Bool { if case .byOutcome = self { true } else { false } }
}

/// The part of a route that lies before a dossier (phần quy trình còn lại), by the longest of several outcomes.
private struct WayToGo {
    private(set) var steps: [ForecastStep] = []

    init(of dossier: Dossier, on route: Route) {
        let order = route.stepsInOrder
        // Few routes fork by outcome.
        let lengths = order.contains(where: \.next.isByOutcome) ? Self.lengths(of: order) : [:]
        var wanted = Set(dossier.pendingSteps)
        wanted.formUnion(dossier.activeSteps.map(\.id))
        var positions: [StepID: Int] = [:]
        var chosen: [[StepID]] = []
        for step in order where wanted.contains(step.id) {
            guard let progress = dossier[step.id] else { continue }
            let targets = Self.longest(step.next, lengths)
            wanted.formUnion(targets)
            chosen.append(targets)
            positions[step.id] = steps.count
            // What was done already is passed through, as a payment is when work was returned to before it.
            let isToDo = progress.state == .active || progress.state == .waiting
            steps.append(
                ForecastStep(
                    id: step.id,
                    place: isToDo ? progress.place : nil,
                    work: isToDo ? step.workingTime : .zero,
                    isOpen: progress.state == .active,
                    dueAt: progress.state == .active ? progress.dueAt : nil
                )
            )
        }
        for (index, targets) in chosen.enumerated() {
            // All that comes after any other step comes after what follows it.
            let decides = route[steps[index].id]?.next.isByOutcome == true
            let joins = decides ? joins(heldUpBy: index, leadingTo: targets, on: route) : []
            steps[index].next = (targets + joins).compactMap { positions[$0] }
            for next in steps[index].next { steps[next].waysIn += 1 }
        }
    }

    /// The steps that wait for a decision which could lead to them, though its longest way leads elsewhere.
    private func joins(heldUpBy index: Int, leadingTo targets: [StepID], on route: Route) -> [StepID] {
        steps[(index + 1)...].map(\.id).filter { join in
            route.leads(from: steps[index].id, to: join)
                && !targets.contains { $0 == join || route.leads(from: $0, to: join) }
        }
    }

    /// The standard seconds of the longest way from each step to the hand-over.
    private static func lengths(of order: [Step]) -> [StepID: Int64] {
        var lengths: [StepID: Int64] = [:]
        for step in order.reversed() {
            let rest = step.next.targets.map { lengths[$0] ?? 0 }.max() ?? 0
            lengths[step.id] = step.workingTime.seconds + rest
        }
        return lengths
    }

    /// The steps that follow; of several outcomes those with the longest way, the first written if equal.
    private static func longest(_ next: NextSteps, _ lengths: [StepID: Int64]) -> [StepID] {
        guard case .byOutcome(let branches) = next else { return next.targets }
        var best: (steps: [StepID], length: Int64) = ([], -1)
        for branch in branches {
            let length = branch.steps.map { lengths[$0] ?? 0 }.max() ?? 0
            if length > best.length { best = (branch.steps, length) }
        }
        return best.steps
    }
}

import WorkingCalendar

/// The walk along a route (di chuyển trên quy trình) when a step ends: which steps begin, wait or fall away.
struct RouteWalk {
    private let context: DecisionContext
    private let desk: UnitPlace
    private let previousStatus: Status
    private var dueAt: Instant?
    private var states: [StepID: StepState]
    private var places: [StepID: UnitPlace]
    private var paid: Set<StepID>
    private let pendingBefore: [StepID]
    private var pending: [StepID]
    private var activeDues: [StepID: Instant]
    private var beginsPayment = false
    /// What the walk changes so far.
    private(set) var effects: [DossierEffect] = []

    private var route: Route { context.procedure.route }

    /// Starts a walk from the dossier as it stands.
    init(dossier: Dossier, context: DecisionContext) {
        self.context = context
        desk = dossier.receivingDesk
        previousStatus = dossier.status
        dueAt = dossier.dueAt
        states = [:]
        places = [:]
        paid = []
        activeDues = [:]
        pendingBefore = dossier.pendingSteps
        pending = dossier.pendingSteps
        for step in dossier.steps {
            states[step.id] = step.state
            if let place = step.place { places[step.id] = place }
            if step.state == .active, let due = step.dueAt { activeDues[step.id] = due }
            if step.place == nil, step.state == .done { paid.insert(step.id) }
        }
    }

    /// Whether no unit has work left but the hand-over, so that nothing but the citizen can still delay the result.
    var leavesOnlyHandOver: Bool {
        places.keys.allSatisfy { $0 == route.handOver.id || states[$0] == .done || states[$0] == .skipped }
    }

    /// Takes over due moments that the same event moved before this walk.
    mutating func moveDue(of dossierDue: Instant?, steps: [StepID: Instant]) {
        if let dossierDue { dueAt = dossierDue }
        activeDues.merge(steps) { _, new in new }
    }

    /// Finishes a step and walks on to whatever can begin.
    mutating func complete(_ step: Step, outcome: String?) throws(DossierRejection) {
        finish(step.id)
        try enqueue(next(after: step, outcome: outcome))
        try goOn()
    }

    /// Finishes the citizen's steps under way, all paid at once, and walks on to whatever can begin.
    mutating func completePayments() throws(DossierRejection) {
        let payments = route.steps.filter { $0.performer == .citizen && states[$0.id] == .active }
        guard !payments.isEmpty else { return }
        for payment in payments {
            finish(payment.id)
            try enqueue(next(after: payment, outcome: nil))
        }
        try goOn()
    }

    private mutating func goOn() throws(DossierRejection) {
        try beginReadySteps()
        try stopForPayment()
        notePending()
        skipUnreachable()
        if previousStatus == .received, !effects.contains(where: \.isStatus) { effects.append(.status(.processing)) }
    }

    private func next(after step: Step, outcome: String?) throws(DossierRejection) -> [StepID] {
        switch step.next {
        case .end: throw .handOverOnly
        case .all(let steps):
            guard outcome == nil else { throw .unknownOutcome(allowed: []) }
            return steps
        case .byOutcome(let branches):
            guard let branch = branches.first(where: { $0.outcome == outcome }) else {
                throw .unknownOutcome(allowed: branches.map(\.outcome))
            }
            return branch.steps
        }
    }

    private mutating func finish(_ id: StepID) {
        states[id] = .done
        activeDues[id] = nil
        effects.append(.stepFinished(id))
    }

    private mutating func enqueue(_ steps: [StepID]) {
        for id in steps where !pending.contains(id) { pending.append(id) }
    }

    /// Says which steps wait at a join now and did not before, and the reverse.
    private mutating func notePending() {
        for id in pendingBefore where !pending.contains(id) { effects.append(.stepNotPending(id)) }
        for id in pending where !pendingBefore.contains(id) { effects.append(.stepPending(id)) }
    }

    /// Begins every pending step to which nothing under way and nothing else pending can lead any more.
    private mutating func beginReadySteps() throws(DossierRejection) {
        while let id = pending.first(where: isReady), let step = route[id] {
            pending.removeAll { $0 == id }
            switch step.performer {
            case .citizen where paid.contains(id): try enqueue(next(after: step, outcome: nil))
            case .citizen: beginPayment(id)
            case .unit: try begin(step)
            }
        }
    }

    private func isReady(_ id: StepID) -> Bool {
        let underWay = states.filter { $0.value == .active }.keys
        return !underWay.contains { route.leads(from: $0, to: id) }
            && !pending.contains { $0 != id && route.leads(from: $0, to: id) }
    }

    private mutating func begin(_ step: Step) throws(DossierRejection) {
        let place = places[step.id] ?? desk
        let due = try context.due(at: place, from: context.now, adding: step.workingTime, ending: .atClose)
        states[step.id] = .active
        activeDues[step.id] = due
        effects.append(.stepStarted(step.id, dueAt: due))
        effects += try context.warnings(of: step.id, at: place, from: context.now, to: due)
        if step.id == route.handOver.id { effects.append(.status(.finished)) }
    }

    private mutating func beginPayment(_ id: StepID) {
        states[id] = .active
        beginsPayment = true
        effects.append(.stepStarted(id, dueAt: nil))
    }

    /// Stops the clocks once for all payments that begin together, those of steps beginning beside them included.
    private mutating func stopForPayment() throws(DossierRejection) {
        guard beginsPayment else { return }
        if previousStatus == .received { effects.append(.status(.processing)) }
        effects.append(.status(.awaitingPayment))
        effects += try ClockStop(desk: desk, dossierDue: dueAt, stepDues: activeDues, places: places)
            .effects(in: context)
    }

    /// Marks the steps that no step under way can reach any more: the route went another way.
    private mutating func skipUnreachable() {
        let sources = states.filter { $0.value == .active }.map(\.key) + pending
        for step in route.steps where states[step.id] == .waiting && !sources.contains(step.id) {
            guard !sources.contains(where: { route.leads(from: $0, to: step.id) }) else { continue }
            states[step.id] = .skipped
            effects.append(.stepSkipped(step.id))
        }
    }
}

extension DossierEffect {
    /// Whether the effect is a change of status.
    var isStatus: Bool {
        if case .status = self { true } else { false }
    }
}

/// A procedure's route (quy trình nội bộ): steps that begin at the desk and end with the hand-over, proved sound.
///
/// The steps form a graph without a cycle. A step with several ways in is a join: it begins when no step that is still
/// under way can lead to it any more, so a join waits for all its branches and never for one that was not taken.
public struct Route: Sendable {
    /// The steps in written order; the first is the intake, the last the hand-over.
    public let steps: [Step]
    private let positions: [StepID: Int]
    /// For each step, the set of all steps that lie after it.
    private let successors: [Set<Int>]
    /// The steps in an order in which each comes after all that lead to it.
    private let topologicalOrder: [Int]

    /// The largest number of steps of one route; a longer one is a mistake in the file.
    public static let maximumSteps = 64

    /// Proves and creates a route.
    ///
    /// - Throws: ``RouteDefect`` with the step that breaks it: empty or too long, a name twice, a next step that does
    ///   not exist, a cycle, a step that cannot be reached or does not lead to the hand-over, a citizen's step at
    ///   either end, an outcome twice or at a citizen's step, a step kept apart from one that is not before it.
    public init(steps: [Step]) throws(RouteDefect) {
        guard steps.count >= 2 else { throw .tooShort }
        guard steps.count <= Self.maximumSteps else { throw .tooLong }
        var positions: [StepID: Int] = [:]
        for (index, step) in steps.enumerated() {
            guard positions.updateValue(index, forKey: step.id) == nil else { throw .duplicateStep(step.id) }
        }
        try Self.checkTargets(of: steps, positions: positions)
        let order = try Self.sorted(steps, positions: positions)
        var successors = [Set<Int>](repeating: [], count: steps.count)
        for index in order.reversed() {
            for target in steps[index].next.targets {
                guard let next = positions[target] else { continue }
                successors[index].formUnion(successors[next])
                successors[index].insert(next)
            }
        }
        self.steps = steps
        self.positions = positions
        self.successors = successors
        self.topologicalOrder = order
        try checkEnds()
        try checkSeparations()
    }

    /// The intake step (bước tiếp nhận), done by the desk.
    public var intake: Step { steps[0] }

    /// The hand-over step (bước trả kết quả), done by the desk.
    public var handOver: Step { steps[steps.count - 1] }

    /// The step of that name, nil if the route has none.
    public subscript(id: StepID) -> Step? { positions[id].map { steps[$0] } }

    /// Whether one step lies somewhere after another.
    public func leads(from earlier: StepID, to later: StepID) -> Bool {
        guard let from = positions[earlier], let to = positions[later] else { return false }
        return successors[from].contains(to)
    }

    /// The steps in an order in which each comes after all that lead to it.
    var stepsInOrder: [Step] { topologicalOrder.map { steps[$0] } }

    /// Whether some later step is kept apart from a step, so that whoever completes it is remembered.
    func separates(from id: StepID) -> Bool { steps.contains { $0.separation?.from.contains(id) == true } }

    /// The steps that come after a step, in written order.
    public func steps(after id: StepID) -> [StepID] {
        guard let position = positions[id] else { return [] }
        return successors[position].sorted().map { steps[$0].id }
    }
}

extension Route {
    private static func checkTargets(of steps: [Step], positions: [StepID: Int]) throws(RouteDefect) {
        for step in steps {
            var outcomes: Set<String> = []
            if case .byOutcome(let branches) = step.next {
                for branch in branches where !outcomes.insert(branch.outcome).inserted {
                    throw .duplicateOutcome(step.id, branch.outcome)
                }
                guard branches.allSatisfy({ !$0.steps.isEmpty }) else { throw .deadEnd(step.id) }
                if case .citizen = step.performer { throw .outcomeAtPayment(step.id) }
            }
            for target in step.next.targets where positions[target] == nil {
                throw .unknownNextStep(step.id, target)
            }
        }
    }

    /// Kahn's algorithm; whatever cannot be taken off lies on a cycle.
    private static func sorted(_ steps: [Step], positions: [StepID: Int]) throws(RouteDefect) -> [Int] {
        var waysIn = [Int](repeating: 0, count: steps.count)
        for step in steps {
            for target in step.next.targets { if let next = positions[target] { waysIn[next] += 1 } }
        }
        var ready = waysIn.indices.filter { waysIn[$0] == 0 }
        var order: [Int] = []
        while let index = ready.popLast() {
            order.append(index)
            for target in steps[index].next.targets {
                guard let next = positions[target] else { continue }
                waysIn[next] -= 1
                if waysIn[next] == 0 { ready.append(next) }
            }
        }
        if order.count < steps.count, let stuck = waysIn.firstIndex(where: { $0 > 0 }) {
            throw .cycle(steps[stuck].id)
        }
        return order
    }

    private func checkEnds() throws(RouteDefect) {
        let last = steps.count - 1
        guard case .end = steps[last].next else { throw .handOverNotLast(steps[last].id) }
        for (index, step) in steps.enumerated() {
            if index != 0, !successors[0].contains(index) { throw .unreachable(step.id) }
            if index != last, !successors[index].contains(last) { throw .deadEnd(step.id) }
        }
        for step in [steps[0], steps[last]] {
            if case .citizen = step.performer { throw .citizenAtTheDesk(step.id) }
        }
    }

    /// A step can be kept apart only from a unit's step that some way leads through before it.
    private func checkSeparations() throws(RouteDefect) {
        for step in steps {
            guard let separation = step.separation else { continue }
            if case .citizen = step.performer { throw .citizenSeparated(step.id, step.id) }
            for earlier in separation.from {
                guard let definition = self[earlier] else { throw .separatedFromUnknown(step.id, earlier) }
                if case .citizen = definition.performer { throw .citizenSeparated(step.id, earlier) }
                guard leads(from: earlier, to: step.id) else { throw .separatedFromLater(step.id, earlier) }
            }
        }
    }
}

/// What is wrong with a route (lỗi quy trình); each case names the step that breaks it.
public enum RouteDefect: Error, Hashable, Sendable {
    /// Fewer than an intake and a hand-over.
    case tooShort
    /// More than ``Route/maximumSteps``.
    case tooLong
    /// The name stands twice.
    case duplicateStep(StepID)
    /// The outcome stands twice at that step.
    case duplicateOutcome(StepID, String)
    /// The first names the second as next, but there is no such step.
    case unknownNextStep(StepID, StepID)
    /// The step leads back to itself.
    case cycle(StepID)
    /// No path from the intake leads there.
    case unreachable(StepID)
    /// The step leads nowhere though it is not the hand-over.
    case deadEnd(StepID)
    /// The step written last has steps after it.
    case handOverNotLast(StepID)
    /// The intake or the hand-over belongs to the citizen.
    case citizenAtTheDesk(StepID)
    /// The citizen's step asks for an outcome, but confirming a payment names none.
    case outcomeAtPayment(StepID)
    /// The first is kept apart from the second, but there is no such step.
    case separatedFromUnknown(StepID, StepID)
    /// The first is kept apart from the second, but no way leads through the second before it.
    case separatedFromLater(StepID, StepID)
    /// The first is kept apart from the second, but one of them is the citizen's, which nobody of the staff completes.
    case citizenSeparated(StepID, StepID)
}

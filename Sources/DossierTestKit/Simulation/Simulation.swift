public import DossierEngine
import WorkingCalendar

/// What became of a run (kết quả một lần mô phỏng).
public struct SimulationOutcome: Sendable {
    /// The seed.
    public let seed: UInt64
    /// What was counted.
    public let figures: SimulationFigures
    /// A digest over all events: two runs of one seed have the same.
    public let story: Digest
    /// The first invariant that did not hold; nil if all held.
    public let failure: BrokenInvariant?
    /// What was done last before it, in words.
    public let lastDoings: [String]
}

/// The deterministic simulation (mô phỏng tất định): a district on simulated time, moved by one seed.
///
/// The real engine runs on a real store; clocks, gateway, power and people are simulated. After every step the
/// invariants are judged.
public struct Simulation: Sendable {
    private let rules: Rules
    private let calendars: SlowCalendars
    private let makeMachine: @Sendable () throws -> any SimulatedMachine

    /// Creates a simulation.
    ///
    /// - Parameters:
    ///   - rules: What law and organisation fix.
    ///   - makeMachine: Makes a machine with an empty disk, one for each run.
    public init(rules: Rules, makeMachine: @escaping @Sendable () throws -> any SimulatedMachine) {
        self.rules = rules
        calendars = SlowCalendars(rules.calendars, rules.organisation)
        self.makeMachine = makeMachine
    }

    /// The acts of a plan in the order of their instants.
    public func acts(of plan: SimulationPlan) -> [SimulatedAct] {
        ActDrawing(plan: plan, rules: rules, calendars: calendars).acts()
    }

    /// Lives through a plan.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - acts: The acts to live through instead of all of the plan's; nil for all.
    /// - Returns: What became of it.
    /// - Throws: What the machine throws that no invariant speaks of.
    public func run(_ plan: SimulationPlan, acts: [SimulatedAct]? = nil) async throws -> SimulationOutcome {
        let drawing = ActDrawing(plan: plan, rules: rules, calendars: calendars)
        let machine = try makeMachine()
        var world = SimulatedWorld(
            plan: plan,
            rules: rules,
            calendars: calendars,
            machine: machine,
            drawing: drawing,
            saboteur: plan.sabotage.map(Saboteur.init)
        )
        var failure: BrokenInvariant?
        do {
            try await world.live(through: acts ?? drawing.acts())
        } catch let broken as BrokenInvariant {
            failure = broken
        }
        world.program = nil
        try await machine.stop()
        return SimulationOutcome(
            seed: plan.seed,
            figures: world.auditor.figures,
            story: world.auditor.story,
            failure: failure,
            lastDoings: world.lines
        )
    }

    /// Leaves acts out for as long as the same invariant is broken (rút gọn câu chuyện).
    ///
    /// - Parameters:
    ///   - plan: A plan that fails.
    ///   - failure: How it fails.
    ///   - maximumRuns: How many runs it may take.
    /// - Returns: The acts that are left, and how the run of them fails.
    /// - Throws: As ``run(_:acts:)``.
    public func shrunk(
        _ plan: SimulationPlan,
        failure: BrokenInvariant,
        maximumRuns: Int = 200
    ) async throws -> (acts: [SimulatedAct], outcome: SimulationOutcome) {
        var acts = self.acts(of: plan)
        var outcome = try await run(plan, acts: acts)
        var runs = 1
        var piece = max(1, acts.count / 2)
        while runs < maximumRuns {
            var start = 0
            var isShorter = false
            while start < acts.count, runs < maximumRuns {
                let rest = Array(acts[..<start] + acts[min(acts.count, start + piece)...])
                let tried = try await run(plan, acts: rest)
                runs += 1
                if tried.failure?.invariant == failure.invariant {
                    acts = rest
                    outcome = tried
                    isShorter = true
                } else {
                    start += piece
                }
            }
            if piece == 1, !isShorter { break }
            piece = max(1, piece / 2)
        }
        return (acts, outcome)
    }
}

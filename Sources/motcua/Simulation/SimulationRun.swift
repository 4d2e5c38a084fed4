import DossierEngine
import DossierTestKit

/// Lives through many districts, two at a time, and tells what became of them (chạy nhiều lần mô phỏng).
struct SimulationRun {
    let simulation: Simulation
    let plan: SimulationPlan
    let seeds: Int

    /// How many districts are lived through at a time: as many as small servers have cores.
    private static let concurrency = 2
    /// Up to how many districts each is told on a line of its own.
    private static let maximumLines = 50

    /// Lives through all of them.
    ///
    /// - Returns: The first outcome that failed, by seed; nil if none did.
    /// - Throws: What a machine throws.
    func go() async throws -> SimulationOutcome? {
        let progress = ProgressLine("simulated", unit: "districts")
        let start = ContinuousClock.now
        var outcomes: [SimulationOutcome] = []
        var total = SimulationFigures()
        try await withThrowingTaskGroup(of: SimulationOutcome.self) { group in
            var next = 0
            var done = 0
            while next < min(Self.concurrency, seeds) {
                add(next, to: &group)
                next += 1
            }
            while let outcome = try await group.next() {
                total.add(outcome.figures)
                if outcome.failure != nil || seeds <= Self.maximumLines { outcomes.append(outcome) }
                done += 1
                progress.show(done, of: seeds)
                guard next < seeds, !outcomes.contains(where: { $0.failure != nil }) else { continue }
                add(next, to: &group)
                next += 1
            }
        }
        progress.finish()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        for outcome in outcomes.sorted(by: { $0.seed < $1.seed }) {
            Console.say("seed \(outcome.seed): " + SimulationTable.line(outcome.figures))
        }
        let failed = outcomes.filter { $0.failure != nil }.min { $0.seed < $1.seed }
        for line in SimulationTable.total(total, plan: plan, seeds: seeds, seconds: seconds) { Console.say(line) }
        return failed
    }

    private func add(_ index: Int, to group: inout ThrowingTaskGroup<SimulationOutcome, any Error>) {
        var plan = plan
        plan.seed += UInt64(index)
        group.addTask { [simulation, plan] in try await simulation.run(plan) }
    }

    /// Tells a failure: the seed, what was broken, the few acts that break it, and what was done last.
    ///
    /// - Throws: What a machine throws.
    func tell(_ outcome: SimulationOutcome) async throws {
        guard let failure = outcome.failure else { return }
        var plan = plan
        plan.seed = outcome.seed
        Console.say("FAILED seed \(plan.seed): \(failure)")
        Console.complain("leaving acts out …")
        let (acts, shrunk) = try await simulation.shrunk(plan, failure: failure)
        Console.say("\(acts.count) acts of \(simulation.acts(of: plan).count) still break it:")
        for act in acts { Console.say("  \(act)") }
        Console.say("What was done last:")
        for line in shrunk.lastDoings { Console.say("  " + line) }
        if let broken = shrunk.failure { Console.say("BROKEN \(broken)") }
        let communes = plan.communes.map { " --communes \($0)" } ?? ""
        Console.say("Again: motcua simulate --first \(plan.seed) --seeds 1 --days \(plan.days)" + communes)
    }
}

/// Puts figures into lines.
enum SimulationTable {
    /// One district's figures.
    static func line(_ figures: SimulationFigures) -> String {
        let late = lateness(figures)
        return "\(figures.dossiers) dossiers, \(figures.events) events, \(figures.rungs) rungs"
            + " (latest by \(late.maximum), p99 \(late.p99)), \(figures.lateDossiers) late, \(figures.texts) texts"
    }

    /// All districts' figures.
    static func total(
        _ figures: SimulationFigures,
        plan: SimulationPlan,
        seeds: Int,
        seconds: Double
    ) -> [String] {
        let late = lateness(figures)
        let (byUnit, refusals) = (listed(figures.lateByUnit), listed(figures.refusals))
        let dossierDays = Double(max(1, figures.dossiers)) * Double(plan.days) / 2
        return [
            "\(counted(seeds, "district")) of \(counted(plan.days, "day")) from seed \(plan.seed), in "
                + "\(rounded(seconds)) s",
            "\(counted(figures.dossiers, "dossier")), \(figures.handedOver) handed over, "
                + counted(figures.events, "event"),
            counted(figures.dossiersByCommune.count, "commune") + ", "
                + counted(figures.strangers, "time") + " somebody of another one was turned away",
            "\(counted(figures.rungs, "rung")) fired, latest by \(late.maximum), 99 of 100 by at most \(late.p99)",
            "\(counted(figures.lateDossiers, "dossier")) late, \(figures.lateAgain) of them once more after an apology"
                + (byUnit.isEmpty ? "" : ": " + byUnit),
            "\(counted(figures.texts, "text")), \(counted(figures.requests, "request")), "
                + "\(figures.repeats) sent again, \(counted(figures.starts, "start")) of the machine",
            "\(counted(figures.calendarChanges, "change")) of the calendar moved "
                + counted(figures.rescheduled, "dossier"),
            refusals.isEmpty ? "nothing refused" : "refused: " + refusals,
            "\(rounded(seconds * 1_000_000 / dossierDays)) µs for a simulated dossier-day",
        ]
    }

    /// Counts by name, the most first.
    static func listed(_ counts: [String: Int], _ written: (Int) -> String = { String($0) }) -> String {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \(written($0.value))" }
            .joined(separator: ", ")
    }

    private static func lateness(_ figures: SimulationFigures) -> (maximum: String, p99: String) {
        let sorted = figures.latenessMilliseconds.sorted()
        guard let last = sorted.last else { return ("0 ms", "0 ms") }
        return (written(last), written(sorted[(sorted.count - 1) * 99 / 100]))
    }

    private static func written(_ milliseconds: Int64) -> String {
        milliseconds < 10_000 ? "\(milliseconds) ms" : "\(milliseconds / 1_000) s"
    }

    private static func rounded(_ value: Double) -> String {
        value < 100 ? "\((value * 10).rounded() / 10)" : "\(Int(value))"
    }
}

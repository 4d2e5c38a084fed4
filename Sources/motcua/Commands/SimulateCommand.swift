import ArgumentParser
import DossierConfig
import DossierDomain
import DossierEngine
import DossierTestKit

/// Lives through simulated districts (mô phỏng huyện) and judges the invariants after every step.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Simulates districts with failing machines, gateways and clocks; exits 1 at the first broken invariant.",
        discussion: """
            Each seed is a district of its own: the same seed does the same again. A failing seed is told with the few \
            acts that make it fail.
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: "How many districts.")
    var seeds = 20

    @Option(help: "The first seed.")
    var first: UInt64 = 1

    @Option(help: "How many days each is lived through.")
    var days = 60

    @Option(help: "How many dossiers come on a working day, about.")
    var dossiersPerDay = 4

    @Option(parsing: .upToNextOption, help: "How many officers sit at a unit, for example CNVPDK=3.")
    var officers: [String] = []

    @Flag(help: "Nothing fails but people.")
    var faultless = false

    func validate() throws {
        guard (1...1_000_000).contains(seeds) else { throw ValidationError("--seeds goes from 1 to 1000000.") }
        guard (1...400).contains(days) else { throw ValidationError("--days goes from 1 to 400.") }
        guard (1...200).contains(dossiersPerDay) else {
            throw ValidationError("--dossiers-per-day goes from 1 to 200.")
        }
        _ = try Staffing(officers)
    }

    func run() async throws {
        try await reportingFailures {
            let configuration = try ConfigurationLoading.load(common)
            let staffing = try Staffing(officers)
            try staffing.check(configuration.organisation)
            let simulation = Simulation(rules: try configuration.rules(stored: [])) { try SQLiteMachine() }
            var plan = SimulationPlan(seed: first, days: days, dossiersPerDay: dossiersPerDay)
            plan.officers = staffing.officers
            plan.hasFaults = !faultless
            let run = SimulationRun(simulation: simulation, plan: plan, seeds: seeds)
            guard let failed = try await run.go() else { return }
            try await run.tell(failed)
            throw ExitCode.failure
        }
    }
}

/// Officers by unit as the command line names them, for example `CNVPDK=3`.
struct Staffing {
    /// How many sit at a unit.
    let officers: [UnitID: Int]

    /// Reads what was typed.
    ///
    /// - Throws: `ValidationError` if it cannot be read.
    init(_ typed: [String]) throws {
        var officers: [UnitID: Int] = [:]
        for text in typed {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let count = Int(parts[1]), (1...99).contains(count) else {
                throw ValidationError("--officers \(text) names no unit with a number, as CNVPDK=3 does.")
            }
            officers[UnitID(rawValue: parts[0])] = count
        }
        self.officers = officers
    }

    /// Refuses units that there are not.
    ///
    /// - Throws: ``CommandFailure``.
    func check(_ organisation: Organisation) throws {
        guard let unknown = officers.keys.sorted().first(where: { organisation.units[$0] == nil }) else { return }
        let known = organisation.units.keys.sorted().map(\.rawValue).joined(separator: ", ")
        throw CommandFailure("There is no unit \(unknown); there are \(known).")
    }
}

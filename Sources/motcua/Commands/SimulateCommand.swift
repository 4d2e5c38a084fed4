import ArgumentParser
import DossierConfig
import DossierDomain
import DossierEngine
import DossierTestKit

/// Lives through simulated districts (mô phỏng huyện) and judges the invariants after every step.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Simulates districts in which machines and gateways fail; exits 1 if an invariant is broken.",
        discussion: """
            Each seed is a district of its own: the same seed does the same again. A failing seed is told with the few \
            acts that make it fail.

            With --database the future of a database's open dossiers is lived through on a copy of it, from its own \
            present on, once with the staff of its accounts and once with what --officers changes; nothing fails then \
            but people. The database itself is only read.
            """
    )

    @Option(help: CommonOptions.configHelp)
    var config: String?

    @Option(help: "A database whose open dossiers live on in a copy; without it districts are made up from seeds.")
    var database: String?

    @Option(help: "How many districts.")
    var seeds = 20

    @Option(help: "The first seed.")
    var first: UInt64 = 1

    @Option(help: "How many days each is lived through.")
    var days = 60

    @Option(help: "How many dossiers come on a day, about; by default 4, or as many as came to the database.")
    var dossiersPerDay: Int?

    @Option(help: "In how many communes citizens live, 1 to 5; by default one to three, as the seed has it.")
    var communes: Int?

    @Option(
        parsing: .upToNextOption,
        help: "How many officers sit at a unit in all, its head not counted, for example CNVPDK=3."
    )
    var officers: [String] = []

    @Flag(help: "Nothing fails but people.")
    var faultless = false

    @Option(help: "Makes a mistake on purpose, which must be noticed, for example fireTwice.")
    var sabotage: String?

    func validate() throws {
        guard (1...1_000_000).contains(seeds) else {
            throw ValidationError("--seeds goes from 1 to 1000000.", vietnamese: "--seeds từ 1 đến 1000000.")
        }
        guard (1...400).contains(days) else {
            throw ValidationError("--days goes from 1 to 400.", vietnamese: "--days từ 1 đến 400.")
        }
        guard (1...200).contains(dossiersPerDay ?? 1) else {
            throw ValidationError(
                "--dossiers-per-day goes from 1 to 200.",
                vietnamese: "--dossiers-per-day từ 1 đến 200."
            )
        }
        guard (1...SimulationPlan.maximumCommunes).contains(communes ?? 1) else {
            throw ValidationError(
                "--communes goes from 1 to \(SimulationPlan.maximumCommunes).",
                vietnamese: "--communes từ 1 đến \(SimulationPlan.maximumCommunes)."
            )
        }
        _ = try Staffing(officers)
        if let sabotage, Sabotage(rawValue: sabotage) == nil {
            let known = Sabotage.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError(
                "--sabotage \(sabotage) is none of \(known).",
                vietnamese: "Không có --sabotage \(sabotage); có: \(known)."
            )
        }
    }

    func run() async throws {
        ScratchFolder.removeAllAtEnd()
        try await reportingFailures {
            let options = CommonOptions.taken(config: config, database: database)
            let configuration = try ConfigurationLoading.load(options)
            let staffing = try Staffing(officers)
            try staffing.check(configuration.organisation)
            if let database {
                try DatabasePlace(configuration.settings).expectDatabase()
                var question = try WhatIf(database: database, configuration: configuration)
                if let dossiersPerDay { question.plan.dossiersPerDay = dossiersPerDay }
                question.plan.communes = communes
                question.plan.seed = first
                question.plan.days = days
                return try await question.answer(officers: staffing.officers, seeds: seeds)
            }
            let simulation = Simulation(rules: try configuration.rules(stored: [])) { try SQLiteMachine() }
            var plan = SimulationPlan(seed: first, days: days, dossiersPerDay: dossiersPerDay ?? 4)
            plan.communes = communes
            plan.officers = staffing.officers
            plan.hasFaults = !faultless
            plan.sabotage = sabotage.flatMap(Sabotage.init(rawValue:))
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
                throw ValidationError(
                    "--officers \(text) names no unit with a number from 1 to 99, as CNVPDK=3 does.",
                    vietnamese: "--officers \(text) không ghi đơn vị kèm số từ 1 đến 99, như CNVPDK=3."
                )
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
        throw CommandFailure(
            "There is no unit \(unknown); there are \(known).",
            vietnamese: "Không có đơn vị \(unknown); có: \(known)."
        )
    }
}

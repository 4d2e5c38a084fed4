import DossierConfig
import DossierDomain
import DossierEngine
import DossierTestKit
import Testing

@testable import motcua

/// The district on simulated time, with the shipped configuration and the real store.
struct SimulationTests {
    @Test("no invariant is broken in any of these districts, and everything that can happen does happen in them")
    func clean() async throws {
        let simulation = try ShippedDistrict.simulation()
        var figures = SimulationFigures()

        for seed in UInt64(1)...12 {
            let outcome = try await simulation.run(SimulationPlan(seed: seed, days: 20))
            let doings = outcome.lastDoings.suffix(20).joined(separator: "\n")
            #expect(outcome.failure == nil, "seed \(seed): \(outcome.failure?.description ?? "")\n\(doings)")
            figures.add(outcome.figures)
        }

        #expect(figures.dossiers > 300)
        #expect(figures.handedOver > 100)
        #expect(figures.rungs > 500)
        #expect(figures.texts > 500)
        #expect(figures.lateDossiers > 10)
        #expect(figures.repeats > 50)
        #expect(figures.starts > 24)
        #expect(figures.latenessMilliseconds.allSatisfy { $0 >= 0 })
        #expect(figures.refusals["apology-required"] ?? 0 > 0)
        #expect(figures.dossiersByCommune.count > 3)
        #expect(figures.strangers > 50)
    }

    @Test("as many communes as wanted file and work dossiers, and none gets at another one's", arguments: [1, 2, 5])
    func communes(count: Int) async throws {
        let simulation = try ShippedDistrict.simulation()
        var plan = SimulationPlan(seed: 5, days: 15)
        plan.communes = count

        let first = try await simulation.run(plan)
        let second = try await simulation.run(plan)

        #expect(first.failure == nil, "\(first.failure?.description ?? "")")
        #expect(first.story == second.story)
        #expect(first.figures == second.figures)
        #expect(first.figures.dossiersByCommune.count == count)
        #expect(first.figures.dossiersByCommune["ha-lam"] ?? 0 > 0)
        #expect(first.figures.strangers > 0)
    }

    @Test("a plan has no more communes than the bound")
    func mostCommunes() throws {
        let simulation = try ShippedDistrict.simulation()
        var plan = SimulationPlan(seed: 5, days: 20, dossiersPerDay: 20)
        plan.communes = 50
        let communes = simulation.acts(of: plan).compactMap { act -> CommuneID? in
            if case .arrive(let arrival) = act.deed { arrival.commune } else { nil }
        }
        #expect(Set(communes).count == SimulationPlan.maximumCommunes)
    }

    @Test("the same seed gives the same story twice, another seed another one")
    func determinism() async throws {
        let simulation = try ShippedDistrict.simulation()

        let first = try await simulation.run(SimulationPlan(seed: 77, days: 15))
        let second = try await simulation.run(SimulationPlan(seed: 77, days: 15))
        let other = try await simulation.run(SimulationPlan(seed: 78, days: 15))

        #expect(first.story == second.story)
        #expect(first.figures == second.figures)
        #expect(first.story != other.story)
    }

    @Test("each mistake made on purpose is noticed by the invariant that it breaks", arguments: Sabotage.allCases)
    func mutation(_ sabotage: Sabotage) async throws {
        let simulation = try ShippedDistrict.simulation()
        var noticed: (seed: UInt64, failure: BrokenInvariant)?

        for seed in UInt64(1)...100 where noticed == nil {
            let outcome = try await simulation.run(SimulationPlan(seed: seed, days: 20, sabotage: sabotage))
            noticed = outcome.failure.map { (seed, $0) }
        }

        let found = try #require(noticed, "\(sabotage) was not noticed")
        #expect(sabotage.isNoticedBy.contains(found.failure.invariant), "seed \(found.seed): \(found.failure)")
    }

    @Test("there is a mistake made on purpose for every invariant")
    func everyInvariant() {
        let noticing = Set(Sabotage.allCases.flatMap(\.isNoticedBy))
        #expect(noticing == Set(Invariant.allCases))
        // All but one are also tried by a mistake that no other invariant may notice first: what a state of the past
        // says can be asked for before all is looked over.
        let alone = Set(Sabotage.allCases.map(\.isNoticedBy).filter { $0.count == 1 }.flatMap { $0 })
        #expect(noticing.subtracting(alone) == [.storeIsWhole])
    }

    @Test("a failing run is told with few acts that still make it fail")
    func shrinking() async throws {
        let simulation = try ShippedDistrict.simulation()
        let plan = SimulationPlan(seed: 3, days: 12, sabotage: .loseNotice)
        let failure = try #require(try await simulation.run(plan).failure)
        let all = simulation.acts(of: plan)

        let (acts, outcome) = try await simulation.shrunk(plan, failure: failure, maximumRuns: 40)

        #expect(outcome.failure?.invariant == .noticesReach)
        #expect(acts.count * 4 < all.count)
        #expect(acts.allSatisfy(all.contains))
    }
}

/// The district of the shipped configuration.
enum ShippedDistrict {
    /// Read and proved once for all tests.
    private static let loaded = Result {
        try ConfigFolder.load(
            configFile: Checkout.config,
            environment: [:],
            overrides: [:],
            knownCodes: ProblemCodes.known
        )
    }

    static func configuration() throws -> LoadedConfiguration { try loaded.get() }

    static func simulation() throws -> Simulation {
        Simulation(rules: try configuration().rules(stored: [])) { try SQLiteMachine() }
    }
}

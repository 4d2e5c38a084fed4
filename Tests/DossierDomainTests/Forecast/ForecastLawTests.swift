import DossierDomain
import Testing
import WorkingCalendar

/// What holds of every forecast, over random dossiers from printed seeds.
///
/// In a net of units more officers at one can make a dossier of another unit later: work arrives there sooner and goes
/// before it. At a single unit that cannot happen.
@Suite struct ForecastLawTests {
    /// A dossier whose only step to come before the hand-over is finance's, begun within the first week of January.
    private static func single(_ number: Int64, using generator: inout SplitMix64) throws -> ForecastDossier {
        let hours = Int.random(in: 1...12, using: &generator)
        let steps = Procedures.chain(("intake", "BPMC-H", 1), ("work", "TCKH", hours), ("hand-over", "BPMC-H", 1))
        let procedure = try Procedures.make("1.000003", .workingDays(3), .pause, steps)
        let received = try at("2022-01-04 07:30").adding(seconds: .random(in: 0..<259_200, using: &generator))
        var story = try Story(procedure, atInstant: received)
        try story.act(completing("intake"), by: Staff.clerk, atInstant: received)
        return try #require(ForecastDossier(story.dossier, number: number, procedure: procedure))
    }

    @Test("at one unit more capacity makes no dossier later", arguments: UInt64(1)...60)
    func moreCapacity(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let dossiers = try (1...Int64.random(in: 1...12, using: &generator)).map {
            try Self.single($0, using: &generator)
        }
        let working = Int64.random(in: 1...50_000, using: &generator)
        let standard = Int64.random(in: 1...50_000, using: &generator)
        let more = standard + .random(in: 1...50_000, using: &generator)
        let now = try at("2022-01-07 08:00")
        func late(_ standard: Int64) throws -> [Int64: Instant?] {
            let capacity = try #require(UnitCapacity(standardSeconds: standard, workingSeconds: working))
            let forecast = Forecast(of: dossiers, units: try ForecastUnits.make(["TCKH": capacity]), now: now)
            return Dictionary(uniqueKeysWithValues: forecast.late.map { ($0.number, $0.readyAt) })
        }

        let before = try late(standard)
        for (number, ready) in try late(more) {
            let slower = try #require(before[number], "dossier \(number) is late only with more capacity")
            if let slower { #expect(try #require(ready) <= slower, "dossier \(number)") }
        }
    }

    /// Dossiers of routes of any shape, each after a few acts of its units.
    private static func mixed(using generator: inout SplitMix64) throws -> [ForecastDossier] {
        var found: [ForecastDossier] = []
        for number in 1...Int64(20) {
            let procedure = try RandomProcedure.make(using: &generator)
            let received = try at("2022-01-04 07:30").adding(seconds: .random(in: 0..<259_200, using: &generator))
            guard var story = try? Story(procedure, atInstant: received) else { continue }
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                let act = RandomAct.next(on: story.dossier, of: procedure, now: received, using: &generator)
                // What the rules refuse is not done.
                _ = try? story.act(act.command, by: act.actor, atInstant: received)
            }
            if let way = ForecastDossier(story.dossier, number: number, procedure: procedure) { found.append(way) }
        }
        return found
    }

    private static let units: [UnitID] = ["TP", "TCKH", "THUE", "CA", "TPHT-X", "BPMC-H", "CT-H"]

    @Test("the order in which dossiers are given does not matter", arguments: UInt64(1)...40)
    func order(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let dossiers = try Self.mixed(using: &generator)
        let capacities = Self.units.map { ($0, UnitCapacity(officers: .random(in: 1...3, using: &generator))) }
        let units = try ForecastUnits.make(Dictionary(uniqueKeysWithValues: capacities))
        let now = try at("2022-01-07 08:00")

        let forecast = Forecast(of: dossiers, units: units, now: now)
        let again = Forecast(of: dossiers.shuffled(using: &generator), units: units, now: now)

        #expect(forecast.late == again.late)
        #expect(forecast.units == again.units)
        for delay in forecast.late { #expect(try #require(delay.readyAt) > delay.dueAt) }
    }

    @Test("a dossier alone at units that keep their hours is ready when its hours are over", arguments: UInt64(1)...60)
    func alone(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let procedure = try Procedures.business()
        let received = try at("2022-01-04 07:30").adding(seconds: .random(in: 0..<20_000_000, using: &generator))
        let story = try Story(procedure, atInstant: received)
        let dossier = try #require(ForecastDossier(story.dossier, number: 1, procedure: procedure))
        let one = UnitCapacity(officers: 1)
        let units = try ForecastUnits.make(["BPMC-H": one, "TCKH": one, "THUE": one])

        // Every unit begins at once and uses exactly its hours, each by its own calendar.
        var end = received.roundedDownToSecond
        for step in procedure.route.steps.dropLast() {
            guard case .unit(let id) = step.performer else { continue }
            let calendar = try #require(units[UnitPlace(unit: id, commune: nil)]).calendar
            end = try calendar.due(from: end, adding: step.workingTime, ending: .atClose)
        }
        let late = Forecast(of: [dossier], units: units, now: received).late
        let due = try #require(story.dossier.dueAt)
        #expect(late.map(\.readyAt) == (end > due ? [end] : []))
    }
}

import DossierDomain
import Testing
import WorkingCalendar

/// Procedures with routes of any shape: forks, joins, outcomes and payments, wherever they may stand.
enum RandomProcedure {
    private static let units: [UnitID] = ["TP", "TCKH", "THUE", "CA", "TPHT-X", "BPMC-H", "CT-H"]

    static func make(using generator: inout SplitMix64) throws -> Procedure {
        for _ in 0..<500 {
            // Most shapes leave some step unreachable; those are thrown away.
            guard let route = try? Route(steps: steps(using: &generator)) else { continue }
            let limits: [Limit] = [
                .workingDays(.random(in: 1...6, using: &generator)),
                .workingHours(.hours(.random(in: 1...40, using: &generator))),
                .wholeDays(.random(in: 1...6, using: &generator)),
                .calendarDays(.random(in: 1...9, using: &generator)),
                .sameDay(cutoff: try #require(TimeOfDay(hour: 15, minute: 0))),
            ]
            let limit = try #require(limits.randomElement(using: &generator))
            return try Procedures.make("1.000002", limit, generator.chance(50) ? .pause : .restart, route.steps)
        }
        throw NoSoundRoute()
    }

    struct NoSoundRoute: Error {}

    private static func steps(using generator: inout SplitMix64) -> [Step] {
        let count = Int.random(in: 2...8, using: &generator)
        return (0..<count).map { index in
            if index == count - 1 { return Procedures.step(name(index), "BPMC-H", 2, .end) }
            let isCitizen = index > 0 && generator.chance(20)
            let unit = index == 0 ? "BPMC-H" : units.randomElement(using: &generator)
            let hours = isCitizen ? 0 : Int.random(in: 0...10, using: &generator)
            let next = next(after: index, of: count, decides: !isCitizen, using: &generator)
            return Procedures.step(name(index), isCitizen ? nil : unit, hours, next)
        }
    }

    private static func next(
        after index: Int,
        of count: Int,
        decides: Bool,
        using generator: inout SplitMix64
    ) -> NextSteps {
        func targets(using generator: inout SplitMix64) -> [StepID] {
            let reach = min(index + 4, count)
            let later = Array((index + 1)..<reach).shuffled(using: &generator)
            return later.prefix(generator.chance(55) ? 1 : 2).sorted().map(name)
        }
        guard decides, generator.chance(30) else { return .all(targets(using: &generator)) }
        return .byOutcome([
            OutcomeBranch(outcome: "approved", steps: targets(using: &generator)),
            OutcomeBranch(outcome: "denied", steps: targets(using: &generator)),
        ])
    }

    private static func name(_ index: Int) -> StepID { StepID(rawValue: "b\(index)") }
}

import DossierDomain
import Testing
import WorkingCalendar

@Suite struct IntakeOutlookTests {
    /// A household business received on Wednesday 5 January at 10:20, due on Monday 10 at 10:20.
    private static func isAtRisk(
        _ open: [(String, Int64)],
        at unit: UnitID = "TCKH",
        officers: Int = 1
    ) throws -> Bool {
        let procedure = try Procedures.business()
        let story = try Story(procedure, at: "2022-01-05 10:20")
        let dossier = try #require(ForecastDossier(story.dossier, number: 0, procedure: procedure))
        let one = UnitCapacity(officers: 1)
        let units = try ForecastUnits.make(["BPMC-H": one, "TCKH": UnitCapacity(officers: officers), "THUE": one])
        var loads = units.mapValues { UnitLoad(unit: $0, open: []) }
        let place = UnitPlace(unit: unit, commune: nil)
        let queue = try open.map { due, seconds in
            (dueAt: try at(due), steps: 1, work: try #require(WorkingTime(seconds: seconds)))
        }
        loads[place] = UnitLoad(unit: try #require(units[place]), open: queue)
        return IntakeOutlook(loads: loads, now: try at("2022-01-05 10:20")).isAtRisk(dossier)
    }

    @Test("at free units the promise is kept")
    func free() throws {
        #expect(try !Self.isAtRisk([]))
        // A dossier that needs no unit any more, and units of which nothing is known, hold up nothing.
        let procedure = try Procedures.business()
        let story = try Story(procedure, at: "2022-01-05 10:20")
        let dossier = try #require(ForecastDossier(story.dossier, number: 0, procedure: procedure))
        #expect(!IntakeOutlook(loads: [:], now: try at("2022-01-05 10:20")).isAtRisk(dossier))
    }

    @Test(
        "work that is due before counts to the second",
        arguments: [
            // Intake to Wed 13:50. 4 h before it keep finance busy to 15:50; appraised on Thu 15:50, tax code on Fri
            // 13:50, signed on Mon 10:20 exactly. A second more is too much.
            ([("2022-01-05 17:00", 14_400)], false), ([("2022-01-05 17:00", 14_401)], true),
            ([("2022-01-05 11:30", 10_000), ("2022-01-05 17:00", 4_401)], true),
            // Due after the appraisal (Thu 13:50) and the signature: it waits instead.
            ([("2022-01-20 17:00", 900_000)], false),
        ] as [([(String, Int64)], Bool)]
    )
    func before(open: [(String, Int64)], isAtRisk: Bool) throws {
        #expect(try Self.isAtRisk(open) == isAtRisk)
    }

    @Test("as many steps as there are officers less one hold nothing up, and each round of them does")
    func severalOfficers() throws {
        let eight = ("2022-01-05 17:00", Int64(28_800))
        // 22 h of the route and 2 h to spare after the intake; three officers.
        #expect(try !Self.isAtRisk([], officers: 3))
        #expect(try !Self.isAtRisk([eight, eight], officers: 3))
        #expect(try Self.isAtRisk([eight, eight, eight], officers: 3))
        // Eight are two rounds of 2 h and two over, which leave an officer free at 15:50, as late as may be (above).
        let short = ("2022-01-05 17:00", Int64(7_200))
        #expect(try !Self.isAtRisk(Array(repeating: short, count: 8), officers: 3))
        #expect(try Self.isAtRisk(Array(repeating: short, count: 9), officers: 3))
    }

    @Test("a flooded desk makes the promise too short from the first step on")
    func desk() throws {
        // 22 h of the route and 2 h to spare: the desk may have 2 h before the intake itself, and no more.
        #expect(try !Self.isAtRisk([("2022-01-05 13:00", 7_200)], at: "BPMC-H"))
        #expect(try Self.isAtRisk([("2022-01-05 13:00", 9_000)], at: "BPMC-H"))
    }
}

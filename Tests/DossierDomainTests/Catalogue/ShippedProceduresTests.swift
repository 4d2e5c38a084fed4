import DossierDomain
import Foundation
import Testing
import WorkingCalendar

/// The catalogue of 13 procedures as it was handed to the project.
private struct ShippedCatalogue: Decodable {
    struct Procedure: Decodable {
        let code: String
        let limit: Limit
        let steps: [Step]
    }

    struct Limit: Decodable {
        struct SameDay: Decodable { let cutoff: String }
        let workingDays: Int?
        let sameDay: SameDay?
    }

    struct Step: Decodable {
        let id: String
        let name: String
        let unit: String?
        let hours: Double
        let parallel: String?
    }

    let procedures: [Procedure]

    static func read() throws -> ShippedCatalogue {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.deletingLastPathComponent().appending(path: "Fixtures/procedures.json")
        return try JSONDecoder().decode(ShippedCatalogue.self, from: Data(contentsOf: file))
    }
}

extension ShippedCatalogue.Procedure {
    /// Steps with the same letter run side by side; everything else one after the other.
    var route: Route {
        get throws {
            var groups: [[ShippedCatalogue.Step]] = []
            for step in steps {
                if let letter = step.parallel, groups.last?.first?.parallel == letter {
                    groups[groups.count - 1].append(step)
                } else {
                    groups.append([step])
                }
            }
            var made: [Step] = []
            for (index, group) in groups.enumerated() {
                let next =
                    index + 1 < groups.count ? NextSteps.all(groups[index + 1].map { StepID(rawValue: $0.id) }) : .end
                for step in group { made.append(try Self.step(step, next)) }
            }
            return try Route(steps: made)
        }
    }

    private static func step(_ step: ShippedCatalogue.Step, _ next: NextSteps) throws -> Step {
        Step(
            id: StepID(rawValue: step.id),
            name: step.name,
            performer: step.unit.map { .unit(UnitID(rawValue: $0)) } ?? .citizen,
            workingTime: try #require(WorkingTime(seconds: Int64(step.hours * 3600))),
            next: next
        )
    }

    var domainLimit: Limit {
        get throws {
            if let days = limit.workingDays { return .workingDays(days) }
            let sameDay = try #require(limit.sameDay)
            return .sameDay(cutoff: try #require(TimeOfDay(text: sameDay.cutoff)))
        }
    }
}

@Suite struct ShippedProceduresTests {
    @Test(
        "each shipped procedure is on time for every start, with the slack that its hours leave",
        arguments: [
            // Received a second before the cut-off, 15:00, 1.5 h of the 2 h and a second until 17:00: 0.25 + 0.75 +
            // 0.5.
            ("2.000815", 1801), ("1.001193", 1801), ("1.000894", 1801), ("2.000635", 1801),
            ("1.004873", 7200), ("2.000748", 7200),  // 24 h; 2 + 14 + 6; 2 + 12 + 8
            // 24 h; 2 + 8 + 6 + 6, and half an hour more where the tax office's longer rest at noon falls into its 6 h.
            ("1.001612", 5400),
            ("1.009994", 14_400),  // 120 h; 4 + 72 + 16 + 8 + 12 + 4
            // 80 h; 4 + 24 + 4 + 24 + 16 + 6, the payment none; the tax office's 24 h are three whole days of both.
            ("2.000889", 7200),
            ("1.004199", 14_400),  // 56 h; 4 + 28 + 8 + 6 + 6
            ("2.002621", 14_400),  // 24 h; 1 + 7 + 12, once for the two side by side
            ("1.001776", 14_400),  // 176 h; 4 + 84 + 4 + 56 + 24
            ("1.001731", 7200),  // 40 h; 2 + 14 + 14 + 8
        ] as [(String, Int64)]
    )
    func proves(code: String, slack: Int64) throws {
        let district = try District.shared()
        let shipped = try #require(ShippedCatalogue.read().procedures.first { $0.code == code })
        let procedure = try Procedure(
            code: ProcedureCode(rawValue: code),
            version: 1,
            effectiveFrom: date("2022-01-01"),
            name: "Thủ tục",
            field: "Hộ tịch",
            level: "huyện",
            limit: shipped.domainLimit,
            supplementMode: .pause,
            isInterlinked: false,
            fee: "",
            documents: [],
            route: shipped.route
        )

        let proof = try RouteProof(of: procedure, in: district.organisation, calendars: district.calendars)

        #expect(proof.slackSeconds == slack)
        #expect(!proof.tightest.isLate)
    }

    @Test("the catalogue holds thirteen procedures and no other")
    func count() throws {
        #expect(try ShippedCatalogue.read().procedures.count == 13)
    }
}

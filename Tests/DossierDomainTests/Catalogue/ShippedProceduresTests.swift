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
        "each shipped procedure can be on time, with the slack that its hours leave",
        arguments: [
            // Hours up to the hand-over, against n days of 8; same-day ones against 15:00-17:00 and a second.
            ("2.000815", 1.5), ("1.001193", 1.5), ("1.000894", 1.5), ("2.000635", 1.5),  // 0.25 + 0.75 + 0.5
            ("1.004873", 22), ("2.000748", 22),  // 2 + 14 + 6; 2 + 12 + 8
            ("1.001612", 22),  // 2 + 8 + 6 + 6
            ("1.009994", 116),  // 4 + 72 + 16 + 8 + 12 + 4
            ("2.000889", 78),  // 4 + 24 + 4 + 24 + 16 + 6, the payment none
            ("1.004199", 52),  // 4 + 28 + 8 + 6 + 6
            ("2.002621", 20),  // 1 + 7 + 12, once for the two side by side
            ("1.001776", 172),  // 4 + 84 + 4 + 56 + 24
            ("1.001731", 38),  // 2 + 14 + 14 + 8
        ]
    )
    func proves(code: String, hours: Double) throws {
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

        let proof = try RouteProof(of: procedure, in: district.organisation, calendar: district.calendar())

        let granted = shipped.limit.workingDays.map { Int64($0) * 8 * 3600 } ?? 2 * 3600 + 1
        #expect(proof.neededSeconds == Int64(hours * 3600))
        #expect(proof.grantedSeconds == granted)
        #expect(proof.slackSeconds >= 0)
    }

    @Test("the catalogue holds thirteen procedures and no other")
    func count() throws {
        #expect(try ShippedCatalogue.read().procedures.count == 13)
    }
}

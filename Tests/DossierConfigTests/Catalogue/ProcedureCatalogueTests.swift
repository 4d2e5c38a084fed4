import DossierConfig
import DossierDomain
import Foundation
import Testing
import WorkingCalendar

/// The catalogue that the procedures were written from, copied to `Tests/Fixtures`.
private struct Catalogue: Decodable {
    struct Unit: Decodable {
        let id: String
        let name: String
    }
    struct Entry: Decodable {
        let code: String
        let name: String
        let field: String
        let level: String
        let fee: String
        let interAgency: Bool
        let limit: Limit
        let steps: [Step]
    }
    struct Limit: Decodable {
        struct SameDay: Decodable {
            let cutoff: String
        }
        let workingDays: Int?
        let sameDay: SameDay?
    }
    struct Step: Decodable {
        let id: String
        let name: String
        let unit: String?
        let kind: String?
        let hours: Double
        let parallel: String?
    }
    let units: [Unit]
    let procedures: [Entry]
}

@Suite("The shipped procedures")
struct ProcedureCatalogueTests {
    private let catalogue: Catalogue
    private let configuration: LoadedConfiguration

    init() throws {
        catalogue = try JSONDecoder().decode(Catalogue.self, from: Data(ConfigSandbox.fixture("procedures.json").utf8))
        configuration = try ConfigSandbox().load()
    }

    @Test("are exactly those of the catalogue, with its names, fees and limits")
    func headings() throws {
        #expect(configuration.procedures.map(\.code.rawValue) == catalogue.procedures.map(\.code).sorted())
        for entry in catalogue.procedures {
            let procedure = try #require(configuration.procedures.first { $0.code.rawValue == entry.code })
            #expect(procedure.name == entry.name)
            #expect(procedure.field == entry.field)
            #expect(procedure.level == entry.level)
            #expect(procedure.fee == entry.fee)
            #expect(procedure.isInterlinked == entry.interAgency)
            switch procedure.limit {
            case .workingDays(let days): #expect(entry.limit.workingDays == days)
            case .sameDay(let cutoff): #expect(entry.limit.sameDay?.cutoff == cutoff.text)
            default: Issue.record("\(entry.code) has another kind of limit")
            }
        }
    }

    // Source: domain.md §2.4, MaTTHC.
    @Test("may have one of a province's own beside them, whose code ends with the province's identifier")
    func local() throws {
        let sandbox = try ConfigSandbox()
        let code = "1.001612.000.00.00.H47"
        let text = try sandbox.text("procedures/1.001612.yaml")
        let own = text.replacingOccurrences(of: "code: \"1.001612\"", with: "code: \"\(code)\"")
        try sandbox.write(own, to: "procedures/\(code).yaml")
        #expect(try sandbox.load().procedures.contains { $0.code.rawValue == code })

        try sandbox.write(
            own.replacingOccurrences(of: ".H47", with: ".47"),
            to: "procedures/1.001612.000.00.00.47.yaml"
        )
        #expect(try sandbox.defects().map(\.path) == ["code"])
    }

    @Test("have the catalogue's steps in order, with unit, name and hours")
    func steps() throws {
        for entry in catalogue.procedures {
            let procedure = try #require(configuration.procedures.first { $0.code.rawValue == entry.code })
            try #require(procedure.route.steps.count == entry.steps.count)
            for (step, expected) in zip(procedure.route.steps, entry.steps) {
                #expect(step.name == expected.name)
                #expect(Double(step.workingTime.seconds) == expected.hours * 3600)
                let performer: StepPerformer =
                    expected.kind == "citizenPayment" ? .citizen : .unit(UnitID(rawValue: expected.unit ?? ""))
                #expect(step.performer == performer)
                if ["intake", "hand-over"].contains(expected.id) { #expect(step.id.rawValue == expected.id) }
                #expect(step.id.rawValue.wholeMatch(of: /s[0-9]+/) == nil, "\(entry.code) \(step.id) has no name")
            }
        }
    }

    @Test("run one step after the other but for the marked parallel ones")
    func order() throws {
        for entry in catalogue.procedures where entry.code != "2.002621" {
            let procedure = try #require(configuration.procedures.first { $0.code.rawValue == entry.code })
            let steps = procedure.route.steps
            #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.next == .all([$1.id]) })
            #expect(entry.steps.allSatisfy { $0.parallel == nil })
        }
        let bundle = try #require(configuration.procedures.first { $0.code == "2.002621" }).route.steps
        #expect(bundle[1].next == .all([bundle[2].id, bundle[3].id]))
        #expect(bundle[2].next == .all(["hand-over"]) && bundle[3].next == .all(["hand-over"]))
    }

    @Test("begin the clock anew only where a supplement changes what is examined")
    func supplementModes() {
        let restarting = configuration.procedures.filter { $0.supplementMode == .restart }.map(\.code)
        #expect(restarting == ["1.009994", "2.000748"])
    }

    @Test("ask for papers, at least one of them always")
    func papers() {
        #expect(configuration.procedures.allSatisfy { $0.documents.contains { !$0.isOptional } })
    }

    @Test("belong to units with the catalogue's ids and names")
    func units() {
        let named = catalogue.units.map { ($0.id, $0.name.replacing(" (ngành dọc)", with: "")) }
        #expect(configuration.organisation.units.count == named.count)
        for (id, name) in named {
            #expect(configuration.organisation.units[UnitID(rawValue: id)]?.name == name)
        }
    }
}

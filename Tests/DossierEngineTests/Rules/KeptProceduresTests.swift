import DossierDomain
import Synchronization
import Testing
import WorkingCalendar

@testable import DossierEngine

/// Versions of procedures that the database keeps, beside those of the configuration.
@Suite struct KeptProceduresTests {
    private static let code: ProcedureCode = "1.001612"

    private static func version(_ number: Int) -> ProcedureVersion { ProcedureVersion(code: code, version: number) }

    /// Versions 1 and 2 are kept, 3 is of the configuration; 2 can be damaged.
    private static func rules(_ shelf: Shelf) throws -> Rules {
        try TestRules.make(
            procedures: [Procedures.business(version: 3, from: "2025-07-01"), Procedures.birth()],
            kept: KeptProcedures([version(1), version(2), version(3)], reading: shelf.read)
        )
    }

    private static func shelf(isDamaged: Bool = false) throws -> Shelf {
        var versions = [version(1): try Procedures.business(version: 1)]
        if !isDamaged { versions[version(2)] = try Procedures.business(version: 2, from: "2022-07-01") }
        return Shelf(versions)
    }

    @Test("nothing is read for the version in force")
    func unread() throws {
        let shelf = try Self.shelf()
        let rules = try Self.rules(shelf)

        #expect(try rules.procedure(Self.code, on: date("2026-11-23"))?.version == 3)
        #expect(try rules.procedure(Self.version(3))?.version == 3)
        #expect(try rules.procedures(on: date("2026-11-23")).map(\.version) == [3, 1])
        #expect(rules.knows(Self.code))
        #expect(shelf.asked.isEmpty)
    }

    @Test("a version that a dossier keeps is read once, when the first asks for it")
    func once() throws {
        let shelf = try Self.shelf()
        let rules = try Self.rules(shelf)

        for _ in 1...3 {
            #expect(try rules.procedure(Self.version(1))?.version == 1)
            #expect(rules.legibleProcedure(Self.version(1))?.version == 1)
        }
        #expect(shelf.asked == [Self.version(1)])
        #expect(try rules.procedure(Self.version(4)) == nil)
        #expect(try rules.procedure(ProcedureVersion(code: "9.999999", version: 1)) == nil)
        #expect(shelf.asked == [Self.version(1)])
    }

    @Test(
        "an earlier date finds the version of that day, and reads no older one than it needs",
        arguments: [("2025-06-30", 2, [2]), ("2022-06-30", 1, [2, 1]), ("2021-12-31", nil, [2, 1])]
            as [(String, Int?, [Int])]
    )
    func earlier(day: String, number: Int?, read: [Int]) throws {
        let shelf = try Self.shelf()
        let rules = try Self.rules(shelf)

        #expect(try rules.procedure(Self.code, on: date(day))?.version == number)
        #expect(shelf.asked == read.map(Self.version))
    }

    @Test("the catalogue of an earlier date has the version of that day, and a search looks into its words")
    func catalogueEarlier() throws {
        let rules = try Self.rules(try Self.shelf())
        let day = try date("2025-06-30")

        let cases: [(String?, [Int])] = [(nil, [2, 1]), ("ho kinh doanh", [2]), ("khai sinh", [1]), ("zzz", [])]
        for (text, versions) in cases {
            let search = try ProcedureSearch(text: text, field: "mot cua lien thong", level: "HUYEN")
            let found = try rules.procedures(on: day, matching: search).map(\.version)
            #expect(found == versions)
        }
    }

    @Test("a procedure that the configuration has no more is not in the catalogue and is read only for its dossiers")
    func withdrawn() throws {
        let shelf = try Self.shelf()
        let rules = try TestRules.make(
            procedures: [Procedures.birth()],
            kept: KeptProcedures([Self.version(1), Self.version(2)], reading: shelf.read)
        )
        let day = try date("2026-11-23")

        let listed = try rules.procedures(on: day).map(\.code)
        #expect(listed == ["2.002621"])
        let sought = try rules.procedures(on: day, matching: ProcedureSearch(text: "zzz", field: nil, level: nil))
        #expect(sought.isEmpty)
        let asked = try rules.procedure(Self.code, on: day)
        #expect(asked == nil)
        #expect(throws: RequestRefusal.invalidFields([FieldError("procedureCode", .unknownProcedure)])) {
            try Intake(Drafts.business(), rules: rules, on: day)
        }
        #expect(rules.knows(Self.code))
        #expect(shelf.asked.isEmpty)

        let entered = try Intake(Drafts.business(), rules: rules, on: day, ofRegister: true)
        #expect(entered.procedure.version == 2)
        let kept = try rules.procedure(Self.version(1))
        #expect(kept?.version == 1)
        #expect(shelf.asked == [Self.version(2), Self.version(1)])
    }

    @Test("the catalogue is read in pages, in the order of codes")
    func pages() throws {
        let rules = try Self.rules(try Self.shelf())
        let day = try date("2026-11-23")

        #expect(try rules.procedures(on: day, limit: 1).map(\.code) == [Self.code])
        #expect(try rules.procedures(on: day, after: Self.code, limit: 1).map(\.code) == ["2.002621"])
        #expect(try rules.procedures(on: day, after: "2.002621", limit: 1).isEmpty)
    }

    @Test("a damaged version is told by whatever is decided by it; pages, notices and the catalogue do without it")
    func damaged() throws {
        let rules = try Self.rules(try Self.shelf(isDamaged: true))
        let day = try date("2025-06-30")

        let refusal = #expect(throws: StoreError.self) {
            try rules.context(
                for: Self.version(2),
                under: RegimeVersion(id: "2018", version: 1),
                actor: .timer,
                now: at("2025-06-30 10:20")
            )
        }
        #expect(refusal?.reason == "1.001612 version 2 is damaged")
        #expect(throws: StoreError.self) { try rules.procedure(Self.code, on: day) }
        #expect(throws: StoreError.self) { try Intake(Drafts.business(), rules: rules, on: day) }
        #expect(rules.legibleProcedure(Self.version(2)) == nil)
        let regime = RegimeVersion(id: "2018", version: 1)
        let ladder = try rules.legibleLadder(of: Self.version(2), under: regime)
        #expect(ladder == rules.regime(regime).ladder)
        #expect(try rules.procedures(on: day).map(\.code) == ["2.002621"])
        #expect(try rules.procedure(Self.version(1))?.version == 1)
    }

    @Test("that a version is damaged is found once; a store that could not be read is asked anew")
    func failures() throws {
        let cases: [(StoreError.Code, Int)] = [(.damaged, 1), (.unavailable, 3), (.busy, 3), (.corrupt, 3)]
        for (code, readings) in cases {
            let shelf = Shelf([:], failing: code)
            let kept = KeptProcedures([Self.version(2)], reading: shelf.read)
            for _ in 1...3 {
                let failure = #expect(throws: StoreError.self) { try kept.procedure(Self.version(2)) }
                #expect(failure?.code == code)
                #expect(failure?.reason == "1.001612 version 2 is damaged")
            }
            #expect(shelf.asked.count == readings)
        }
    }

    @Test("a store that cannot be read is told by notices too")
    func unavailable() throws {
        let rules = try Self.rules(Shelf([:], failing: .unavailable))
        let failure = #expect(throws: StoreError.self) {
            try rules.legibleLadder(of: Self.version(2), under: RegimeVersion(id: "2018", version: 1))
        }
        #expect(failure?.code == .unavailable)
    }

    @Test("only so many lie in memory; those that were needed last stay")
    func bound() throws {
        let numbers = Array(1...KeptProcedures.maximumInMemory + 1)
        let shelf = Shelf(
            Dictionary(
                uniqueKeysWithValues: try numbers.map { (Self.version($0), try Procedures.business(version: $0)) }
            )
        )
        let kept = KeptProcedures(numbers.map(Self.version), reading: shelf.read)
        for number in numbers { _ = try kept.procedure(Self.version(number)) }
        let first = shelf.asked.count

        _ = try kept.procedure(Self.version(numbers.count))
        #expect(shelf.asked.count == first)
        _ = try kept.procedure(Self.version(1))
        #expect(shelf.asked.count == first + 1)
    }
}

/// What is kept, and what of it was asked for, in order.
private final class Shelf: Sendable {
    private let versions: [ProcedureVersion: Procedure]
    private let failure: StoreError.Code
    private let readings = Mutex<[ProcedureVersion]>([])

    init(_ versions: [ProcedureVersion: Procedure], failing failure: StoreError.Code = .damaged) {
        self.versions = versions
        self.failure = failure
    }

    var asked: [ProcedureVersion] { readings.withLock { $0 } }

    var read: KeptProcedures.Reading {
        { [self] (version: ProcedureVersion) throws(StoreError) -> Procedure in
            readings.withLock { $0.append(version) }
            guard let found = versions[version] else {
                throw StoreError(failure, "\(version.code) version \(version.version) is damaged")
            }
            return found
        }
    }
}

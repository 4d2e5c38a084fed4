import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine

@Suite struct RulesTests {
    private static func versions() throws -> Rules {
        try TestRules.make(procedures: [
            Procedures.business(version: 2, from: "2022-07-01"), Procedures.birth(), Procedures.business(version: 1),
            Procedures.business(version: 3, from: "2025-07-01"),
        ])
    }

    @Test(
        "the version in force on a date is the latest that has begun",
        arguments: [
            ("2021-12-31", nil), ("2022-01-01", 1), ("2022-06-30", 1), ("2022-07-01", 2), ("2025-06-30", 2),
            ("2026-11-23", 3),
        ] as [(String, Int?)]
    )
    func inForce(day: String, version: Int?) throws {
        #expect(try Self.versions().procedure("1.001612", on: date(day))?.version == version)
    }

    @Test("a dossier finds the version that it keeps")
    func keptVersion() throws {
        let rules = try Self.versions()

        #expect(rules.procedure(ProcedureVersion(code: "1.001612", version: 1))?.version == 1)
        #expect(rules.procedure(ProcedureVersion(code: "1.001612", version: 4)) == nil)
    }

    @Test("the catalogue of a date has each procedure once, by code, without those that have not begun")
    func catalogue() throws {
        let rules = try Self.versions()

        #expect(try rules.procedures(on: date("2022-08-01")).map(\.code) == ["1.001612", "2.002621"])
        #expect(try rules.procedures(on: date("2022-08-01")).map(\.version) == [2, 1])
        #expect(try rules.procedures(on: date("2021-08-01")).isEmpty)
    }

    @Test(
        "a commune is known by its name or identifier, whatever accents, case and blanks",
        arguments: [
            ("Hà Lam", "ha-lam"), ("ha lam", "ha-lam"), ("HÀ  LAM ", "ha-lam"), ("ha-lam", "ha-lam"),
            ("Thị trấn Hà Lam", "ha-lam"), ("thi tran ha lam", "ha-lam"), ("Xã Bình Nguyên", "binh-nguyen"),
            ("Bi\u{300}nh Nguye\u{302}n", "binh-nguyen"), ("BINH DINH BAC", "binh-dinh-bac"),
            ("xã Bình Định Bắc", "binh-dinh-bac"),
        ]
    )
    func communes(typed: String, id: CommuneID) throws {
        #expect(try TestRules.make().commune(named: typed) == id)
    }

    @Test(
        "a commune of another district is not known",
        arguments: ["", " ", "Bình", "Hà Lam 2", "xã Hà Lam", "Tam Kỳ"]
    )
    func unknownCommunes(typed: String) throws {
        #expect(try TestRules.make().commune(named: typed) == nil)
    }

    @Test("a dossier whose procedure is not there is a damaged store, not a guess")
    func missingProcedure() throws {
        let rules = try TestRules.make()

        #expect {
            try rules.context(
                for: ProcedureVersion(code: "1.001612", version: 9),
                under: RegimeVersion(id: "2018", version: 1),
                actor: .timer,
                now: at("2022-01-05 10:20")
            )
        } throws: { error in
            (error as? StoreError)?.code == .damaged
        }
    }
}

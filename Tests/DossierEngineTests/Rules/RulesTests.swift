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

        #expect(try rules.procedure(ProcedureVersion(code: "1.001612", version: 1))?.version == 1)
        #expect(try rules.procedure(ProcedureVersion(code: "1.001612", version: 4)) == nil)
    }

    @Test("the catalogue of a date has each procedure once, by code, without those that have not begun")
    func catalogue() throws {
        let rules = try Self.versions()

        #expect(try rules.procedures(on: date("2022-08-01")).map(\.code) == ["1.001612", "2.002621"])
        #expect(try rules.procedures(on: date("2022-08-01")).map(\.version) == [2, 1])
        #expect(try rules.procedures(on: date("2021-08-01")).isEmpty)
    }

    /// Three packs, of which the settings name that of 2018.
    private static func packs(namedUntil last: String?) throws -> Rules {
        try TestRules.make(
            regime: TestRules.regime("2018", until: last),
            beside: [
                TestRules.regime("2025", from: "2025-07-01"),
                TestRules.regime("2026", from: "2026-01-01", until: "2026-06-30"),
            ]
        )
    }

    @Test(
        "the named regime serves while it is in force, else the one that began last",
        arguments: [
            // Before the first begins there is none.
            ("2025-06-30", "2018-06-20", nil), ("2025-06-30", "2018-06-21", "2018"),
            ("2025-06-30", "2025-06-30", "2018"), ("2025-06-30", "2025-07-01", "2025"),
            // Two of them overlap.
            ("2025-06-30", "2025-12-31", "2025"), ("2025-06-30", "2026-01-01", "2026"),
            ("2025-06-30", "2026-06-30", "2026"), ("2025-06-30", "2026-07-01", "2025"),
            // A gap of one day between the two.
            ("2025-06-29", "2025-06-29", "2018"), ("2025-06-29", "2025-06-30", nil),
            ("2025-06-29", "2025-07-01", "2025"),
            // Without an end it goes on for ever.
            (nil, "2018-06-20", nil), (nil, "2025-07-01", "2018"), (nil, "2026-03-01", "2018"),
        ] as [(String?, String, RegimeID?)]
    )
    func regimes(namedUntil last: String?, day: String, id: RegimeID?) throws {
        #expect(try Self.packs(namedUntil: last).regime(on: date(day))?.id == id)
    }

    @Test("an older version of a regime is found by the dossiers that keep it and takes no new ones")
    func keptRegime() throws {
        let newer = try TestRules.regime(version: 2, until: "2025-06-30")
        let rules = try TestRules.make(regime: newer, older: [TestRules.regime(version: 1)])

        #expect(rules.regime(RegimeVersion(id: "2018", version: 1)).version == 1)
        #expect(try rules.regime(on: date("2025-06-30"))?.version == 2)
        #expect(try rules.regime(on: date("2025-07-01"))?.version == nil)
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
        #expect(try TestRules.make().places.commune(named: typed) == id)
    }

    @Test(
        "a commune of another district is not known",
        arguments: ["", " ", "Bình", "Hà Lam 2", "xã Hà Lam", "Tam Kỳ"]
    )
    func unknownCommunes(typed: String) throws {
        let rules = try TestRules.make()
        #expect(throws: UnclearCommune.unknown) { try rules.places.commune(named: typed) }
    }

    @Test(
        "of communes with one name none is guessed: the identifier, the kind or the accents tell which is meant",
        arguments: [
            ("Tân Lập", nil), ("tan lap", nil), ("xa tan lap", nil), ("tan-lap", "tan-lap"), ("TAN-LAP-2", "tan-lap-2"),
            ("phường Tân Lập", "tan-lap-2"), ("phuong tan lap", "tan-lap-2"), ("Tấn Lập", "tan-lap-3"),
            ("xã Tân Lập", "tan-lap"), ("xã Tấn Lập", "tan-lap-3"),
        ] as [(String, CommuneID?)]
    )
    func namesakes(typed: String, id: CommuneID?) throws {
        let rules = try TestRules.make()
        let shipped = rules.organisation
        let namesakes = [
            ("tan-lap", "Tân Lập", "xã"), ("tan-lap-2", "Tân Lập", "phường"), ("tan-lap-3", "Tấn Lập", "xã"),
        ].map { Commune(id: CommuneID(rawValue: $0), name: $1, kind: $2, identifierCode: $0) }
        let organisation = try Organisation(
            version: 2,
            name: shipped.name,
            shortName: shipped.shortName,
            agencies: Array(shipped.agencies.values),
            units: Array(shipped.units.values),
            communes: shipped.communes + namesakes,
            defaultCommune: shipped.defaultCommune,
            districtDesk: shipped.districtDesk
        )
        let serving = rules.serving(organisation)
        if let id {
            #expect(try serving.places.commune(named: typed) == id)
        } else {
            #expect(throws: UnclearCommune.ambiguous) { try serving.places.commune(named: typed) }
        }
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

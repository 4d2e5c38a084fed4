import DossierDomain
import Testing
import WorkingCalendar

/// Procedures shaped like those of the shipped catalogue.
enum Procedures {
    /// 1.001612, setting up a household business: desk, finance, tax, finance, desk; 3 working days.
    static func business(mode: SupplementMode = .pause) throws -> Procedure {
        try make(
            "1.001612",
            .workingDays(3),
            mode,
            chain(
                ("intake", "BPMC-H", 2),
                ("appraise", "TCKH", 8),
                ("tax-code", "THUE", 6),
                ("sign", "TCKH", 6),
                ("hand-over", "BPMC-H", 2)
            )
        )
    }

    /// 2.002621, birth with residence and insurance: two agencies side by side; 3 working days.
    static func birth() throws -> Procedure {
        try make(
            "2.002621",
            .workingDays(3),
            .pause,
            [
                step("intake", "BPMC-X", 1, .all(["register"])),
                step("register", "TPHT-X", 7, .all(["residence", "insurance"])),
                step("residence", "CA", 12, .all(["hand-over"])),
                step("insurance", "BHXH", 12, .all(["hand-over"])),
                step("hand-over", "BPMC-X", 4, .end),
            ]
        )
    }

    /// 2.000889, transfer of land use rights: the clock stands still while the citizen pays; 10 working days.
    static func land() throws -> Procedure {
        try make(
            "2.000889",
            .workingDays(10),
            .pause,
            chain(
                ("intake", "BPMC-H", 4),
                ("verify", "CNVPDK", 24),
                ("transfer", "CNVPDK", 4),
                ("tax", "THUE", 24),
                ("pay", nil, 0),
                ("print", "CNVPDK", 16),
                ("sign", "CNVPDK", 6),
                ("hand-over", "BPMC-H", 2)
            )
        )
    }

    /// Land again, with the site survey beside the tax branch; its payment lies in the middle of that branch.
    static func landWithSurvey() throws -> Procedure {
        try make(
            "2.000889",
            .workingDays(10),
            .pause,
            [
                step("intake", "BPMC-H", 4, .all(["tax", "survey"])),
                step("tax", "THUE", 8, .all(["pay"])),
                step("pay", nil, 0, .all(["print"])),
                step("print", "CNVPDK", 8, .all(["sign"])),
                step("survey", "TNMT", 24, .all(["sign"])),
                step("sign", "CNVPDK", 6, .all(["hand-over"])),
                step("hand-over", "BPMC-H", 2, .end),
            ]
        )
    }

    /// A permit that is granted, or denied with a notice and without signature and seal; 5 working days.
    static func permit() throws -> Procedure {
        try make(
            "1.009994",
            .workingDays(5),
            .pause,
            [
                step(
                    "intake",
                    "BPMC-H",
                    2,
                    .all(["appraise"])
                ),
                step(
                    "appraise",
                    "KTHT",
                    8,
                    .byOutcome([
                        OutcomeBranch(outcome: "approved", steps: ["sign"]),
                        OutcomeBranch(outcome: "denied", steps: ["notice"]),
                    ])
                ),
                step("sign", "CT-H", 8, .all(["seal"])),
                step("seal", "VP", 4, .all(["hand-over"])),
                step("notice", "KTHT", 4, .all(["hand-over"])),
                step("hand-over", "BPMC-H", 2, .end),
            ]
        )
    }

    static func make(_ code: ProcedureCode, _ limit: Limit, _ mode: SupplementMode, _ steps: [Step]) throws -> Procedure
    {
        try make(limit, Route(steps: steps), code, mode)
    }

    static func make(
        _ limit: Limit,
        _ route: Route,
        _ code: ProcedureCode = "1.000001",
        _ mode: SupplementMode = .pause
    ) throws -> Procedure {
        Procedure(
            code: code,
            version: 1,
            effectiveFrom: try date("2022-01-01"),
            name: "Thủ tục \(code)",
            field: "Hộ kinh doanh",
            level: "huyện",
            limit: limit,
            supplementMode: mode,
            isInterlinked: true,
            fee: "100.000 đ",
            documents: [],
            route: route
        )
    }

    /// One step; a unit of nil is the citizen.
    static func step(
        _ id: StepID,
        _ unit: UnitID?,
        _ hours: Int,
        _ next: NextSteps,
        apart: [StepID] = [],
        exempt: Set<Role> = []
    ) -> Step {
        Step(
            id: id,
            name: "Bước \(id)",
            performer: unit.map(StepPerformer.unit) ?? .citizen,
            workingTime: .hours(hours),
            next: next,
            separation: apart.isEmpty ? nil : Separation(from: apart, exempt: exempt)
        )
    }

    /// Steps one after the other.
    static func chain(_ links: (id: StepID, unit: UnitID?, hours: Int)...) -> [Step] {
        links.enumerated().map { index, link in
            let next = index + 1 < links.count ? NextSteps.all([links[index + 1].id]) : .end
            return step(link.id, link.unit, link.hours, next)
        }
    }
}

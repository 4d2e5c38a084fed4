import DossierDomain
import WorkingCalendar

/// Procedures shaped like those of the shipped catalogue, each with one thing that the others lack.
enum Procedures {
    /// 1.001612, setting up a household business: desk, finance, tax, finance, desk; 3 working days.
    static func business(version: Int = 1, from first: String = "2022-01-01") throws -> Procedure {
        try make(
            "1.001612",
            "Đăng ký thành lập hộ kinh doanh",
            version: version,
            from: first,
            .workingDays(3),
            [
                step("intake", "BPMC-H", 2, .all(["appraise"])),
                step("appraise", "TCKH", 8, .all(["tax-code"])),
                step("tax-code", "THUE", 6, .all(["sign"])),
                step("sign", "TCKH", 6, .all(["hand-over"])),
                step("hand-over", "BPMC-H", 2, .end),
            ]
        )
    }

    /// 2.002621, birth with residence: two agencies side by side, all but one of them in a commune; 3 working days.
    static func birth() throws -> Procedure {
        try make(
            "2.002621",
            "Liên thông khai sinh, cư trú",
            .workingDays(3),
            [
                step("intake", "BPMC-X", 1, .all(["register", "residence"])),
                step("register", "TPHT-X", 7, .all(["hand-over"])),
                step("residence", "CA", 12, .all(["hand-over"])),
                step("hand-over", "BPMC-X", 4, .end),
            ]
        )
    }

    /// A transfer of land use rights, cut short: the clock stands still while the citizen pays; 5 working days.
    static func land() throws -> Procedure {
        try make(
            "2.000889",
            "Chuyển nhượng quyền sử dụng đất",
            .workingDays(5),
            [
                step("intake", "BPMC-H", 2, .all(["tax"])),
                step("tax", "THUE", 8, .all(["pay"])),
                step("pay", nil, 0, .all(["print"])),
                step("print", "TCKH", 8, .all(["hand-over"])),
                step("hand-over", "BPMC-H", 2, .end),
            ]
        )
    }

    /// A permit that is granted, or denied with a notice; a supplement begins its term anew; 5 working days.
    static func permit() throws -> Procedure {
        try make(
            "1.009994",
            "Cấp giấy phép xây dựng nhà ở riêng lẻ",
            mode: .restart,
            .workingDays(5),
            [
                step("intake", "BPMC-H", 2, .all(["appraise"])),
                step(
                    "appraise",
                    "TCKH",
                    8,
                    .byOutcome([
                        OutcomeBranch(outcome: "approved", steps: ["sign"]),
                        OutcomeBranch(outcome: "denied", steps: ["notice"]),
                    ])
                ),
                step("sign", "TP", 8, .all(["hand-over"])),
                step("notice", "TCKH", 4, .all(["hand-over"])),
                step("hand-over", "BPMC-H", 2, .end),
            ]
        )
    }

    static func all() throws -> [Procedure] { [try business(), try birth(), try land(), try permit()] }

    private static func make(
        _ code: ProcedureCode,
        _ name: String,
        version: Int = 1,
        from first: String = "2022-01-01",
        mode: SupplementMode = .pause,
        _ limit: Limit,
        _ steps: [Step]
    ) throws -> Procedure {
        Procedure(
            code: code,
            version: version,
            effectiveFrom: try date(first),
            name: name,
            field: "Một cửa liên thông",
            level: "huyện",
            limit: limit,
            supplementMode: mode,
            isInterlinked: true,
            fee: "100.000 đ",
            documents: [],
            route: try Route(steps: steps)
        )
    }

    /// One step; a unit of nil is the citizen.
    private static func step(_ id: StepID, _ unit: UnitID?, _ hours: Int, _ next: NextSteps) -> Step {
        Step(
            id: id,
            name: "Bước \(id)",
            performer: unit.map(StepPerformer.unit) ?? .citizen,
            workingTime: .hours(hours),
            next: next
        )
    }
}

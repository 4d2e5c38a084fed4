import DossierDomain
import Testing
import WorkingCalendar

/// The district of these tests: a small Thăng Bình of 2022 with a desk, offices of its own and two other agencies.
struct District: Sendable {
    let organisation: Organisation
    let calendars: [AgencyID: WorkingCalendar]

    /// The one district that all tests share; it is never changed.
    static func shared() throws -> District { try made.get() }

    private static let made = Result { try District() }

    private init() throws {
        let standard = try Self.officeHours("07:30-11:30", "13:00-17:00")
        let tax = try Self.officeHours("07:00-11:30", "13:30-17:00")
        let hours: [(AgencyID, OfficeHours)] = [
            ("UBND-H", standard), ("UBND-X", standard), ("CA", standard), ("THUE", tax),
        ]
        organisation = try Organisation(
            version: 1,
            name: "Huyện Thăng Bình",
            shortName: "UBND huyen Thang Binh",
            agencies: hours.map { id, officeHours in
                Agency(
                    id: id,
                    name: "Cơ quan \(id)",
                    identifierCode: id == "UBND-H" ? "000.00.15.H47" : nil,
                    officeHours: officeHours,
                    receivingHours: nil,
                    isVertical: ["CA", "THUE"].contains(id)
                )
            },
            units: Self.units,
            communes: [
                Commune(id: "ha-lam", name: "Hà Lam", kind: "thị trấn", identifierCode: "000.01.15.H47"),
                Commune(id: "binh-nguyen", name: "Bình Nguyên", kind: "xã", identifierCode: "000.02.15.H47"),
                Commune(id: "binh-dinh-bac", name: "Bình Định Bắc", kind: "xã", identifierCode: "000.03.15.H47"),
            ],
            defaultCommune: "ha-lam",
            districtDesk: "BPMC-H"
        )
        let daysOff = try PublicCalendar(
            years: 2022...2022,
            closures: [
                // domain.md §1.7: Tết 2022 with its weekends.
                #require(Closure(name: "Tết Nguyên Đán", first: date("2022-01-29"), last: date("2022-02-06")))
            ]
        )
        calendars = try Dictionary(uniqueKeysWithValues: hours)
            .mapValues { try WorkingCalendar(publicCalendar: daysOff, officeHours: $0) }
    }

    private static let units: [Unit] = [
        unit("BPMC-H", "Bộ phận TN&TKQ huyện", "UBND-H", isDesk: true),
        unit("TCKH", "Phòng Tài chính - Kế hoạch", "UBND-H"),
        unit("TP", "Phòng Tư pháp", "UBND-H"),
        unit("BPMC-X", "Bộ phận TN&TKQ", "UBND-X", isDesk: true),
        unit("TPHT-X", "Công chức Tư pháp - Hộ tịch", "UBND-X"),
        unit("THUE", "Chi cục Thuế khu vực", "THUE"),
        unit("CA", "Công an huyện", "CA"),
    ]

    private static func unit(_ id: UnitID, _ name: String, _ agency: AgencyID, isDesk: Bool = false) -> Unit {
        Unit(id: id, name: name, agency: agency, isDesk: isDesk, isPerCommune: id.rawValue.hasSuffix("-X"))
    }

    private static func officeHours(_ sittings: String...) throws -> OfficeHours {
        let intervals = try sittings.map { sitting in
            let ends = sitting.split(separator: "-").map(String.init)
            let opens = try #require(TimeOfDay(text: ends[0]))
            let closes = try #require(TimeOfDay(text: ends[1]))
            return try #require(OfficeInterval(opens: opens, closes: closes))
        }
        let week: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
        return try OfficeHours(weekly: Dictionary(uniqueKeysWithValues: week.map { ($0, intervals) }))
    }
}

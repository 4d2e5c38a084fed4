import DossierDomain
import Testing
import WorkingCalendar

/// The district of these tests: Thăng Bình in 2022 and 2023, with the units of the shipped catalogue.
struct District: Sendable {
    let organisation: Organisation
    let calendars: [AgencyID: WorkingCalendar]

    /// The one district that all tests share; it is never changed.
    static func shared() throws -> District { try made.get() }

    private static let made = Result { try District() }

    private init() throws {
        let standard = try Self.officeHours("07:30-11:30", "13:00-17:00")
        // The tax office keeps the same 8 hours, but begins earlier and rests longer at noon.
        let tax = try Self.officeHours("07:00-11:30", "13:30-17:00")
        let hours: [AgencyID: OfficeHours] = [
            "UBND-H": standard, "UBND-X": standard, "CNVPDK": standard, "THUE": tax, "BHXH": standard, "CA": standard,
            "STNMT": standard,
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
                    isVertical: !["UBND-H", "UBND-X"].contains(id)
                )
            },
            units: Self.units,
            communes: [
                Commune(id: "ha-lam", name: "Hà Lam", kind: "thị trấn", identifierCode: "000.01.15.H47"),
                Commune(id: "binh-nguyen", name: "Bình Nguyên", kind: "xã", identifierCode: "000.02.15.H47"),
            ],
            defaultCommune: "ha-lam",
            districtDesk: "BPMC-H"
        )
        let daysOff = try Self.daysOff()
        calendars = try hours.mapValues { try WorkingCalendar(publicCalendar: daysOff, officeHours: $0) }
    }

    /// The calendar of the district's own offices.
    func calendar() throws -> WorkingCalendar { try #require(calendars["UBND-H"]) }

    private static let units: [Unit] = [
        unit("BPMC-H", "Bộ phận TN&TKQ huyện", "UBND-H", isDesk: true),
        unit("VP", "Văn phòng HĐND&UBND huyện", "UBND-H"),
        unit("CT-H", "Chủ tịch UBND huyện", "UBND-H"),
        unit("TP", "Phòng Tư pháp", "UBND-H"),
        unit("TCKH", "Phòng Tài chính - Kế hoạch", "UBND-H"),
        unit("KTHT", "Phòng Kinh tế và Hạ tầng", "UBND-H"),
        unit("TNMT", "Phòng Tài nguyên và Môi trường", "UBND-H"),
        unit("LDTBXH", "Phòng Lao động - TB&XH", "UBND-H"),
        unit("BPMC-X", "Bộ phận TN&TKQ", "UBND-X", isDesk: true),
        unit("TPHT-X", "Công chức Tư pháp - Hộ tịch", "UBND-X"),
        unit("LDXH-X", "Công chức LĐ-TB&XH", "UBND-X"),
        unit("CT-X", "Chủ tịch UBND xã", "UBND-X"),
        unit("CNVPDK", "Chi nhánh Văn phòng đăng ký đất đai", "CNVPDK"),
        unit("THUE", "Chi cục Thuế khu vực", "THUE"),
        unit("BHXH", "BHXH huyện", "BHXH"),
        unit("CA", "Công an huyện", "CA"),
        unit("STNMT", "Sở Tài nguyên và Môi trường", "STNMT"),
    ]

    private static func unit(_ id: UnitID, _ name: String, _ agency: AgencyID, isDesk: Bool = false) -> Unit {
        Unit(id: id, name: name, agency: agency, isDesk: isDesk, isPerCommune: id.rawValue.hasSuffix("-X"))
    }

    /// The days off of 2022 and of early 2023 (domain.md §1.7), each with its weekends.
    private static func daysOff() throws -> PublicCalendar {
        let closures = [
            ("Tết Dương lịch", "2022-01-01", "2022-01-03"), ("Tết Nguyên Đán", "2022-01-29", "2022-02-06"),
            ("Giỗ Tổ Hùng Vương", "2022-04-09", "2022-04-11"), ("30/4 và 1/5", "2022-04-30", "2022-05-03"),
            ("Quốc khánh", "2022-09-01", "2022-09-04"), ("Tết Dương lịch", "2022-12-31", "2023-01-02"),
            ("Tết Nguyên Đán", "2023-01-20", "2023-01-26"),
        ]
        return try PublicCalendar(
            years: 2022...2023,
            closures: closures.map { name, first, last in
                try #require(Closure(name: name, first: date(first), last: date(last)))
            }
        )
    }

    static func officeHours(_ sessions: String...) throws -> OfficeHours {
        let intervals = try sessions.map { session in
            let ends = session.split(separator: "-").map(String.init)
            let opens = try #require(TimeOfDay(text: ends[0]))
            let closes = try #require(TimeOfDay(text: ends[1]))
            return try #require(OfficeInterval(opens: opens, closes: closes))
        }
        let week: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
        return try OfficeHours(weekly: Dictionary(uniqueKeysWithValues: week.map { ($0, intervals) }))
    }
}

/// Reads a local date and time such as `2022-01-05 10:20` or `2022-01-05 10:20:30`, Vietnam's zone.
func at(_ text: String) throws -> Instant {
    let parts = text.split(separator: " ")
    return try #require(Instant(iso8601: "\(parts[0])T\(parts[1])+07:00"))
}

/// Reads a date such as `2022-01-05`.
func date(_ text: String) throws -> LocalDate {
    try #require(LocalDate(iso8601: text))
}

/// Writes an instant as the tables of these tests do: `2022-01-05 10:20`, with seconds only where there are some.
func local(_ instant: Instant?) -> String {
    guard let instant else { return "–" }
    let clock = LocalDateTime(instant)
    return "\(clock.date.iso8601) \(clock.time.text)"
}

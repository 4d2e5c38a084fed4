import Testing
import WorkingCalendar

/// The hours and days off of a district in 2022 to 2026, as its clerks would write them down.
enum DistrictOffice {
    /// 07:30-11:30 and 13:00-17:00, Monday to Friday.
    static func calendar(halfDays: [HalfDay] = []) throws -> WorkingCalendar {
        try WorkingCalendar(
            publicCalendar: daysOff(halfDays: halfDays),
            officeHours: weekdays(["07:30-11:30", "13:00-17:00"])
        )
    }

    /// The tax office: 07:00-11:30 and 13:30-17:00, Monday to Friday.
    static func taxCalendar() throws -> WorkingCalendar {
        try WorkingCalendar(publicCalendar: daysOff(), officeHours: weekdays(["07:00-11:30", "13:30-17:00"]))
    }

    static func weekdays(_ texts: [String]) throws -> OfficeHours {
        let intervals = try texts.map(interval)
        let week: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
        return try OfficeHours(weekly: Dictionary(uniqueKeysWithValues: week.map { ($0, intervals) }))
    }

    /// Days off as announced, weekends included; swaps of 2024, 2025 and 2026 with their make-up Saturdays.
    static func daysOff(halfDays: [HalfDay] = []) throws -> PublicCalendar {
        let closures = [
            ("Tết Dương lịch", "2022-01-01", "2022-01-03"),
            ("Tết Nguyên Đán", "2022-01-29", "2022-02-06"),
            ("Giỗ Tổ Hùng Vương", "2022-04-09", "2022-04-11"),
            ("30/4 và 1/5", "2022-04-30", "2022-05-03"),
            ("Quốc khánh", "2022-09-01", "2022-09-04"),
            ("Tết Dương lịch", "2022-12-31", "2023-01-02"),
            ("Tết Nguyên Đán", "2023-01-20", "2023-01-26"),
            ("Giỗ Tổ, 30/4 và 1/5", "2023-04-29", "2023-05-03"),
            ("Quốc khánh", "2023-09-01", "2023-09-04"),
            ("Tết Dương lịch", "2024-01-01", "2024-01-01"),
            ("Tết Nguyên Đán", "2024-02-08", "2024-02-14"),
            ("Giỗ Tổ Hùng Vương", "2024-04-18", "2024-04-18"),
            ("30/4 và 1/5", "2024-04-27", "2024-05-01"),
            ("Quốc khánh", "2024-08-31", "2024-09-03"),
            ("Tết Dương lịch", "2025-01-01", "2025-01-01"),
            ("Tết Nguyên Đán", "2025-01-25", "2025-02-02"),
            ("Giỗ Tổ Hùng Vương", "2025-04-07", "2025-04-07"),
            ("30/4 và 1/5", "2025-04-30", "2025-05-04"),
            ("Quốc khánh", "2025-08-30", "2025-09-02"),
            ("Tết Dương lịch", "2026-01-01", "2026-01-04"),
            ("Tết Nguyên Đán", "2026-02-14", "2026-02-22"),
            ("Giỗ Tổ Hùng Vương", "2026-04-25", "2026-04-27"),
            ("30/4 và 1/5", "2026-04-30", "2026-05-03"),
            ("Quốc khánh", "2026-08-29", "2026-09-02"),
            ("Ngày Văn hóa Việt Nam", "2026-11-24", "2026-11-24"),
        ]
        let makeUpDays = ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"]
        return try PublicCalendar(
            years: 2022...2026,
            closures: closures.map { try closure($0.0, $0.1, $0.2) },
            makeUpDays: Set(makeUpDays.map(date)),
            halfDays: halfDays
        )
    }

    static func closure(_ name: String, _ first: String, _ last: String) throws -> Closure {
        try #require(Closure(name: name, first: date(first), last: date(last)))
    }

    static func interval(_ text: String) throws -> OfficeInterval {
        let ends = text.split(separator: "-").map(String.init)
        let opens = try #require(TimeOfDay(text: ends[0]))
        let closes = try #require(TimeOfDay(text: ends[1]))
        return try #require(OfficeInterval(opens: opens, closes: closes))
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
func local(_ instant: Instant) -> String {
    let clock = LocalDateTime(instant)
    return "\(clock.date.iso8601) \(clock.time.text)"
}

/// An amount of working time in seconds.
func seconds(_ count: Int64) throws -> WorkingTime {
    try #require(WorkingTime(seconds: count))
}

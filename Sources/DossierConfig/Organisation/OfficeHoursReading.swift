import WorkingCalendar

/// Reads a weekly table of hours (bảng giờ làm việc), such as `monday: ["07:30-11:30", "13:00-17:00"]`.
enum OfficeHoursReading {
    private static let weekdays: [String: Weekday] = [
        "monday": .monday, "tuesday": .tuesday, "wednesday": .wednesday, "thursday": .thursday, "friday": .friday,
        "saturday": .saturday, "sunday": .sunday,
    ]

    /// Reads a table; a weekday that is left out is closed.
    static func hours(from table: ConfigCursor) throws(ConfigurationDefect) -> OfficeHours {
        var weekly: [Weekday: [OfficeInterval]] = [:]
        for (name, day) in table.entries {
            guard let weekday = weekdays[name] else {
                throw day.defect("There is no weekday \(name).", "Không có thứ \(name).")
            }
            var intervals: [OfficeInterval] = []
            for element in day.elements { intervals.append(try interval(from: element)) }
            weekly[weekday] = intervals
        }
        do {
            return try OfficeHours(weekly: weekly)
        } catch {
            throw table.defect("Two stretches of one day overlap.", "Hai buổi trong một ngày chồng lên nhau.")
        }
    }

    /// Reads one stretch, written `"07:30-11:30"`.
    static func interval(from cursor: ConfigCursor) throws(ConfigurationDefect) -> OfficeInterval {
        let parts = (cursor.node.text ?? "").split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard
            parts.count == 2, let opens = TimeOfDay(text: parts[0]), let closes = TimeOfDay(text: parts[1]),
            let interval = OfficeInterval(opens: opens, closes: closes)
        else {
            throw cursor.defect(
                "Expected hours written HH:MM-HH:MM that end after they begin.",
                "Cần khoảng giờ dạng GIỜ:PHÚT-GIỜ:PHÚT, kết thúc sau khi bắt đầu."
            )
        }
        return interval
    }
}

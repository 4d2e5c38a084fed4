import WorkingCalendar

/// Reads a weekly table of hours (bảng giờ làm việc), such as `monday: ["07:30-11:30", "13:00-17:00"]`.
enum OfficeHoursReading {
    private static let weekdays: [String: Weekday] = [
        "monday": .monday, "tuesday": .tuesday, "wednesday": .wednesday, "thursday": .thursday, "friday": .friday,
        "saturday": .saturday, "sunday": .sunday,
    ]

    /// Reads the named tables of an organisation, each with what it becomes from a day on (đổi giờ làm việc theo mùa).
    ///
    /// Mistakes are noted; a table that has one is left out.
    static func tables(of root: ConfigCursor, log: DefectLog) -> [String: OfficeHours] {
        var tables: [String: OfficeHours] = [:]
        for (name, table) in root["hours"]?.entries ?? [] {
            tables[name] = log.collect { () throws(ConfigurationDefect) in try hours(from: table) }
        }
        let changes = log.collect(root["hourChanges"]?.elements ?? []) { cursor throws(ConfigurationDefect) in
            HoursChange(
                first: try cursor.date("from"),
                table: try name("table", of: cursor, in: root),
                becomes: try name("becomes", of: cursor, in: root),
                cursor: cursor
            )
        }
        var changed = tables
        var last: HoursChange?
        for change in changes.sorted(by: { ($0.table, $0.first) < ($1.table, $1.first) }) {
            if let last, last.table == change.table, last.first == change.first {
                log.add(
                    change.cursor.defect("This table changes twice on that day.", "Bảng giờ đổi hai lần cùng ngày.")
                )
            }
            last = change
            guard let later = tables[change.becomes], let before = changed[change.table] else { continue }
            let after = before.becoming(later, from: change.first)
            if after == before {
                log.add(change.cursor.defect("This changes nothing.", "Thay đổi này không làm giờ nào khác đi."))
            }
            changed[change.table] = after
        }
        return changed
    }

    /// One change of a table.
    private struct HoursChange {
        let first: LocalDate
        let table: String
        let becomes: String
        let cursor: ConfigCursor
    }

    private static func name(
        _ key: String,
        of cursor: ConfigCursor,
        in root: ConfigCursor
    ) throws(ConfigurationDefect) -> String {
        let name = try cursor.text(key)
        guard root["hours"]?[name] != nil else {
            throw try cursor.required(key).defect("There are no hours named \(name).", "Không có bảng giờ \(name).")
        }
        return name
    }

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

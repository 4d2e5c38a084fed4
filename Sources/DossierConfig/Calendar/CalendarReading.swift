import WorkingCalendar

/// Reads `calendars/<name>.yaml` (lịch nghỉ) into the public calendar of its years.
struct CalendarReading {
    private let root: ConfigCursor
    private let log: DefectLog
    private let years: ClosedRange<Int>

    /// Reads a file whose schema has been checked; nil if it has mistakes, which are then noted.
    static func calendar(from root: ConfigCursor, log: DefectLog) -> PublicCalendar? {
        let years = log.collect { () throws(ConfigurationDefect) in try Self.years(of: root) }
        return years.flatMap { CalendarReading(root: root, log: log, years: $0).calendar() }
    }

    /// Reads a file as ``calendar(from:log:)`` does, and refuses one by which days off would be worked unnoticed:
    /// without those of Tết of one of its years, which follow from no rule, or with a rule for no year at all.
    ///
    /// Dossiers are counted by a stored calendar as it is, so that one is read without this.
    /// Source: domain.md §1.7: a year whose days off are not known must not count Tết as working days.
    static func declared(in root: ConfigCursor, log: DefectLog) -> PublicCalendar? {
        guard let read = Self.calendar(from: root, log: log) else { return nil }
        for rule in root["fixedHolidays"]?.elements ?? [] {
            guard let first = rule["fromYear"]?.node.integer, let until = rule["untilYear"],
                let last = until.node.integer, last < first
            else { continue }
            log.add(until.defect("The holiday ends before it begins.", "Năm cuối của ngày lễ trước năm đầu."))
            return nil
        }
        guard let year = read.years.first(where: { !hasTet(read, in: $0) }) else { return read }
        let years = root["years"] ?? root
        log.add(
            (years["until"] ?? years).defect(
                "The days off of Tết Nguyên Đán \(year) are missing among the closures; add them when they are "
                    + "announced, and let the years end before until then.",
                "Thiếu các ngày nghỉ Tết Nguyên Đán \(year) trong closures; hãy thêm khi có thông báo, trước đó để các "
                    + "năm kết thúc sớm hơn."
            )
        )
        return nil
    }

    /// Whether five days or more are off around the time in which a lunar year begins, when no other holiday falls.
    private static func hasTet(_ calendar: PublicCalendar, in year: Int) -> Bool {
        guard let first = LocalDate(year: year, month: 1, day: 20) else { return false }
        return (0...35).count { calendar.isClosed(first.adding(days: $0)) } >= 5
    }

    private static func years(of root: ConfigCursor) throws(ConfigurationDefect) -> ClosedRange<Int> {
        let years = try root.required("years")
        let (first, last) = (try years.integer("from"), try years.integer("until"))
        guard first <= last else {
            throw years.defect("The years end before they begin.", "Năm cuối trước năm đầu.")
        }
        return first...last
    }

    private func calendar() -> PublicCalendar? {
        let known = log.defects.count
        let holidays = fixedHolidays() + log.collect(list("datedHolidays"), datedHoliday)
        let decided = log.collect(list("closures"), closure)
        let swaps = log.collect(list("makeUpDays"), makeUpDay)
        let halfDays = log.collect(list("halfDays"), halfDay)
        let makeUpDays = Set(swaps)
        let closures = HolidayExpansion.closures(
            holidays: holidays,
            closures: decided,
            makeUpDays: makeUpDays,
            years: years
        )
        checkMakeUpDays(against: closures)
        guard log.defects.count == known else { return nil }
        return log.collect { () throws(ConfigurationDefect) in
            do {
                return try PublicCalendar(years: years, closures: closures, makeUpDays: makeUpDays, halfDays: halfDays)
            } catch {
                throw root.defect("The calendar contradicts itself: \(error).", "Lịch nghỉ mâu thuẫn.")
            }
        }
    }

    private func list(_ key: String) -> [ConfigCursor] {
        root[key]?.elements ?? []
    }

    private func fixedHolidays() -> [HolidayExpansion.Holiday] {
        log.collect(list("fixedHolidays"), fixedHoliday).flatMap { $0 }
    }

    /// Reads a rule such as `04-30` and gives its day in each year; 29 February only in leap years.
    private func fixedHoliday(_ cursor: ConfigCursor) throws(ConfigurationDefect) -> [HolidayExpansion.Holiday] {
        let name = try cursor.text("name")
        let text = try cursor.text("date")
        let parts = text.split(separator: "-").compactMap { Int($0) }
        // 2024 is a leap year and so has every day there is.
        guard parts.count == 2, LocalDate(year: 2024, month: parts[0], day: parts[1]) != nil else {
            throw try cursor.required("date").defect("No year has a day \(text).", "Không năm nào có ngày \(text).")
        }
        let first = cursor["fromYear"]?.node.integer ?? years.lowerBound
        let last = cursor["untilYear"]?.node.integer ?? years.upperBound
        return years.filter { first <= $0 && $0 <= last }.compactMap { year in
            LocalDate(year: year, month: parts[0], day: parts[1]).map { .init(name: name, date: $0) }
        }
    }

    private func datedHoliday(_ cursor: ConfigCursor) throws(ConfigurationDefect) -> HolidayExpansion.Holiday {
        HolidayExpansion.Holiday(name: try cursor.text("name"), date: try date("date", of: cursor))
    }

    private func closure(_ cursor: ConfigCursor) throws(ConfigurationDefect) -> Closure {
        let (first, last) = (try date("first", of: cursor), try date("last", of: cursor))
        guard let closure = Closure(name: try cursor.text("name"), first: first, last: last) else {
            throw try cursor.required("last").defect("The closure ends before it begins.", "Ngày cuối trước ngày đầu.")
        }
        guard last.dayNumber - first.dayNumber < Self.longestClosureInDays else {
            throw try cursor.required("last").defect(
                "The closure is longer than \(Self.longestClosureInDays) days.",
                "Kỳ nghỉ dài hơn \(Self.longestClosureInDays) ngày."
            )
        }
        return closure
    }

    /// The longest stretch of days off that is believed; a longer one is a slip in the year or month.
    private static let longestClosureInDays = 31

    private func makeUpDay(_ cursor: ConfigCursor) throws(ConfigurationDefect) -> LocalDate {
        let date = try date("date", of: cursor)
        guard date.weekday == .saturday || date.weekday == .sunday else {
            throw try cursor.required("date").defect(
                "The day \(date.iso8601) is worked anyway; a make-up day is a Saturday or Sunday.",
                "Ngày \(date.iso8601) vốn là ngày làm việc; ngày làm bù phải là thứ Bảy hoặc Chủ nhật."
            )
        }
        return date
    }

    private func halfDay(_ cursor: ConfigCursor) throws(ConfigurationDefect) -> HalfDay {
        let window = try OfficeHoursReading.interval(from: try cursor.required("open"))
        return HalfDay(date: try date("date", of: cursor), open: window)
    }

    private func date(_ key: String, of cursor: ConfigCursor) throws(ConfigurationDefect) -> LocalDate {
        let date = try cursor.date(key)
        guard years.contains(date.year) else {
            throw try cursor.required(key).defect(
                "The date \(date.iso8601) lies outside the years of this calendar.",
                "Ngày \(date.iso8601) nằm ngoài các năm của lịch này."
            )
        }
        return date
    }

    /// A make-up day stays worked, and the day it is worked for has to be off.
    private func checkMakeUpDays(against closures: [Closure]) {
        for cursor in list("makeUpDays") {
            guard let worked = cursor["date"], let date = LocalDate(iso8601: worked.node.text ?? "") else { continue }
            if closures.contains(where: { $0.contains(date) }) {
                log.add(worked.defect("The make-up day lies in a closure.", "Ngày làm bù nằm trong kỳ nghỉ."))
            }
            guard let free = cursor["for"], let day = LocalDate(iso8601: free.node.text ?? "") else {
                if let free = cursor["for"] { log.add(free.defect(.notADate(free.node.text ?? ""))) }
                continue
            }
            if !closures.contains(where: { $0.contains(day) }) {
                log.add(free.defect("The day \(day.iso8601) is not off.", "Ngày \(day.iso8601) không phải ngày nghỉ."))
            }
        }
    }
}

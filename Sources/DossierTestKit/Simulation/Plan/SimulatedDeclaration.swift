public import WorkingCalendar

/// Days off or other office hours that are declared, or taken back, while the year is under way (công bố hoặc rút ngày
/// nghỉ, đổi giờ làm việc giữa năm).
public enum SimulatedDeclaration: Hashable, Sendable, CustomStringConvertible {
    /// Offices close from a day to another one, perhaps with a day worked in exchange.
    case daysOff(from: LocalDate, to: LocalDate, makeUpDay: LocalDate?)
    /// What was declared and has not begun is taken back.
    case takenBack
    /// From a day on some agencies keep other hours.
    case officeHours(SimulatedHours, from: LocalDate, isOddHalf: Bool)

    /// What is declared, in words.
    public var description: String {
        switch self {
        case .daysOff(let first, let last, let makeUpDay):
            "days off from \(first.iso8601) to \(last.iso8601) are declared"
                + (makeUpDay.map { ", worked on \($0.iso8601)" } ?? "")
        case .takenBack: "the declared days off that have not begun are taken back"
        case .officeHours(let hours, let first, let isOddHalf):
            "from \(first.iso8601) every \(isOddHalf ? "second" : "first") agency of two works \(hours.rawValue)"
        }
    }
}

/// Office hours from Monday to Friday that may be declared (giờ làm việc theo mùa).
public enum SimulatedHours: String, CaseIterable, Sendable {
    /// Half an hour earlier, with a longer noon.
    case summer = "07:00-11:30 13:30-17:00"
    /// Eight hours as most offices keep them.
    case usual = "07:30-11:30 13:00-17:00"
    /// Seven hours, as in a month of fasting or of great heat.
    case short = "07:30-11:00 13:30-17:00"

    /// The same for each weekday.
    var officeHours: OfficeHours? {
        let intervals = rawValue.split(separator: " ").compactMap { text -> OfficeInterval? in
            let ends = text.split(separator: "-").compactMap { TimeOfDay(text: String($0)) }
            return ends.count == 2 ? OfficeInterval(opens: ends[0], closes: ends[1]) : nil
        }
        let week: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
        // The tables above have no stretches that overlap.
        return try? OfficeHours(weekly: Dictionary(uniqueKeysWithValues: week.map { ($0, intervals) }))
    }
}

extension PublicCalendar {
    /// The name that declared days off have.
    private static let declaredName = "Nghỉ theo công bố"

    /// The calendar after a declaration.
    ///
    /// - Parameters:
    ///   - declaration: What is declared.
    ///   - today: The day on which it is.
    /// - Returns: The calendar; nil if it was to change and does not, or if it contradicts what is fixed already.
    func declaring(_ declaration: SimulatedDeclaration, on today: LocalDate) -> PublicCalendar? {
        var closures = closures
        var makeUpDays = makeUpDays
        switch declaration {
        case .daysOff(let first, let last, let makeUpDay):
            guard let closure = Closure(name: Self.declaredName, first: first, last: last) else { return nil }
            closures.append(closure)
            if let makeUpDay { makeUpDays.insert(makeUpDay) }
        case .takenBack: closures.removeAll { $0.name == Self.declaredName && $0.first > today }
        case .officeHours: return self
        }
        // A day that would be worked and off at once, or lies in no known year, cannot be declared.
        let declared = try? PublicCalendar(
            years: years,
            closures: closures,
            makeUpDays: makeUpDays,
            halfDays: halfDays
        )
        return declared == self ? nil : declared
    }
}

public import WorkingCalendar

/// Days off that are declared, or taken back, while the year is under way (công bố hoặc rút ngày nghỉ giữa năm).
public enum SimulatedDeclaration: Hashable, Sendable, CustomStringConvertible {
    /// Offices close from a day to another one, perhaps with a day worked in exchange.
    case daysOff(from: LocalDate, to: LocalDate, makeUpDay: LocalDate?)
    /// What was declared and has not begun is taken back.
    case takenBack

    /// What is declared, in words.
    public var description: String {
        switch self {
        case .daysOff(let first, let last, let makeUpDay):
            "days off from \(first.iso8601) to \(last.iso8601) are declared"
                + (makeUpDay.map { ", worked on \($0.iso8601)" } ?? "")
        case .takenBack: "the declared days off that have not begun are taken back"
        }
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
    /// - Returns: The calendar; nil if nothing changes, or if it contradicts what is fixed already.
    func declaring(_ declaration: SimulatedDeclaration, on today: LocalDate) -> PublicCalendar? {
        var closures = closures
        var makeUpDays = makeUpDays
        switch declaration {
        case .daysOff(let first, let last, let makeUpDay):
            guard let closure = Closure(name: Self.declaredName, first: first, last: last) else { return nil }
            closures.append(closure)
            if let makeUpDay { makeUpDays.insert(makeUpDay) }
        case .takenBack: closures.removeAll { $0.name == Self.declaredName && $0.first > today }
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

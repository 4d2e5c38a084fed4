import WorkingCalendar

/// The days off that follow from holidays, decided closures and weekends (ngày nghỉ thực tế).
///
/// A holiday on a Saturday or Sunday frees the next working day that is not yet off; a decided closure is taken as it
/// stands. Then every stretch of days off takes in the weekend days that touch it, unless they are make-up days, so
/// that a Saturday desk stays closed inside a long weekend.
/// Source: Labour Code 2019, article 112; domain.md section 1.7.
struct HolidayExpansion {
    /// A day that is a holiday by its date.
    struct Holiday: Hashable {
        let name: String
        let date: LocalDate
    }

    private let years: ClosedRange<Int>
    private let makeUpDays: Set<LocalDate>
    private var names: [LocalDate: String] = [:]

    /// Works out the stretches of days off.
    ///
    /// - Parameters:
    ///   - holidays: The holidays of all years, in any order.
    ///   - closures: The stretches decided as a whole.
    ///   - makeUpDays: The days worked in exchange, which never become days off here.
    ///   - years: The years that have data.
    /// - Returns: The stretches in order, none touching another, all within the years.
    static func closures(
        holidays: [Holiday],
        closures: [Closure],
        makeUpDays: Set<LocalDate>,
        years: ClosedRange<Int>
    ) -> [Closure] {
        var expansion = HolidayExpansion(years: years, makeUpDays: makeUpDays)
        for closure in closures { expansion.close(closure) }
        expansion.observe(holidays.sorted { $0.date < $1.date }, decided: closures)
        expansion.takeInWeekends()
        return expansion.stretches()
    }

    private init(years: ClosedRange<Int>, makeUpDays: Set<LocalDate>) {
        self.years = years
        self.makeUpDays = makeUpDays
    }

    private mutating func close(_ closure: Closure) {
        var date = closure.first
        while date <= closure.last {
            names[date] = names[date] ?? closure.name
            date = date.adding(days: 1)
        }
    }

    private mutating func observe(_ holidays: [Holiday], decided closures: [Closure]) {
        for holiday in holidays { names[holiday.date] = names[holiday.date] ?? holiday.name }
        for holiday in holidays where Self.isWeekend(holiday.date) {
            // Whoever decided a closure decided its compensation too.
            guard !closures.contains(where: { $0.contains(holiday.date) }) else { continue }
            var date = holiday.date.adding(days: 1)
            while Self.isWeekend(date) || names[date] != nil { date = date.adding(days: 1) }
            names[date] = holiday.name + " (nghỉ bù)"
        }
    }

    private mutating func takeInWeekends() {
        for (date, name) in names {
            for step in [-1, 1] {
                var neighbour = date.adding(days: step)
                while Self.isWeekend(neighbour), names[neighbour] == nil, !makeUpDays.contains(neighbour) {
                    names[neighbour] = name
                    neighbour = neighbour.adding(days: step)
                }
            }
        }
    }

    private func stretches() -> [Closure] {
        var result: [Closure] = []
        var stretch: (first: LocalDate, last: LocalDate, names: [String])?
        for date in names.keys.sorted() where years.contains(date.year) {
            let name = names[date] ?? ""
            if let open = stretch, open.last.adding(days: 1) == date {
                stretch = (open.first, date, open.names.contains(name) ? open.names : open.names + [name])
            } else {
                result += Self.closure(stretch)
                stretch = (date, date, [name])
            }
        }
        return result + Self.closure(stretch)
    }

    private static func closure(_ stretch: (first: LocalDate, last: LocalDate, names: [String])?) -> [Closure] {
        guard let stretch else { return [] }
        let name = stretch.names.joined(separator: ", ")
        return Closure(name: name, first: stretch.first, last: stretch.last).map { [$0] } ?? []
    }

    private static func isWeekend(_ date: LocalDate) -> Bool {
        date.weekday == .saturday || date.weekday == .sunday
    }
}

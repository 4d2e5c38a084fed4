/// The days off and make-up days of the whole country or province (lịch nghỉ) for the years that have been announced.
///
/// It is the same for every agency; the agency's own hours are its `OfficeHours`.
/// Source: Labour Code 2019, article 112, and the yearly decisions on Tết and on swapped days.
public struct PublicCalendar: Hashable, Sendable {
    /// The years whose days off are known, within 1 to 9999.
    public let years: ClosedRange<Int>
    /// The stretches of days off, in order of their first day; they may overlap.
    public let closures: [Closure]
    /// The days worked in exchange for a day off (ngày làm bù), usually Saturdays, with the hours of a Monday.
    ///
    /// Source: OpenCPS v2, whose make-up holidays (type 1) take Monday's hours.
    public let makeUpDays: Set<LocalDate>
    /// The shortened days in order of date; of two for one date, both windows hold.
    public let halfDays: [HalfDay]

    /// Makes a calendar whose dates all lie in its years.
    ///
    /// - Parameters:
    ///   - years: The years whose days off are known.
    ///   - closures: The stretches of days off, in any order.
    ///   - makeUpDays: The days worked in exchange, none by default.
    ///   - halfDays: The shortened days in any order, none by default.
    /// - Throws: `unknownYear` for years outside 1 to 9999; `dateOutsideYears` for the first date that lies outside
    ///   the years; `makeUpDayInClosure` for the first make-up day that a closure covers.
    public init(
        years: ClosedRange<Int>,
        closures: [Closure],
        makeUpDays: Set<LocalDate> = [],
        halfDays: [HalfDay] = []
    ) throws(WorkingCalendarError) {
        self.years = years
        self.closures = closures.sorted { ($0.first, $0.last, $0.name) < ($1.first, $1.last, $1.name) }
        self.makeUpDays = makeUpDays
        self.halfDays = halfDays.sorted {
            ($0.date, $0.open.opens, $0.open.closes) < ($1.date, $1.open.opens, $1.open.closes)
        }
        try refuseDatesOutsideYears()
        if let date = makeUpDays.sorted().first(where: isClosed) {
            throw .makeUpDayInClosure(date)
        }
    }

    /// Tells whether a closure covers the date; the day of the week plays no part.
    public func isClosed(_ date: LocalDate) -> Bool {
        closures.contains { $0.contains(date) }
    }

    private func refuseDatesOutsideYears() throws(WorkingCalendarError) {
        for year in [years.lowerBound, years.upperBound] where !(1...9999).contains(year) {
            throw .unknownYear(year)
        }
        let dates = closures.flatMap { [$0.first, $0.last] } + Array(makeUpDays) + halfDays.map(\.date)
        if let date = dates.sorted().first(where: { !years.contains($0.year) }) {
            throw .dateOutsideYears(date)
        }
    }
}

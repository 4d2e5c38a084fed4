import Testing
import WorkingCalendar

/// An invented office in the year 2022, kept as raw numbers so that the slow count shares no code with the calendar.
struct RandomOffice {
    /// The seconds of 2022-01-01T00:00+07:00 since 1970: 18,993 days of 86,400 s, less 7 hours.
    static let firstSecond: Int64 = 18_993 * 86_400 - 25_200
    static let dayCount = 365

    /// Open seconds of the day for each weekday, Monday first; sorted and apart.
    private(set) var weekly: [[Range<Int>]] = []
    /// Other open seconds from a day of the year on.
    private(set) var later: (day: Int, weekly: [[Range<Int>]])?
    /// Days off as numbers of the year, 0 for 1 January.
    private(set) var closures: [ClosedRange<Int>] = []
    private(set) var makeUpDays: Set<Int> = []
    private(set) var halfDays: [Int: Range<Int>] = [:]

    /// Draws hours whose ends are multiples of the grain, in seconds.
    init(grain: Int, using generator: inout SplitMix64) {
        weekly = Self.week(grain: grain, using: &generator)
        if Bool.random(using: &generator) {
            let day = Int.random(in: 0..<Self.dayCount, using: &generator)
            later = (day, Self.week(grain: grain, using: &generator))
        }
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            let first = Int.random(in: 0..<Self.dayCount, using: &generator)
            closures.append(first...min(Self.dayCount - 1, first + .random(in: 0...8, using: &generator)))
        }
        for _ in 0..<Int.random(in: 0...8, using: &generator) {
            let day = Int.random(in: 0..<Self.dayCount, using: &generator)
            if !closures.contains(where: { $0.contains(day) }) { makeUpDays.insert(day) }
            let window = Self.intervals(1, grain: grain, using: &generator)
            halfDays[Int.random(in: 0..<Self.dayCount, using: &generator)] = window[0]
        }
    }

    /// The open seconds of a day of the year, decided from the raw numbers.
    func open(onDay day: Int) -> [Range<Int>] {
        var hours: [Range<Int>]
        let weekly = later.map { day >= $0.day ? $0.weekly : self.weekly } ?? self.weekly
        if makeUpDays.contains(day) {
            hours = weekly[0]
        } else if closures.contains(where: { $0.contains(day) }) {
            hours = []
        } else {
            // 1 January 2022 was a Saturday, the sixth day.
            hours = weekly[(day + 5) % 7]
        }
        if let window = halfDays[day] {
            hours = hours.map { $0.clamped(to: window) }.filter { !$0.isEmpty }
        }
        return hours
    }

    /// The same office as the calendar under test.
    func calendar() throws -> WorkingCalendar {
        let newYear = try date("2022-01-01")
        var hours = try Self.officeHours(weekly)
        if let later {
            hours = hours.becoming(try Self.officeHours(later.weekly), from: newYear.adding(days: later.day))
        }
        return try WorkingCalendar(
            publicCalendar: PublicCalendar(
                years: 2022...2022,
                closures: closures.map { range in
                    let first = newYear.adding(days: range.lowerBound)
                    let last = newYear.adding(days: range.upperBound)
                    return try #require(Closure(name: "Nghỉ lễ", first: first, last: last))
                },
                makeUpDays: Set(makeUpDays.map(newYear.adding(days:))),
                halfDays: halfDays.map { day, window in
                    HalfDay(date: newYear.adding(days: day), open: try Self.officeInterval(window))
                }
            ),
            officeHours: hours
        )
    }

    private static func week(grain: Int, using generator: inout SplitMix64) -> [[Range<Int>]] {
        (0..<7).map { weekday in
            let count = Int.random(in: (weekday == 0 ? 1 : 0)...3, using: &generator)
            return intervals(count, grain: grain, using: &generator)
        }
    }

    private static func officeHours(_ weekly: [[Range<Int>]]) throws -> OfficeHours {
        let week = try zip(Weekday.allCases, weekly).map { ($0, try $1.map(officeInterval)) }
        return try OfficeHours(weekly: Dictionary(uniqueKeysWithValues: week))
    }

    private static func intervals(_ count: Int, grain: Int, using generator: inout SplitMix64) -> [Range<Int>] {
        var marks: Set<Int> = []
        while marks.count < 2 * count {
            marks.insert(Int.random(in: 0...86_400 / grain, using: &generator) * grain)
        }
        let sorted = marks.sorted()
        return stride(from: 0, to: sorted.count, by: 2).map { sorted[$0]..<sorted[$0 + 1] }
    }

    private static func officeInterval(_ range: Range<Int>) throws -> OfficeInterval {
        let opens = try #require(TimeOfDay(secondsSinceMidnight: range.lowerBound))
        let closes = try #require(TimeOfDay(secondsSinceMidnight: range.upperBound))
        return try #require(OfficeInterval(opens: opens, closes: closes))
    }
}

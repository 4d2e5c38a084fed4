import DossierDomain
import Testing
import WorkingCalendar

/// An invented district that is open for a few seconds a day in 2022, so that a test can try every second.
///
/// All offices keep their hours between 08:00:00 and 08:00:30, or a shorter time; outside that all are closed.
struct TinyDistrict {
    let organisation: Organisation
    let calendars: [AgencyID: WorkingCalendar]
    /// The seconds of the day in which offices may be open, and some around them.
    let window: Range<Int>
    /// How many days from 3 January on are tried.
    let days: Int

    /// Draws a district that is open for so many days from 3 January 2022 on, at most so many seconds of each; where
    /// hours change, every second agency keeps other ones from some day on.
    init(days: Int, window: Int, changesHours: Bool = false, using generator: inout SplitMix64) throws {
        self.days = days
        self.window = 8 * 3600 - 1..<8 * 3600 + window + 2
        let last = try date("2022-01-03").adding(days: days - 1)
        var closures = [
            try #require(Closure(name: "Trước", first: date("2022-01-01"), last: date("2022-01-02"))),
            try #require(Closure(name: "Sau", first: last.adding(days: 1), last: date("2022-12-31"))),
        ]
        let dayOff = try date("2022-01-03").adding(days: Int.random(in: 1..<days, using: &generator))
        closures.append(try #require(Closure(name: "Nghỉ", first: dayOff, last: dayOff)))
        let saturday = try date("2022-01-08")
        let daysOff = try PublicCalendar(
            years: 2022...2022,
            closures: closures,
            makeUpDays: saturday < last && saturday != dayOff && Bool.random(using: &generator) ? [saturday] : []
        )
        var agencies: [Agency] = []
        var calendars: [AgencyID: WorkingCalendar] = [:]
        for id in ["A", "B", "X"] as [AgencyID] {
            var hours = try Self.hours(window: window, using: &generator)
            if changesHours, Bool.random(using: &generator) {
                let change = try date("2022-01-03").adding(days: Int.random(in: 0..<days, using: &generator))
                hours = hours.becoming(try Self.hours(window: window, using: &generator), from: change)
            }
            calendars[id] = try WorkingCalendar(publicCalendar: daysOff, officeHours: hours)
            agencies.append(
                Agency(
                    id: id,
                    name: "Cơ quan \(id)",
                    identifierCode: nil,
                    officeHours: hours,
                    receivingHours: nil,
                    isVertical: false
                )
            )
        }
        self.calendars = calendars
        organisation = try Organisation(
            version: 1,
            name: "Huyện",
            shortName: "Huyen",
            agencies: agencies,
            units: Self.units.map { id, agency in
                Unit(
                    id: id,
                    name: "Đơn vị \(id)",
                    agency: agency,
                    isDesk: id.rawValue.hasSuffix("D"),
                    isPerCommune: false
                )
            },
            communes: [Commune(id: "c", name: "C", kind: "xã", identifierCode: "000.01.15.H47")],
            defaultCommune: "c",
            districtDesk: "AD"
        )
    }

    /// The desks AD, of the district, and XD, and a unit of each agency.
    private static let units: [(UnitID, AgencyID)] = [("AD", "A"), ("XD", "X"), ("A1", "A"), ("B1", "B"), ("X1", "X")]

    /// One or two sessions a day, other ones on each day of the week, on one of which the office may be closed.
    private static func hours(window: Int, using generator: inout SplitMix64) throws -> OfficeHours {
        var weekly: [Weekday: [OfficeInterval]] = [:]
        let closed = Weekday.allCases[Int.random(in: 1..<7, using: &generator)]
        for weekday in [Weekday.monday, .tuesday, .wednesday, .thursday, .friday] where weekday != closed {
            let count = Bool.random(using: &generator) ? 2 : 4
            var ends: Set<Int> = []
            while ends.count < count { ends.insert(Int.random(in: 0...window, using: &generator)) }
            let times = try ends.sorted().map {
                try #require(TimeOfDay(secondsSinceMidnight: 8 * 3600 + $0))
            }
            weekly[weekday] = try stride(from: 0, to: count, by: 2).map {
                try #require(OfficeInterval(opens: times[$0], closes: times[$0 + 1]))
            }
        }
        return try OfficeHours(weekly: weekly)
    }

    func calendar(of unit: UnitID) throws -> WorkingCalendar {
        let agency = try #require(organisation.units[unit]).agency
        return try #require(calendars[agency])
    }

    /// Every second of the window of every day.
    func instants() throws -> [Instant] {
        let first = try date("2022-01-03")
        return (0..<days).flatMap { day in
            window.map { first.adding(days: day).startOfDay.adding(seconds: Int64($0)) }
        }
    }
}

/// Invented routes for it, layer after layer: a step, two side by side, or one of two outcomes.
enum TinyRoute {
    /// Draws a route; the citizen pays in one of its layers alone, with `true` beside another step, with nil never.
    ///
    /// Steps take up to so many seconds.
    static func random(
        layers: Int,
        longestStep: Int64,
        payment: Bool?,
        using generator: inout SplitMix64
    ) throws -> Route {
        var steps: [Step] = []
        let paymentLayer = payment == nil ? -1 : Int.random(in: 0..<layers, using: &generator)
        var next: [StepID] = ["end"]
        for layer in (0..<layers).reversed() {
            let isPaid = layer == paymentLayer
            // A chain where the citizen pays alone; else a step, two side by side, or two outcomes.
            let drawn = Int.random(in: 0..<(payment == false ? 1 : 3), using: &generator)
            let kind = isPaid ? (payment == true ? 1 : 0) : drawn
            let name = "s\(layer)"
            let first = StepID(rawValue: name + "a")
            let second = StepID(rawValue: name + "b")
            steps.append(try step(first, next, pays: isPaid, longest: longestStep, using: &generator))
            guard kind > 0 else {
                next = [first]
                continue
            }
            steps.append(try step(second, next, pays: false, longest: longestStep, using: &generator))
            guard kind == 2 else {
                next = [first, second]
                continue
            }
            let choice = StepID(rawValue: name)
            // The second outcome leaves the first one's step out, or goes on beside nothing at all.
            let branches = [
                OutcomeBranch(outcome: "yes", steps: [first, second]), OutcomeBranch(outcome: "no", steps: [second]),
            ]
            steps.append(try step(choice, .byOutcome(branches), longest: longestStep, using: &generator))
            next = [choice]
        }
        let desk: UnitID = Bool.random(using: &generator) ? "AD" : "XD"
        steps.append(try step("start", .all(next), unit: desk, longest: longestStep, using: &generator))
        let end = try step("end", .end, unit: desk, longest: longestStep, using: &generator)
        return try Route(steps: steps.reversed() + [end])
    }

    private static func step(
        _ id: StepID,
        _ next: [StepID],
        pays: Bool,
        longest: Int64,
        using generator: inout SplitMix64
    ) throws -> Step {
        guard pays else { return try step(id, .all(next), longest: longest, using: &generator) }
        return Step(id: id, name: "Nộp tiền", performer: .citizen, workingTime: .zero, next: .all(next))
    }

    private static func step(
        _ id: StepID,
        _ next: NextSteps,
        unit: UnitID? = nil,
        longest: Int64,
        using generator: inout SplitMix64
    ) throws -> Step {
        let units: [UnitID] = ["A1", "B1", "X1"]
        let performer = unit ?? units[Int.random(in: 0..<3, using: &generator)]
        let time = try #require(WorkingTime(seconds: Int64.random(in: 1...longest, using: &generator)))
        return Step(id: id, name: "Bước \(id)", performer: .unit(performer), workingTime: time, next: next)
    }
}

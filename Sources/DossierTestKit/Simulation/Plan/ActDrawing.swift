import DossierDomain
import DossierEngine
import WorkingCalendar

/// Draws the acts of a run from its seed (gieo tình huống).
struct ActDrawing {
    let plan: SimulationPlan
    let rules: Rules
    let calendars: SlowCalendars
    /// The first day.
    let firstDay: LocalDate
    /// The communes in which citizens live.
    let communes: [CommuneID]

    init(plan: SimulationPlan, rules: Rules, calendars: SlowCalendars) {
        self.plan = plan
        self.rules = rules
        self.calendars = calendars
        var chance = SeededGenerator(seed: plan.seed, 1)
        firstDay = plan.start.map { LocalDateTime($0).date } ?? Self.day(&chance, days: plan.days, rules)
        communes = Self.communes(of: plan, rules.organisation, &chance)
    }

    private static func communes(
        of plan: SimulationPlan,
        _ organisation: Organisation,
        _ chance: inout SeededGenerator
    ) -> [CommuneID] {
        var communes = [organisation.defaultCommune]
        guard let wanted = plan.communes else {
            for _ in 0..<2 {
                if let other = chance.pick(organisation.communes), !communes.contains(other.id) {
                    communes.append(other.id)
                }
            }
            return communes
        }
        var others = organisation.communes.map(\.id).filter { $0 != organisation.defaultCommune }
        while communes.count < min(wanted, SimulationPlan.maximumCommunes), !others.isEmpty {
            communes.append(others.remove(at: chance.number(in: 0...(others.count - 1))))
        }
        return communes
    }

    /// A day from which on every appointment lies in years with data.
    private static func day(_ chance: inout SeededGenerator, days: Int, _ rules: Rules) -> LocalDate {
        let coverage = rules.calendars.values.map(\.coverage)
        let first = coverage.map(\.lowerBound).max().map { LocalDateTime($0).date.dayNumber } ?? 0
        let last = coverage.map(\.upperBound).min().map { LocalDateTime($0).date.dayNumber } ?? 0
        // Half a year of room for the longest procedures, their pauses and new appointments.
        return LocalDate(dayNumber: chance.number(in: first...max(first, last - days - 183)))
    }

    /// All acts in the order of their instants.
    func acts() -> [SimulatedAct] {
        var acts: [SimulatedAct] = []
        var number = 0
        for day in 0..<plan.days {
            let date = firstDay.adding(days: day)
            var chance = SeededGenerator(seed: plan.seed, 2, UInt64(day))
            let count = chance.hump(in: 0...(2 * plan.dossiersPerDay))
            for _ in 0..<count {
                guard let act = arrival(number + 1, on: date) else { continue }
                number += 1
                acts.append(act)
                acts += mishaps(of: number, from: act.at)
            }
            acts += absences(on: date, &chance)
            if plan.hasFaults { acts += faults(on: date, &chance) }
        }
        return acts.filter { $0.at >= plan.start ?? $0.at }.sorted { $0.at < $1.at }
    }

    private func arrival(_ number: Int, on date: LocalDate) -> SimulatedAct? {
        var chance = SeededGenerator(seed: plan.seed, 3, UInt64(number), UInt64(date.dayNumber))
        guard let procedure = procedure(on: date, &chance), let commune = chance.pick(communes),
            case .unit(let intake) = procedure.route.intake.performer
        else { return nil }
        let roll = chance.number(in: 0...99)
        let channel = roll < 72 ? Channel.desk : roll < 80 ? .post : .online
        let unit = chance.chance(perMille: 100) ? rules.organisation.districtDesk : intake
        let desk = rules.organisation.place(of: unit, commune: commune)
        guard let second = channel == .online ? anySecond(of: date, &chance) : deskSecond(desk, date, &chance)
        else { return nil }
        let arrival = SimulatedArrival(
            number: number,
            procedure: procedure.code,
            channel: channel,
            desk: desk,
            commune: commune,
            wantsTexts: chance.chance(perMille: 850)
        )
        let at = Instant(seconds: second).adding(milliseconds: Int64(chance.number(in: 0...999)))
        return SimulatedAct(at: at, .arrive(arrival))
    }

    private func procedure(on date: LocalDate, _ chance: inout SeededGenerator) -> Procedure? {
        // Those that cannot be read take no dossiers here.
        let procedures = (try? rules.procedures(on: date)) ?? []
        let total = procedures.reduce(0) { $0 + (plan.weights[$1.code] ?? 0) }
        guard total > 0 else { return chance.pick(procedures) }
        var roll = chance.number(in: 0...(total - 1))
        for procedure in procedures {
            roll -= plan.weights[procedure.code] ?? 0
            if roll < 0 { return procedure }
        }
        return nil
    }

    private func anySecond(of date: LocalDate, _ chance: inout SeededGenerator) -> Int64 {
        date.startOfDay.wholeSeconds + Int64(chance.hump(in: 0...86_399))
    }

    /// A second of a day's sessions; none on a day off.
    ///
    /// It is early in each session more often than late, in the morning more often than after lunch, and on a Saturday
    /// in one of the hours in which a desk only receives.
    private func deskSecond(_ desk: UnitPlace, _ date: LocalDate, _ chance: inout SeededGenerator) -> Int64? {
        var sessions = calendars[desk]?.sessions(onDay: date.dayNumber) ?? []
        if sessions.isEmpty, let unit = rules.organisation.units[desk.unit],
            let receiving = rules.organisation.agencies[unit.agency]?.receivingHours,
            rules.calendars[unit.agency]?.publicCalendar.isClosed(date) == false
        {
            let midnight = date.startOfDay.wholeSeconds
            sessions = receiving.intervals(on: date.weekday, asOf: date).map { interval in
                midnight + Int64(interval.opens.secondsSinceMidnight)..<midnight
                    + Int64(interval.closes.secondsSinceMidnight)
            }
        }
        guard let first = sessions.first, let last = sessions.last else { return nil }
        let session = chance.chance(perMille: 620) ? first : last
        let length = Int(session.upperBound - session.lowerBound) - 1
        return session.lowerBound + Int64(min(chance.number(in: 0...length), chance.number(in: 0...length)))
    }

    private func mishaps(of number: Int, from arrival: Instant) -> [SimulatedAct] {
        var chance = SeededGenerator(seed: plan.seed, 4, UInt64(number))
        let kinds: [(perMille: Int, mishap: SimulatedMishap)] = [
            (150, .supplement(awaySeconds: Int64(chance.number(in: 3_600...700_000)))),
            (40, .supplement(awaySeconds: Int64(chance.number(in: 3_600...300_000)))), (60, .payment),
            (40, .withdrawal), (25, .stop), (20, .void), (50, .correction), (80, .returned), (20, .newPIN),
            (60, .wish),
        ]
        var acts: [SimulatedAct] = []
        for (perMille, mishap) in kinds where chance.chance(perMille: perMille) {
            let longest = mishap == .void ? 14_400 : 900_000
            let wait = min(chance.number(in: 60...longest), chance.number(in: 60...longest))
            let at = arrival.adding(milliseconds: Int64(wait) * 1_000 + Int64(chance.number(in: 0...999)))
            acts.append(SimulatedAct(at: at, .mishap(arrival: number, mishap)))
        }
        return acts
    }

    private func absences(on date: LocalDate, _ chance: inout SeededGenerator) -> [SimulatedAct] {
        guard chance.chance(perMille: 200) else { return [] }
        let units = rules.organisation.units.keys.sorted()
        guard let unit = chance.pick(units), let commune = chance.pick(communes) else { return [] }
        let at = date.startOfDay.adding(seconds: Int64(chance.number(in: 25_200...50_400)))
        let place = rules.organisation.place(of: unit, commune: commune)
        let officer = chance.number(in: 0...(plan.officers(at: unit) - 1))
        return [SimulatedAct(at: at, .absence(place, officer: officer, seconds: seconds(3_600...432_000, &chance)))]
    }

    private func faults(on date: LocalDate, _ chance: inout SeededGenerator) -> [SimulatedAct] {
        var acts: [SimulatedAct] = []
        let midnight = date.startOfDay
        func add(_ perMille: Int, _ deed: (inout SeededGenerator) -> SimulatedDeed) {
            guard chance.chance(perMille: perMille) else { return }
            let at = midnight.adding(milliseconds: Int64(chance.hump(in: 0...86_399_999)))
            acts.append(SimulatedAct(at: at, deed(&chance)))
        }
        add(250) { chance in
            let mood = chance.pick(GatewayMood.allCases.filter { $0 != .fine }) ?? .busy
            return .gateway(mood.rawValue, seconds: seconds(600...20_000, &chance))
        }
        add(120) { chance in
            let crash = chance.pick(SimulatedCrash.allCases) ?? .beforeCommit
            let isLong = chance.chance(perMille: 150)
            let down = seconds(isLong ? 7_200...200_000 : 5...900, &chance)
            return .crash(crash, afterChanges: chance.number(in: 0...2), downSeconds: down)
        }
        add(25) { chance in .outage(seconds: seconds(1_800...260_000, &chance)) }
        add(70) { chance in .sluggish(seconds: seconds(1_800...30_000, &chance)) }
        add(45) { chance in
            let crash = chance.chance(perMille: 300) ? chance.pick([SimulatedCrash.beforeCommit, .afterCommit]) : nil
            return .declare(declaration(on: date, &chance), crash: crash)
        }
        add(30) { chance in .clockJump(seconds: seconds(30...20_000, &chance)) }
        // The wrong clock is put right some hours later.
        if let act = acts.last, case .clockJump(let jump) = act.deed {
            let at = act.at.adding(seconds: seconds(600...40_000, &chance))
            acts.append(SimulatedAct(at: at, .clockJump(seconds: -jump)))
        }
        if chance.chance(perMille: 15) {
            let back = seconds(30...6_000, &chance)
            let at = midnight.adding(seconds: seconds(0...86_399, &chance))
            acts.append(SimulatedAct(at: at, .clockJump(seconds: -back)))
            acts.append(SimulatedAct(at: at.adding(seconds: seconds(60...20_000, &chance)), .clockJump(seconds: back)))
        }
        return acts
    }

    /// Days off in the next weeks, some of them from the same day on, or other office hours from such a day on.
    ///
    /// Half of the days off are worked on a later Saturday.
    private func declaration(on date: LocalDate, _ chance: inout SeededGenerator) -> SimulatedDeclaration {
        if chance.chance(perMille: 200) { return .takenBack }
        let first = date.adding(days: min(chance.number(in: 0...25), chance.number(in: 0...25)))
        if chance.chance(perMille: 250), let hours = chance.pick(SimulatedHours.allCases) {
            return .officeHours(hours, from: first, isOddHalf: chance.chance(perMille: 500))
        }
        let last = first.adding(days: min(chance.number(in: 0...4), chance.number(in: 0...4)))
        let saturdays = (1...14).map { last.adding(days: $0) }.filter { $0.weekday == .saturday }
        return .daysOff(from: first, to: last, makeUpDay: chance.chance(perMille: 500) ? chance.pick(saturdays) : nil)
    }

    private func seconds(_ range: ClosedRange<Int>, _ chance: inout SeededGenerator) -> Int64 {
        Int64(chance.number(in: range))
    }
}

import DossierDomain
import DossierEngine
import DossierTestKit
import Testing
import WorkingCalendar

@testable import motcua

/// Reports on a simulated district with the real store, against dossiers that are sorted by hand.
@Suite("A report on a simulated district")
struct SimulatedReportTests {
    /// What a dossier is in a report, read off the statuses of its events.
    private struct Sorted: Hashable {
        let field: String
        let arrival: String
        let standing: String
    }

    @Test("has each dossier in the columns its events lead to, in whatever days", arguments: [UInt64(31), 32, 33])
    func columns(seed: UInt64) async throws {
        let rules = try ShippedDistrict.configuration().rules(stored: [])
        let machine = try SQLiteMachine()
        let simulation = Simulation(rules: rules) { machine }
        let start = try #require(LocalDate(iso8601: "2022-01-04"))
        var plan = SimulationPlan(seed: seed, days: 20, start: start.startOfDay)
        plan.hasFaults = false
        let outcome = try await simulation.run(plan)
        try #require(outcome.failure == nil, "\(outcome.failure?.description ?? "")")

        let histories = try await machine.inspect { try Self.histories(in: $0) }
        try #require(histories.count > 20)
        var settled = 0
        for (first, last, today) in [(0, 19, 20), (0, 9, 20), (5, 12, 20), (10, 40, 20), (7, 7, 20), (3, 9, 8)] {
            let days = try #require(ReportPeriod(from: start.adding(days: first), until: start.adding(days: last)))
            let now = start.adding(days: today).startOfDay.adding(seconds: 10 * 3600)
            let report = try await machine.inspect { try Self.report(on: days, now: now, rules: rules, in: $0) }
            let sorted = histories.compactMap { Self.sorted($0, in: days, asOf: days.asOf(now), rules: rules) }
            let note: Comment = "seed \(seed), days \(first) to \(last) on \(today)"

            #expect(report.total.columns == Self.columns(sorted), note)
            #expect(report.rows.map(\.field) == Set(sorted.map(\.field)).sorted(), note)
            for (field, row) in report.rows {
                #expect(row.columns == Self.columns(sorted.filter { $0.field == field }), note)
            }
            settled += report.total.settled
        }
        #expect(settled > 0)
    }

    private static func histories(in inspection: any StoreInspection) throws -> [[DossierEvent]] {
        try inspection.streams(after: nil, limit: 10_000).filter { $0.name == nil }.map { stream in
            try inspection.events(of: stream.head.id, after: 0, limit: 10_000).map { try EventCodec.decode($0).event }
        }
    }

    private static func report(
        on days: ReportPeriod,
        now: Instant,
        rules: Rules,
        in inspection: any StoreInspection
    ) throws -> SettlementReport {
        var reporter = SettlementReporter(on: days, of: ReportScope(), now: now, rules: rules)
        while !reporter.isDone { try reporter.takePage(in: inspection) }
        return try reporter.finished()
    }

    /// Sorts a history; nil if it is in no column.
    private static func sorted(
        _ history: [DossierEvent],
        in days: ReportPeriod,
        asOf: Instant,
        rules: Rules
    ) -> Sorted? {
        let events = history.filter { $0.at <= asOf }
        guard case .registered(let registration)? = events.first?.fact,
            !events.contains(where: { if case .voided = $0.fact { true } else { false } })
        else { return nil }
        let moments = events.flatMap { event in event.effects.map { (at: event.at, effect: $0) } }
        func last(_ wanted: (DossierEffect) -> Bool) -> Instant? { moments.last { wanted($0.effect) }?.at }
        guard let received = moments.first(where: { $0.effect == .status(.received) })?.at else { return nil }
        let finished = last { $0 == .status(.finished) }
        let ended = finished ?? last { $0 == .status(.stopped) }
        if let ended, ended < days.start { return nil }
        var stopped: Instant?
        var due = Instant(milliseconds: .max)
        for moment in moments {
            switch moment.effect {
            case .clockStopped: stopped = moment.at
            case .clockResumed: stopped = nil
            case .dueDate(_, let new, _): due = new
            default: break
            }
        }
        let isLate = (finished ?? stopped ?? ended ?? asOf).wholeSeconds > due.wholeSeconds
        let isEarly = finished.map { LocalDateTime($0).date < LocalDateTime(due).date } ?? false
        return Sorted(
            field: rules.legibleProcedure(registration.procedure)?.field ?? "",
            arrival: received < days.start ? "carriedOver" : registration.channel == .online ? "online" : "direct",
            standing: ended == nil
                ? (isLate ? "overdue" : "withinTime") : isLate ? "late" : isEarly ? "early" : "onTime"
        )
    }

    private static func columns(_ sorted: [Sorted]) -> [Int] {
        let arrivals = ["online", "direct", "carriedOver"].map { name in sorted.count(where: { $0.arrival == name }) }
        func count(_ names: String...) -> [Int] { names.map { name in sorted.count(where: { $0.standing == name }) } }
        let settled = count("early", "onTime", "late")
        let open = count("withinTime", "overdue")
        return [sorted.count] + arrivals + [settled.reduce(0, +)] + settled + [open.reduce(0, +)] + open
    }
}

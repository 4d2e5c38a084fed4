import DossierDomain
import DossierEngine
import Hummingbird
import WorkingCalendar

/// What was received and settled in a period (báo cáo định kỳ).
struct ReportHarness: Sendable {
    private let reports: ReportQueries
    private let rules: Rules
    private let clock: any WallClock

    init(_ dependencies: APIDependencies) {
        reports = dependencies.periodicReports
        rules = dependencies.rules
        clock = dependencies.clock
    }

    /// The report II.06a with the figures of the national index.
    func settlement(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        var query = QueryReader(call.request, known: ["from", "until", "unit", "commune", "procedure"])
        let filters = DossierFilterReading(rules: rules, now: clock.now)
        let unit = filters.reportedUnit(&query, for: staff.account)
        let procedure = filters.procedure(&query)
        let period = try Self.period(&query)
        let found = try await reports.settlement(in: period, unit: unit, procedure: procedure, for: staff.account)
        return Answer.json(capacity: 8192) { writer in
            let text = SettlementText(found.report, asOf: found.asOf)
            text.write(unit: unit, procedure: procedure, to: &writer)
        }
    }

    /// Reads the period, the last of the parameters: whatever is wrong with any of them is refused here.
    private static func period(_ query: inout QueryReader) throws(RequestRefusal) -> ReportPeriod {
        let from = day("from", &query)
        let until = day("until", &query)
        if let from, let until, until < from { query.refuse("until", .beforeFrom) }
        try query.finish()
        guard let from, let until, let period = ReportPeriod(from: from, until: until) else {
            preconditionFailure("A parameter was taken that is none.")
        }
        return period
    }

    private static func day(_ name: String, _ query: inout QueryReader) -> LocalDate? {
        query.required(name).isEmpty ? nil : DossierFilterReading.date(name, &query)
    }
}

import DossierDomain
import DossierEngine
import Hummingbird
import WorkingCalendar

/// What will be late at the present pace (dự báo trễ hạn).
struct ForecastHarness: Sendable {
    private let forecasts: ForecastQueries
    private let rules: Rules
    private let clock: any WallClock
    private let maximumPageLength: Int

    init(_ dependencies: APIDependencies) {
        forecasts = dependencies.forecasts
        rules = dependencies.rules
        clock = dependencies.clock
        maximumPageLength = dependencies.limits.pageLength
    }

    /// A page of the forecast.
    func forecast(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        var query = QueryReader(call.request, known: PageRequest.parameters.union(["unit", "commune"]))
        let page = PageRequest(&query, maximum: maximumPageLength)
        let unit = DossierFilterReading(rules: rules, now: clock.now).unit(&query, for: staff.account)
        try query.finish()
        let found = try await forecasts.forecast(
            unit: unit,
            after: try page.cursor.map(Self.cursor),
            limit: page.limit,
            for: staff.account
        )
        return Answer.json(capacity: 1024 + found.lines.count * 768 + found.units.count * 256) { writer in
            writer.object { write(found, to: &$0) }
        }
    }

    private func write(_ page: ForecastPage, to writer: inout JSONWriter) {
        let text = DossierText(rules: rules, now: page.asOf)
        writer.member("asOf", page.asOf.iso8601)
        writer.member("isPartial", page.isPartial)
        writer.key("items")
        writer.array(of: page.lines) { writer, line in
            writer.object { writer in
                writer.key("dossier")
                text.writeSummary(of: line.file, to: &writer)
                writer.member("dueAt", line.delay.dueAt.iso8601)
                writer.member("readyAt", line.delay.readyAt?.iso8601)
                writer.member("lateByWorkingSeconds", line.lateBy?.seconds)
                PlaceText.writeMembers(of: line.delay.place, to: &writer)
                writer.member("stepId", line.delay.step.rawValue)
                writer.member("day", line.delay.day.iso8601)
            }
        }
        writer.member("next", page.next.map(Self.text))
        writer.key("units")
        writer.array(of: page.units) { writer, line in
            writer.object { writer in
                PlaceText.writeMembers(of: line.outlook.place, to: &writer)
                writer.member("name", rules.organisation.displayName(of: line.outlook.place))
                writer.member("openWorkingSeconds", line.outlook.openWork.seconds)
                writer.member("workingSecondsPerDay", line.pace?.seconds)
                writer.member("officers", line.officers)
                writer.member("backlogDoneOn", line.outlook.doneAt.map { LocalDateTime($0).date.iso8601 })
            }
        }
    }

    private static func cursor(_ typed: String) throws(Problem) -> ForecastCursor {
        let cursor = try PageCursor(typed, of: .forecast, numbers: 2)
        return ForecastCursor(
            dueAt: Instant(milliseconds: cursor.numbers[0]),
            dossier: StreamID(number: cursor.numbers[1])
        )
    }

    private static func text(_ place: ForecastCursor) -> String {
        PageCursor(.forecast, numbers: [place.dueAt.milliseconds, place.dossier.number]).text
    }
}

import DossierDomain
import DossierEngine
import Hummingbird
import WorkingCalendar

/// What waits for whoever asks (việc cần xử lý).
struct WorkHarness: Sendable {
    private let queries: DossierQueries
    private let rules: Rules
    private let clock: any WallClock
    private let maximumPageLength: Int

    init(_ dependencies: APIDependencies) {
        queries = dependencies.queries
        rules = dependencies.rules
        clock = dependencies.clock
        maximumPageLength = dependencies.limits.pageLength
    }

    /// A page of the inbox.
    func inbox(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        var query = QueryReader(call.request, known: PageRequest.parameters.union(["mine"]))
        let page = PageRequest(&query, maximum: maximumPageLength)
        let isMine = query.flag("mine") ?? false
        try query.finish()
        let found = try await queries.inbox(
            isMine: isMine,
            after: try page.cursor.map(Self.inboxCursor),
            limit: page.limit,
            for: staff.account
        )
        let text = DossierText(rules: rules, now: clock.now)
        let slack = SlackText(in: Language(acceptLanguage: call.request.headers[.acceptLanguage]))
        return Answer.page(of: found.lines, next: found.next.map(Self.cursor)) { writer, line in
            writer.object { writer in
                writer.key("dossier")
                text.writeSummary(of: line.file, to: &writer)
                writer.key("step")
                if let step = line.file.dossier[line.step] {
                    text.write(step, of: line.file, to: &writer)
                } else {
                    writer.null()
                }
                writer.member("slackSeconds", line.timeLeft?.slackSeconds)
                writer.member("slack", line.timeLeft.map(slack.words))
                writer.member("light", line.timeLeft.map(TrafficLight.init)?.rawValue)
            }
        }
    }

    private static func inboxCursor(_ typed: String) throws(Problem) -> InboxCursor {
        let cursor = try PageCursor(typed, of: .inbox, numbers: 2, hasName: true)
        return InboxCursor(
            urgency: cursor.numbers[0],
            dossier: StreamID(number: cursor.numbers[1]),
            step: StepID(rawValue: cursor.name ?? "")
        )
    }

    private static func cursor(_ place: InboxCursor) -> PageCursor {
        PageCursor(.inbox, numbers: [place.urgency, place.dossier.number], name: place.step.rawValue)
    }
}

import DossierDomain
import DossierEngine
import Hummingbird
import WorkingCalendar

/// What waits for whoever asks (việc cần xử lý và thông báo).
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

    /// A page of notices.
    func notices(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        let page = try page(call)
        let before = try page.cursor.map { typed throws(Problem) in
            try PageCursor(typed, of: .notices, numbers: 1).numbers[0]
        }
        let found = try await queries.notices(before: before, limit: page.limit, for: staff.account)
        let next = found.next.map { PageCursor(.notices, numbers: [$0]) }
        return Answer.page(of: found.notices, next: next) { Self.write($1.notice, of: $1.code, to: &$0) }
    }

    private func page(_ call: HTTPCall) throws(RequestRefusal) -> PageRequest {
        var query = QueryReader(call.request, known: PageRequest.parameters)
        let page = PageRequest(&query, maximum: maximumPageLength)
        try query.finish()
        return page
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

    private static func write(_ notice: Notice, of code: DossierCode, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", notice.number)
            writer.member("at", notice.at.iso8601)
            switch Rung(storedName: notice.rung) {
            case .stepOverdue(let step): write("stepOverdue", code, step, to: &writer)
            case .dossierOverdue: write("dossierOverdue", code, nil, to: &writer)
            case .stepWarning(_, let step): write("stepWarning", code, step, to: &writer)
            case .dossierWarning: write("dossierWarning", code, nil, to: &writer)
            case nil: write(notice.rung, code, nil, to: &writer)
            }
        }
    }

    private static func write(_ kind: String, _ code: DossierCode, _ step: StepID?, to writer: inout JSONWriter) {
        writer.member("kind", kind)
        writer.member("dossierCode", code.text)
        writer.member("stepId", step?.rawValue)
    }
}

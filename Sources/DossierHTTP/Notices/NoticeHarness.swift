import DossierEngine
import Hummingbird

/// What the ladder told whoever asks (thông báo).
struct NoticeHarness: Sendable {
    private let notices: NoticeQueries
    private let rules: Rules
    private let maximumPageLength: Int

    init(_ dependencies: APIDependencies) {
        notices = dependencies.notices
        rules = dependencies.rules
        maximumPageLength = dependencies.limits.pageLength
    }

    /// A page of notices.
    func list(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        var query = QueryReader(call.request, known: PageRequest.parameters.union(["unread"]))
        let page = PageRequest(&query, maximum: maximumPageLength)
        let isUnreadOnly = query.flag("unread") ?? false
        try query.finish()
        let found = try await notices.notices(
            before: try page.number(of: .notices),
            limit: page.limit,
            isUnreadOnly: isUnreadOnly,
            for: staff.account
        )
        let text = NoticeText(rules: rules)
        return Answer.page(of: found.entries, next: found.next.map { PageCursor(.notices, numbers: [$0]) }) {
            text.write($1, to: &$0)
        }
    }

    /// Marks a notice as read, and the older ones if wanted.
    func read(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        var query = QueryReader(call.request, known: ["olderToo"])
        let olderToo = query.flag("olderToo") ?? false
        try query.finish()
        guard let number = Int64(call.parameter("id")) else { throw RequestRefusal.noticeNotFound }
        try await notices.markRead(number, olderToo: olderToo, by: staff.account)
        return Answer.nothing
    }
}

import DossierEngine
import Hummingbird

/// What happened to accounts and keys (lịch sử tài khoản, khóa API), for administrators.
struct AccessHistoryHarness: Sendable {
    private let history: AccessHistory
    private let maximumPageLength: Int

    init(_ dependencies: APIDependencies) {
        history = AccessHistory(of: dependencies.store)
        maximumPageLength = dependencies.limits.pageLength
    }

    /// A page of what happened to an account or a key.
    func list(_ call: HTTPCall, of subject: AccessHistory.Subject) async throws -> Response {
        let staff = try call.staff()
        let page = try PageRequest(of: call.request, maximum: maximumPageLength)
        let position = try page.number(of: .accessHistory).map { Int(clamping: $0) }
        let found = try await history.page(of: subject, after: position ?? 0, limit: page.limit, for: staff.manager)
        let next = found.next.map { PageCursor(.accessHistory, numbers: [Int64($0)]) }
        return Answer.page(of: found.changes, next: next) { AccessChangeText.write($1, to: &$0) }
    }
}

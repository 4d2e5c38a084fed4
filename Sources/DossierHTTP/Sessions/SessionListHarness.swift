import DossierDomain
import DossierEngine
import Hummingbird
import WorkingCalendar

/// Open sessions (danh sách phiên đăng nhập): one's own, and those of others for administrators.
struct SessionListHarness: Sendable {
    private let accounts: AccountService
    private let maximumPageLength: Int

    init(_ dependencies: APIDependencies) {
        accounts = dependencies.accounts
        maximumPageLength = dependencies.limits.pageLength
    }

    /// A page of one's own.
    func own(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        return try await page(call, of: staff.account, present: staff.session)
    }

    /// A page of another's.
    func others(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        let account = try await accounts.account(named: call.parameter("username"), for: staff.manager)
        return try await page(call, of: account, present: staff.session)
    }

    /// Ends one of one's own.
    func endOwn(_ call: HTTPCall) async throws -> Response {
        try await accounts.endSession(try Self.number(call), of: try call.staff().account)
        return Answer.nothing
    }

    /// Ends all of one's own.
    func endAllOwn(_ call: HTTPCall) async throws -> Response {
        try await accounts.endSessions(of: try call.staff().account)
        return Answer.nothing
    }

    /// Ends one of another's.
    func endOther(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        let number = try Self.number(call)
        try await accounts.endSessions(number, ofUser: call.parameter("username"), by: staff.manager)
        return Answer.nothing
    }

    /// Ends all of another's.
    func endAllOthers(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        try await accounts.endSessions(nil, ofUser: call.parameter("username"), by: staff.manager)
        return Answer.nothing
    }

    private func page(_ call: HTTPCall, of account: Account, present: Session?) async throws -> Response {
        let page = try PageRequest(of: call.request, maximum: maximumPageLength)
        let before = try page.number(of: .sessions)
        let found = try await accounts.sessions(of: account, before: before, limit: page.limit)
        return Answer.page(of: found.sessions, next: found.next.map { PageCursor(.sessions, numbers: [$0]) }) {
            writer,
            listed in
            writer.object { writer in
                writer.member("id", listed.session.number)
                writer.member("client", listed.session.client)
                writer.member("createdAt", listed.session.createdAt.iso8601)
                writer.member("lastUsedAt", listed.lastUsedAt.iso8601)
                writer.member("expiresAt", listed.session.expiresAt.iso8601)
                writer.member("current", listed.session.number == present?.number)
            }
        }
    }

    private static func number(_ call: HTTPCall) throws(RequestRefusal) -> Int64 {
        guard let number = Int64(call.parameter("id")) else { throw .sessionNotFound }
        return number
    }
}

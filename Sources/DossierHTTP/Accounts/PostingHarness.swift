import DossierDomain
import DossierEngine
import HTTPTypes
import Hummingbird
import WorkingCalendar

/// Secondments and acting heads (biệt phái, giao phụ trách), kept by administrators.
struct PostingHarness: Sendable {
    private let accounts: AccountService
    private let rules: Rules
    private let clock: any WallClock
    private let maximumPageLength: Int

    init(_ dependencies: APIDependencies) {
        accounts = dependencies.accounts
        rules = dependencies.rules
        clock = dependencies.clock
        maximumPageLength = dependencies.limits.pageLength
    }

    /// A page of all postings of an account.
    func list(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        let page = try PageRequest(of: call.request, maximum: maximumPageLength)
        let found = try await accounts.postings(
            of: call.parameter("username"),
            before: try page.number(of: .postings).map(PostingID.init(number:)),
            limit: page.limit,
            for: staff.manager
        )
        let now = clock.now
        return Answer.page(of: found.postings, next: found.next.map { PageCursor(.postings, numbers: [$0.number]) }) {
            PostingText.write($1, at: now, to: &$0)
        }
    }

    /// Gives an account a post for a time.
    func create(_ call: HTTPCall) async throws -> Response {
        let (staff, body) = try await call.signedJSON()
        let key = try IdempotencyField.read(call.request, body: body.bytes)
        let form = try RequestReader.read(body.value) { PostingReading(&$0) }
        let made = try await accounts.post(
            try form.draft(by: rules),
            to: call.parameter("username"),
            versions: call.expectedVersions,
            by: staff.manager,
            idempotency: key
        )
        var response = Self.answer(made.posting, of: made.account, at: made.asOf, .created)
        response.noteReplay(made.isReplay)
        return response
    }

    /// Ends a posting before its time.
    func end(_ call: HTTPCall) async throws -> Response {
        let (staff, body) = try await call.signedJSON(mayBeEmpty: true)
        try RequestReader.read(body.value) { _ in () }
        guard let number = Int64(call.parameter("id")) else { throw RequestRefusal.postingNotFound }
        let ended = try await accounts.endPosting(
            PostingID(number: number),
            of: call.parameter("username"),
            versions: call.expectedVersions,
            by: staff.manager
        )
        return Self.answer(ended.posting, of: ended.account, at: clock.now, .ok)
    }

    private static func answer(
        _ posting: Posting,
        of account: Account,
        at now: Instant,
        _ status: HTTPResponse.Status
    ) -> Response {
        var response = Answer.json(status, capacity: 256) { PostingText.write(posting, at: now, to: &$0) }
        response.headers[.eTag] = VersionCondition.tag(of: account.version)
        return response
    }
}

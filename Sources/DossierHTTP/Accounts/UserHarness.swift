import DossierDomain
import DossierEngine
import HTTPTypes
import Hummingbird
import WorkingCalendar

/// Staff accounts (tài khoản cán bộ), kept by administrators.
struct UserHarness: Sendable {
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

    /// A page of all accounts.
    func list(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        let page = try PageRequest(of: call.request, maximum: maximumPageLength)
        let after = try page.number(of: .accounts).map(AccountID.init(number:))
        let found = try await accounts.accounts(after: after, limit: page.limit, for: staff.manager)
        let now = clock.now
        return Answer.page(of: found.accounts, next: found.next.map { PageCursor(.accounts, numbers: [$0.number]) }) {
            UserText.write($1, at: now, to: &$0)
        }
    }

    /// The account of whoever asks.
    func own(_ call: HTTPCall) throws -> Response {
        let account = try call.staff().account
        var response = Answer.json(capacity: 256) { UserText.writeOwn(account, at: clock.now, to: &$0) }
        response.headers[.eTag] = VersionCondition.tag(of: account.version)
        return response
    }

    /// Makes an account.
    func create(_ call: HTTPCall) async throws -> Response {
        let (staff, body) = try await call.signedJSON()
        let key = try IdempotencyField.read(call.request, body: body.bytes)
        let draft = try RequestReader.read(body.value) { reader -> (name: String, seat: SeatReading)? in
            let name = reader.clean("username", .identifier)
            let seat = SeatReading(&reader)
            guard let name, let seat else { return nil }
            return (name, seat)
        }
        let made = try await accounts.create(
            username: draft.name,
            role: draft.seat.role,
            place: try draft.seat.place(by: rules),
            by: staff.manager,
            idempotency: key
        )
        var response = answer(made.account, .created, password: made.password)
        response.noteReplay(made.isReplay)
        response.headers[.location] = "/api/v1/users/" + made.account.username
        return response
    }

    /// One account.
    func user(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        return answer(try await accounts.account(named: call.parameter("username"), for: staff.manager))
    }

    /// Lets an account sign in again, or no longer.
    func setActive(_ call: HTTPCall, _ isActive: Bool) async throws -> Response {
        let (name, versions, manager) = try await change(call)
        guard isActive else { return answer(try await accounts.disable(name, versions: versions, by: manager)) }
        return answer(try await accounts.enable(name, versions: versions, by: manager))
    }

    /// Gives an account a one-time password.
    func reset(_ call: HTTPCall) async throws -> Response {
        let change = try await change(call)
        let given = try await accounts.reset(change.name, versions: change.versions, by: change.manager)
        return answer(given.account, password: given.password)
    }

    /// Gives an account another role or unit.
    func assign(_ call: HTTPCall) async throws -> Response {
        let (staff, body) = try await call.signedJSON()
        let seat = try RequestReader.read(body.value) { SeatReading(&$0) }
        let account = try await accounts.assign(
            call.parameter("username"),
            to: seat.role,
            at: try seat.place(by: rules),
            versions: call.expectedVersions,
            by: staff.manager
        )
        return answer(account)
    }

    /// A change without content, as it was asked for.
    private func change(_ call: HTTPCall) async throws -> (name: String, versions: [Int]?, manager: AccountManager) {
        let (staff, body) = try await call.signedJSON(mayBeEmpty: true)
        try RequestReader.read(body.value) { _ in () }
        return (call.parameter("username"), call.expectedVersions, staff.manager)
    }

    private func answer(
        _ account: Account,
        _ status: HTTPResponse.Status = .ok,
        password: OneTimePassword? = nil
    ) -> Response {
        var response = Answer.json(status, capacity: 256) {
            UserText.write(account, at: clock.now, password: password, to: &$0)
        }
        response.headers[.eTag] = VersionCondition.tag(of: account.version)
        return response
    }
}

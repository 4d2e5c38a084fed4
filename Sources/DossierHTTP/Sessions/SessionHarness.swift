import DossierDomain
import DossierEngine
import Hummingbird
import WorkingCalendar

/// Signing in and out (đăng nhập).
struct SessionHarness: Sendable {
    /// The longest password taken, in characters.
    static let maximumPasswordLength = 200

    private let accounts: AccountService

    init(accounts: AccountService) { self.accounts = accounts }

    /// Knows whoever sent a request.
    ///
    /// - Throws: ``RequestRefusal/unauthenticated``, ``StoreError``.
    func authenticate(_ request: Request) async throws -> SignedIn {
        guard let token = BearerToken.read(request.headers[.authorization]) else {
            throw RequestRefusal.unauthenticated
        }
        return SignedIn(account: try await accounts.authenticate(token: token), token: token)
    }

    /// Signs in.
    func signIn(_ call: HTTPCall) async throws -> Response {
        let body = try await call.json().value
        let credentials = try RequestReader.read(body) { reader -> (name: String, password: String)? in
            let name = reader.clean("username", .identifier)
            let password = reader.secret("password", atMost: Self.maximumPasswordLength)
            guard let name, let password else { return nil }
            return (name, password)
        }
        let session = try await accounts.signIn(
            username: credentials.name,
            password: credentials.password,
            from: call.context.clientAddress
        )
        return Answer.json(.created) { writer in
            writer.object { writer in
                writer.member("token", session.token)
                writer.member("expiresAt", session.expiresAt.iso8601)
                writer.key("user")
                Self.write(session.account, to: &writer)
            }
        }
    }

    /// Signs out.
    func signOut(_ call: HTTPCall) async throws -> Response {
        try await accounts.signOut(token: call.staff().token)
        return Answer.nothing
    }

    /// Changes the password of whoever asks.
    func changePassword(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        let body = try await call.json().value
        let passwords = try RequestReader.read(body) { reader -> (current: String, new: String)? in
            let current = reader.secret("currentPassword", atMost: Self.maximumPasswordLength)
            let new = reader.secret("newPassword", atMost: Self.maximumPasswordLength)
            guard let current, let new else { return nil }
            return (current, new)
        }
        try await accounts.changePassword(
            current: passwords.current,
            new: passwords.new,
            of: staff.account,
            keeping: staff.token,
            from: call.context.clientAddress
        )
        return Answer.nothing
    }

    private static func write(_ account: Account, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("username", account.username)
            writer.member("role", account.role.rawValue)
            writer.member("unit", account.place?.unit.rawValue)
            writer.member("commune", account.place?.commune?.rawValue)
        }
    }
}

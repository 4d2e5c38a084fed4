import DossierDomain
import DossierEngine
import Hummingbird
import WorkingCalendar

/// Signing in and out (đăng nhập).
struct SessionHarness: Sendable {
    /// The longest password taken, in characters.
    static let maximumPasswordLength = 200

    /// The most bytes of a sign-in's body.
    ///
    /// Whoever signs in is nobody yet, and what everybody may send is held for each of his connections until it has
    /// come whole: so it is no more than the longest name and password take, escaped as far as JSON lets them.
    static let maximumSignInBytes = 16 * 1024

    private let accounts: AccountService
    private let keys: KeyService
    private let signOn: SignOnService?
    private let clock: any WallClock

    init(_ dependencies: APIDependencies) {
        accounts = dependencies.accounts
        keys = dependencies.keys
        signOn = dependencies.signOn
        clock = dependencies.clock
    }

    /// Knows whoever sent a request for an operation, by the one kind that his token can be.
    ///
    /// - Throws: ``RequestRefusal/unauthenticated``, ``RequestRefusal/keyScope(_:)``,
    ///   ``RequestRefusal/passwordChangeRequired``, ``RequestRefusal/signOnUnmapped``,
    ///   ``RequestRefusal/signOnUnavailable(retryAfterSeconds:)``, ``RequestRefusal/accountOfProvider``,
    ///   ``StoreError``.
    func authenticate(_ request: Request, for operation: Operation, from address: String) async throws -> SignedIn {
        guard let token = BearerToken.read(request.headers[.authorization]) else {
            throw RequestRefusal.unauthenticated
        }
        switch BearerToken.kind(of: token) {
        case .key: return try await key(token, for: operation)
        case .accessToken: return try await accessToken(token, for: operation, from: address)
        case .session: return try await session(token, for: operation)
        }
    }

    private func key(_ token: String, for operation: Operation) async throws -> SignedIn {
        let key = try await keys.authenticate(token)
        guard !key.scopes.isDisjoint(with: operation.keyScopes), let account = Account(key) else {
            throw RequestRefusal.keyScope(key.scopes.sorted())
        }
        return SignedIn(account: account, token: token, session: nil, key: key)
    }

    private func accessToken(
        _ token: String,
        for operation: Operation,
        from address: String
    ) async throws -> SignedIn {
        guard let signOn else { throw RequestRefusal.unauthenticated }
        let account = try await signOn.authenticate(bearing: token, from: address)
        guard !operation.isAboutSessions else { throw RequestRefusal.accountOfProvider }
        return SignedIn(account: account, token: token, session: nil)
    }

    private func session(_ token: String, for operation: Operation) async throws -> SignedIn {
        let found = try await accounts.session(of: token)
        if found.account.mustChangePassword, !operation.takesOneTimePassword {
            throw RequestRefusal.passwordChangeRequired
        }
        return SignedIn(account: found.account, token: token, session: found.session)
    }

    /// Whether whoever sent a request that anyone may send has a session, a key or an access token.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - address: From where, to slow down guessing.
    /// - Returns: Whether he would be known where it mattered.
    func knows(_ request: Request, from address: String) async -> Bool {
        guard let token = BearerToken.read(request.headers[.authorization]) else { return false }
        do {
            switch BearerToken.kind(of: token) {
            case .key: _ = try await keys.authenticate(token)
            case .accessToken:
                guard let signOn else { return false }
                _ = try await signOn.authenticate(bearing: token, from: address)
            case .session: _ = try await accounts.session(of: token)
            }
            return true
        } catch {
            return false
        }
    }

    /// Signs in.
    func signIn(_ call: HTTPCall) async throws -> Response {
        let body = try await call.json(upTo: Self.maximumSignInBytes).value
        let credentials = try RequestReader.read(body) { reader -> (name: String, password: String)? in
            let name = reader.clean("username", .identifier)
            let password = reader.secret("password", atMost: Self.maximumPasswordLength)
            guard let name, let password else { return nil }
            return (name, password)
        }
        let session = try await accounts.signIn(
            username: credentials.name,
            password: credentials.password,
            from: call.origin.key,
            client: ClientProgram.name(of: call.request.headers[.userAgent])
        )
        return Answer.json(.created) { Self.write(session, at: clock.now, to: &$0) }
    }

    /// Writes a session that was just opened.
    static func write(
        _ session: (token: String, expiresAt: Instant, account: Account),
        at now: Instant,
        to writer: inout JSONWriter
    ) {
        writer.object { writer in
            writer.member("token", session.token)
            writer.member("expiresAt", session.expiresAt.iso8601)
            writer.key("user")
            UserText.writeOwn(session.account, at: now, to: &writer)
        }
    }

    /// Signs out.
    func signOut(_ call: HTTPCall) async throws -> Response {
        try await accounts.signOut(token: call.staff().token)
        return Answer.nothing
    }

    /// Changes the password of whoever asks.
    func changePassword(_ call: HTTPCall) async throws -> Response {
        let (staff, body) = try await call.signedJSON()
        let passwords = try RequestReader.read(body.value) { reader -> (current: String, new: String)? in
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
            from: call.origin.key
        )
        return Answer.nothing
    }
}

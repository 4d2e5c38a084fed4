import Crypto
public import DossierEngine
import WorkingCalendar

/// A provider of OpenID Connect (hệ thống đăng nhập một lần), found by its issuer's name alone.
///
/// Source: OpenID Connect Core 1.0; RFC 6749; RFC 7636; RFC 8725; RFC 9700.
public struct OpenIDProvider: SignOnProvider {
    /// A key that the provider took back is believed for a quarter of an hour at most, while the provider can be asked.
    private static let patience = (freshSeconds: Int64(900), staleSeconds: Int64(86_400), pauseSeconds: Int64(30))

    private let settings: ProviderSettings
    private let web: ProviderWeb
    private let clock: any WallClock
    private let document: HeldDocument<ProviderDocument>
    private let keys: HeldDocument<KeySet>

    /// Creates a provider; it is not called yet.
    ///
    /// - Parameters:
    ///   - settings: What is agreed with it.
    ///   - web: What it is called with.
    ///   - clock: The time of the machine.
    public init(_ settings: ProviderSettings, web: ProviderWeb, clock: any WallClock) {
        self.settings = settings
        self.web = web
        self.clock = clock
        let (fresh, stale, pause) = Self.patience
        let document = HeldDocument(
            patience: .init(freshSeconds: fresh, staleSeconds: stale, pauseSeconds: pause),
            clock: clock
        ) { () async throws(WebFailure) -> ProviderDocument in
            guard let address = ProviderDocument.address(of: settings.issuer) else {
                throw WebFailure("its address is in clear")
            }
            return try ProviderDocument(try await web.get(address), issuer: settings.issuer)
        }
        self.document = document
        keys = HeldDocument(
            patience: .init(freshSeconds: fresh, staleSeconds: stale, pauseSeconds: pause),
            clock: clock
        ) { () async throws(WebFailure) -> KeySet in
            let address = try await document.value().keys
            return try await KeySet(try await web.get(address), allowing: settings.algorithms)
        }
    }

    /// Where a browser is sent to sign in; see `SignOnProvider`.
    public func address(for attempt: SignOnAttempt) async throws(SignOnFailure) -> String {
        var parameters = [
            ("response_type", "code"), ("client_id", settings.clientID),
            ("redirect_uri", settings.redirectAddress), ("scope", settings.scopes.joined(separator: " ")),
            ("state", attempt.state), ("nonce", attempt.nonce),
            ("code_challenge", Self.challenge(of: attempt.verifier)), ("code_challenge_method", "S256"),
        ]
        if let age = settings.maximumAgeSeconds { parameters.append(("max_age", String(age))) }
        return try await described().authorization.adding(parameters.map { (name: $0.0, value: $0.1) })
    }

    /// Who has signed in; see `SignOnProvider`.
    public func identity(
        from answer: SignOnAnswer,
        to attempt: SignOnAttempt
    ) async throws(SignOnFailure) -> ProvenIdentity {
        let document = try await described()
        guard answer.issuer == settings.issuer || answer.issuer == nil && !document.namesItself else {
            throw .rejected(reason: "answerIssuer")
        }
        let text = try await identityToken(for: answer.code, attempt.verifier, document)
        return try await believed(text) { check, token throws(TokenDefect) in
            try check.identity(of: token, nonce: attempt.nonce)
        }
    }

    /// Who an access token stands for; see `SignOnProvider`.
    public func identity(bearing token: String) async throws(SignOnFailure) -> ProvenIdentity {
        guard let bearer = settings.bearer else { throw .rejected(reason: "noBearerTokens") }
        return try await believed(token) { check, token throws(TokenDefect) in
            try check.bearer(of: token, bearer)
        }
    }

    private func described() async throws(SignOnFailure) -> ProviderDocument {
        do throws(WebFailure) {
            return try await document.value()
        } catch {
            throw .unavailable(reason: error.reason)
        }
    }

    /// Redeems a code.
    ///
    /// Source: RFC 6749, 4.1.3; RFC 7636, 4.5.
    private func identityToken(
        for code: String,
        _ verifier: String,
        _ document: ProviderDocument
    ) async throws(SignOnFailure) -> String {
        var form = [
            (name: "grant_type", value: "authorization_code"), (name: "code", value: code),
            (name: "redirect_uri", value: settings.redirectAddress), (name: "code_verifier", value: verifier),
        ]
        var authorization: String?
        if let secret = settings.clientSecret {
            switch document.clientProof {
            case .basic: authorization = Self.basic(settings.clientID, secret)
            case .post: form += [(name: "client_id", settings.clientID), (name: "client_secret", secret)]
            case nil: throw .unavailable(reason: "it takes no client secret that we could send")
            }
        } else {
            form.append((name: "client_id", value: settings.clientID))
        }
        let answer: (status: Int, body: [UInt8])
        do throws(WebFailure) {
            answer = try await web.post(form, to: document.token, authorization: authorization)
        } catch {
            throw .unavailable(reason: error.reason)
        }
        guard answer.status < 500 else { throw .unavailable(reason: "it fails to redeem a code") }
        // Whatever is no JSON holds no token.
        let said = try? JSONParser.parse(answer.body)
        guard !Self.refusesUs(answer.status, said) else {
            throw .unavailable(reason: "it does not take our client ID and secret")
        }
        guard answer.status == 200, let token = said?["id_token"]?.string else { throw .rejected(reason: "code") }
        return token
    }

    /// Whether it is us and not the code that it refuses: nobody can sign in until the administrator has done
    /// something.
    ///
    /// Source: RFC 6749, 5.2.
    private static func refusesUs(_ status: Int, _ said: JSONValue?) -> Bool {
        let errors = ["invalid_client", "unauthorized_client"]
        return status == 401 || status == 400 && said?["error"]?.string.map(errors.contains) == true
    }

    /// Checks a token's signature and then what it says, with newer keys if those that are held have not signed it.
    private func believed(
        _ text: String,
        _ judge: @Sendable (ClaimCheck, SignedToken) throws(TokenDefect) -> ProvenIdentity
    ) async throws(SignOnFailure) -> ProvenIdentity {
        let token: SignedToken
        do throws(TokenDefect) {
            token = try SignedToken(text)
        } catch {
            throw Self.failure(error)
        }
        guard settings.algorithms.contains(token.algorithm) else { throw Self.failure(.algorithm) }
        guard try await isSigned(token) else { throw Self.failure(.signature) }
        do throws(TokenDefect) {
            return try judge(ClaimCheck(settings: settings, now: clock.now.milliseconds / 1000), token)
        } catch {
            throw Self.failure(error)
        }
    }

    private static func failure(_ defect: TokenDefect) -> SignOnFailure {
        defect == .expired ? .expired : .rejected(reason: defect.rawValue)
    }
}

extension OpenIDProvider {
    private func isSigned(_ token: SignedToken) async throws(SignOnFailure) -> Bool {
        let held: KeySet
        do throws(WebFailure) {
            held = try await keys.value()
        } catch {
            throw .unavailable(reason: error.reason)
        }
        if token.isSigned(byOneOf: held.keys(named: token.keyID, token.algorithm)) { return true }
        guard let newer = await keys.newer() else { return false }
        return token.isSigned(byOneOf: newer.keys(named: token.keyID, token.algorithm))
    }

    /// Source: RFC 7636, 4.2.
    private static func challenge(of verifier: String) -> String {
        Base64URL.text(SHA256.hash(data: Array(verifier.utf8)))
    }

    /// Source: RFC 6749, 2.3.1.
    private static func basic(_ id: String, _ secret: String) -> String {
        "Basic " + Base64.text((FormText.encoded(id) + ":" + FormText.encoded(secret)).utf8)
    }
}

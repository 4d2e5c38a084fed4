import Crypto
public import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import SMSPeers
import Synchronization

/// A provider of OpenID Connect in this process that does what a test wants: what it should, or anything else.
public final class ScriptedProvider: Sendable {
    /// What it does with requests for one of its documents.
    public enum Conduct: Sendable, Equatable {
        /// What it should.
        case honest
        /// Answers with these bytes.
        case says(String)
        /// Answers with a status and no body.
        case status(Int)
        /// Answers with status 400 and this error.
        case refuses(String)
        /// Sends whoever asks to another of its addresses, where the right answer is.
        case redirects
        /// Answers with so many bytes.
        case floods(Int)
        /// Begins an answer and never ends it.
        case stalls
    }

    /// One of its documents.
    public enum Document: String, Sendable, CaseIterable {
        /// What it says of itself.
        case discovery = "/.well-known/openid-configuration"
        /// Its keys.
        case keys = "/keys"
        /// Where codes are redeemed.
        case token = "/token"
    }

    /// A code that was given out.
    private struct Grant {
        let claims: [String: any Sendable]
        let challenge: String
        let redirect: String
        let client: String
    }

    private struct State {
        var conduct: [Document: Conduct] = [:]
        var calls: [Document: Int] = [:]
        var keys: [TokenKey]
        var published: [[String: String]]?
        var members: [String: any Sendable] = [:]
        var grants: [String: Grant] = [:]
        var forms: [[String: String]] = []
        var token: String?
        var port = 0
    }

    private let state: Mutex<State>
    private let clock: @Sendable () -> Date

    /// Runs a provider, and ends it when `body` has returned.
    ///
    /// - Parameters:
    ///   - keys: What it signs with; the first signs.
    ///   - clock: Its clock.
    ///   - body: What is done with it.
    /// - Throws: What `body` throws.
    public static func run(
        keys: [TokenKey],
        clock: @escaping @Sendable () -> Date = { Date() },
        _ body: @escaping @Sendable (ScriptedProvider) async throws -> Void
    ) async throws {
        let provider = ScriptedProvider(keys: keys, clock: clock)
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: provider.router(),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { told.yield($0.localAddress?.port ?? 0) }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // So that whoever awaits the port of one that cannot start is told.
                defer { told.finish() }
                try await application.run()
            }
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else { throw PeerFailure("the provider did not start") }
            provider.state.withLock { $0.port = port }
            do {
                try await body(provider)
            } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
        }
    }

    private init(keys: [TokenKey], clock: @escaping @Sendable () -> Date) {
        state = Mutex(State(keys: keys))
        self.clock = clock
    }

    /// Its name for itself.
    public var issuer: String { "http://127.0.0.1:\(state.withLock { $0.port })" }

    /// Its present moment, in seconds.
    public var seconds: Int { Int(clock().timeIntervalSince1970) }

    /// Lets it do something else with requests for a document.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - conduct: What it does.
    public func set(_ document: Document, _ conduct: Conduct) { state.withLock { $0.conduct[document] = conduct } }

    /// Lets its description say something else.
    ///
    /// - Parameters:
    ///   - name: The member.
    ///   - value: Its value.
    public func describe(_ name: String, as value: any Sendable) { state.withLock { $0.members[name] = value } }

    /// Changes its keys.
    ///
    /// - Parameters:
    ///   - keys: What it signs with from now on.
    ///   - published: What it publishes; nil for the public halves.
    public func rotate(to keys: [TokenKey], published: [[String: String]]? = nil) {
        state.withLock { state in
            state.keys = keys
            state.published = published
        }
    }

    /// Lets it answer every code with this token in the place of its own; nil for its own.
    ///
    /// - Parameter token: The token.
    public func answer(with token: String?) { state.withLock { $0.token = token } }

    /// How often a document was asked for.
    ///
    /// - Parameter document: The document.
    /// - Returns: How often.
    public func calls(of document: Document) -> Int { state.withLock { $0.calls[document] ?? 0 } }

    /// The forms that came with codes, with the field `Authorization` as `authorization`.
    public var forms: [[String: String]] { state.withLock { $0.forms } }

    /// Signs somebody in as his browser would see it.
    ///
    /// - Parameters:
    ///   - location: Where the browser was sent.
    ///   - claims: What the identity token says of him; null in the place of a value takes a member away.
    /// - Returns: What the browser brings back, as the part of an address after the question mark.
    /// - Throws: If the browser was not sent as it should.
    public func signIn(_ location: String, claims: [String: any Sendable]) throws -> String {
        guard let parts = URLComponents(string: location), location.hasPrefix(issuer + "/authorize?"),
            let items = parts.queryItems
        else { throw PeerFailure("\(location) is not where browsers sign in") }
        let asked = Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
        guard asked["response_type"] == "code", asked["code_challenge_method"] == "S256",
            let challenge = asked["code_challenge"], challenge.count == 43,
            let given = asked["state"], !given.isEmpty, let nonce = asked["nonce"], !nonce.isEmpty,
            let redirect = asked["redirect_uri"], let client = asked["client_id"],
            asked["scope"]?.split(separator: " ").contains("openid") == true
        else { throw PeerFailure("\(location) asks for too little") }
        let code = UUID().uuidString
        let common: [String: any Sendable] = [
            "iss": issuer, "aud": client, "nonce": nonce, "iat": seconds, "exp": seconds + 300,
        ]
        let grant = Grant(
            claims: common.merging(claims) { $1 },
            challenge: challenge,
            redirect: redirect,
            client: client
        )
        state.withLock { $0.grants[code] = grant }
        return "code=\(code)&state=\(given)"
    }

    /// A token that its first key has signed.
    ///
    /// - Parameters:
    ///   - claims: What it says; a null takes a member away.
    ///   - header: Members of its head.
    /// - Returns: The token.
    /// - Throws: What keeps from signing.
    public func token(_ claims: [String: any Sendable], header: [String: String?] = [:]) throws -> String {
        let key = state.withLock { $0.keys.first }
        guard let key else { throw PeerFailure("the provider has no key") }
        return try key.token(Self.text(claims), header: header)
    }

    /// Claims in JSON, without those that are null.
    ///
    /// - Parameter claims: The claims.
    /// - Returns: The text.
    /// - Throws: What keeps from writing.
    public static func text(_ claims: [String: any Sendable]) throws -> String {
        let kept = claims.filter { !($0.value is NSNull) }
        let data = try JSONSerialization.data(withJSONObject: kept, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }
}

extension ScriptedProvider {
    private func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        for document in Document.allCases {
            let method: HTTPRequest.Method = document == .token ? .post : .get
            router.on(RouterPath(document.rawValue), method: method) { request, _ in
                try await self.respond(document, request)
            }
            router.on(RouterPath("/elsewhere" + document.rawValue), method: method) { request, _ in
                try await self.honest(document, request)
            }
        }
        return router
    }

    private func respond(_ document: Document, _ request: Request) async throws -> Response {
        let conduct = state.withLock { state in
            state.calls[document, default: 0] += 1
            return state.conduct[document] ?? .honest
        }
        switch conduct {
        case .honest: return try await honest(document, request)
        case .says(let text): return Self.response(text)
        case .status(let status): return Response(status: .init(code: status))
        case .refuses(let error):
            var response = Self.response(#"{"error":"\#(error)"}"#)
            response.status = .badRequest
            return response
        case .redirects:
            return Response(status: .temporaryRedirect, headers: [.location: issuer + "/elsewhere" + document.rawValue])
        case .floods(let count):
            return Self.response(String(repeating: " ", count: count) + "{}")
        case .stalls:
            return Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "{"))
                    try await Task.sleep(for: .seconds(3_600))
                    try await writer.finish(nil)
                }
            )
        }
    }

    private func honest(_ document: Document, _ request: Request) async throws -> Response {
        switch document {
        case .discovery: return Self.response(try description())
        case .keys:
            let keys = state.withLock { state in state.published ?? state.keys.map { $0.published() } }
            return Self.response(try Self.text(["keys": keys]))
        case .token: return try await redeem(request)
        }
    }

    private func description() throws -> String {
        let members = state.withLock { $0.members }
        let usual: [String: any Sendable] = [
            "issuer": issuer, "authorization_endpoint": issuer + "/authorize", "token_endpoint": issuer + "/token",
            "jwks_uri": issuer + "/keys", "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256"], "code_challenge_methods_supported": ["S256"],
        ]
        return try Self.text(usual.merging(members) { $1 })
    }

    /// Redeems a code once, for whoever has the verifier of its challenge.
    private func redeem(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 65_536)
        var parts = URLComponents()
        parts.percentEncodedQuery = String(buffer: body)
        var form = Dictionary((parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { first, _ in first }
        form["authorization"] = request.headers[.authorization]
        let sent = form
        let found = state.withLock { state -> (grant: Grant, key: TokenKey?, token: String?)? in
            state.forms.append(sent)
            guard let grant = state.grants.removeValue(forKey: sent["code"] ?? "") else { return nil }
            return (grant, state.keys.first, state.token)
        }
        let proof = TokenText.encoded(SHA256.hash(data: Data((form["code_verifier"] ?? "").utf8)))
        guard let found, found.grant.challenge == proof, found.grant.redirect == form["redirect_uri"] else {
            return Self.response(#"{"error":"invalid_grant"}"#, .badRequest)
        }
        let own = try found.key?.token(Self.text(found.grant.claims)) ?? ""
        let answer: [String: any Sendable] = [
            "access_token": "opaque", "token_type": "Bearer", "id_token": found.token ?? own,
        ]
        return Self.response(try Self.text(answer))
    }

    private static func response(_ text: String, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}

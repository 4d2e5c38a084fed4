import DossierEngine
import HTTPTypes
import Hummingbird

/// What gateways bring (báo cáo gửi tin, tin nhắn đến), each by its own secret.
struct HookHarness: Sendable {
    private let hooks: [GatewayHook]
    private let reports: MessageReports
    private let inquiries: InquiryService
    private let keys: KeyService

    init(_ dependencies: APIDependencies) {
        hooks = dependencies.hooks
        reports = dependencies.reports
        inquiries = dependencies.inquiries
        keys = dependencies.keys
    }

    /// Takes a report, by `GET` or `POST`.
    func report(_ call: HTTPCall) async throws -> Response {
        let (hook, content) = try await content(of: call, scope: .smsReceipts)
        try await reports.take(try Self.content(of: hook.readReport?(content), call))
        return Self.taken
    }

    /// Takes a citizen's text, by `GET` or `POST`; its answer goes out by the gateway, not in this answer.
    func text(_ call: HTTPCall) async throws -> Response {
        let (hook, content) = try await content(of: call, scope: .smsInbound)
        try await inquiries.take(try Self.content(of: hook.readText?(content), call))
        return Self.taken
    }

    /// Whose call it is, and what it brings.
    ///
    /// - Throws: ``RequestRefusal/unauthenticated`` for a wrong secret, a wrong source, and where no secret is set.
    private func content(of call: HTTPCall, scope: KeyScope) async throws -> (GatewayHook, HookCall) {
        let secret = Self.secret(of: call.request) ?? ""
        guard let hook = try await hook(of: secret, from: call.origin.address, scope: scope) else {
            throw RequestRefusal.unauthenticated
        }
        let body = try await JSONBody.bytes(of: call.request, upTo: GatewayHook.maximumBodyBytes)
        // A key may have been revoked before the body had come.
        guard try await self.hook(of: secret, from: call.origin.address, scope: scope) != nil else {
            throw RequestRefusal.unauthenticated
        }
        return (hook, HookCall(query: Array((call.request.uri.query ?? "").utf8), body: body))
    }

    /// The hook that a secret opens: the gateway's own secret, or a key that speaks for it.
    private func hook(of secret: String, from address: String, scope: KeyScope) async throws -> GatewayHook? {
        let typed = Digest.of(Array(secret.utf8))
        // Every hook is compared with, so that the time tells nothing of how many there are before the right one.
        if let own = hooks.filter({ $0.takes(typed, from: address) }).first { return own }
        guard KeyService.isKey(secret) else { return nil }
        let key = try await keys.authenticate(secret)
        guard key.scopes.contains(scope) else { return nil }
        return hooks.first { $0.gateway == key.gateway && $0.isReached(from: address) }
    }

    /// The secret that was sent: as a bearer token, in a header of its own, or among the parameters.
    private static func secret(of request: Request) -> String? {
        if let token = BearerToken.read(request.headers[.authorization]) { return token }
        if let secret = request.headers[.gatewaySecret] { return secret }
        return request.uri.queryParameters["secret"].map(String.init)
    }

    /// What a call brings, once it is read.
    ///
    /// - Throws: ``RequestRefusal/invalidFields(_:)`` that names the parameter where it is known, else the part of the
    ///   call; also where the gateway brings nothing of the kind.
    private static func content<Content>(of reading: HookReading<Content>?, _ call: HTTPCall) throws -> Content {
        let whole = call.request.method == .get ? "query" : "body"
        switch reading {
        case .content(let content): return content
        case .unreadable(let parameter):
            throw RequestRefusal.invalidFields([FieldError(parameter ?? whole, .invalidValue)])
        case nil: throw RequestRefusal.invalidFields([FieldError(whole, .invalidValue)])
        }
    }

    /// Kannel takes an empty answer of status 200 for done, and tries again after any other.
    private static let taken = Answer.bytes([], type: "text/plain")
}

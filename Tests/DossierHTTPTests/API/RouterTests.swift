import DossierDomain
import DossierEngine
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import DossierHTTP

/// The middleware before routes that refuse in every way a harness can.
@Suite("Every answer is made in one way")
struct RouterTests {
    /// A failure that no table knows, with words that nobody outside may read.
    private struct Secret: Error {
        let text = "mat khau"
    }

    private func application() -> some ApplicationProtocol {
        let router = Router(context: DossierRequestContext.self, options: .autoGenerateHeadEndpoints)
        let mapping = ProblemMapping(statusName: { "trạng thái \($0.rawValue)" }, unitName: { $0.description })
        router.add(middleware: ObservationMiddleware(metrics: RequestMetrics()))
        router.add(middleware: ProblemMiddleware(mapping: mapping, answer: ProblemAnswer(wording: Wording.plain)))
        for operation in Operation.allCases {
            router.on(RouterPath(operation.template), method: operation.method) { request, context in
                let call = HTTPCall(
                    request: request,
                    context: context,
                    origin: ClientOrigin("local"),
                    maximumBodyBytes: 64,
                    signedIn: nil
                )
                return try await Self.answer(operation, call)
            }
        }
        return Application(router: router)
    }

    private static func answer(_ operation: Operation, _ call: HTTPCall) async throws -> Response {
        switch operation {
        case .checkLiveness: return Answer.json { $0.object { $0.member("status", "live") } }
        case .checkReadiness: throw StoreError(.unavailable, "disk full")
        case .readMetrics: throw Secret()
        case .listInbox: throw RequestRefusal.tooManyAttempts(retryAfterSeconds: 17)
        case .listNotices:
            _ = try call.staff()
            return Answer.nothing
        case .signIn:
            _ = try await call.json()
            return Answer.nothing
        case .acceptDossier:
            let body = try await call.json(mayBeEmpty: true)
            return Answer.bytes(body.bytes, type: call.parameter("code"))
        default: throw RequestRefusal.invalidFields([FieldError("applicant.phone", .notAPhone)])
        }
    }

    private func ask(
        _ path: String,
        _ method: HTTPRequest.Method = .get,
        headers: HTTPFields = [:],
        body: String? = nil
    ) async throws -> TestResponse {
        try await application().test(.router) { client in
            try await client.execute(
                uri: path,
                method: method,
                headers: headers,
                body: body.map { ByteBuffer(string: $0) }
            )
        }
    }

    @Test("an answer says that it must not be kept, guessed at or run")
    func securityHeaders() async throws {
        for path in ["/health/live", "/nowhere", "/metrics"] {
            let answer = try await ask(path)
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(answer.headers[.xContentTypeOptions] == "nosniff")
            #expect(answer.headers[.contentSecurityPolicy] == "default-src 'none'; frame-ancestors 'none'")
            #expect(answer.headers[.server] == nil)
        }
    }

    @Test("an unknown path is 404 with a code of its own")
    func notFound() async throws {
        let answer = try await ask("/api/v1/nowhere?pin=7K4P")
        #expect(answer.status == .notFound)
        #expect(answer.headers[.contentType] == "application/problem+json")
        #expect(answer.headers[.contentLanguage] == "vi")
        let wanted =
            #"{"type":"urn:motcua:problem:not-found","title":"vi title","status":404,"detail":"vi detail","#
            + #""code":"not-found","errors":[]}"#
        #expect(String(buffer: answer.body) == wanted)
    }

    @Test("a method that a path does not have is 405 and tells those it has")
    func methodNotAllowed() async throws {
        let answer = try await ask("/api/v1/dossiers", .delete)
        #expect(answer.status == .methodNotAllowed)
        #expect(answer.headers[.allow] == "GET, HEAD, OPTIONS, POST")
        #expect(String(buffer: answer.body).contains(#""code":"method-not-allowed""#))
    }

    @Test("an unknown action has a code of its own, whatever the method")
    func unknownAction() async throws {
        for method in [HTTPRequest.Method.post, .get] {
            let answer = try await ask("/api/v1/dossiers/x/actions/approve", method)
            #expect(answer.status == .notFound)
            #expect(String(buffer: answer.body).contains(#""code":"unknown-action""#))
        }
    }

    @Test("OPTIONS tells the methods of a path, and 404 where there is none")
    func options() async throws {
        let answer = try await ask("/api/v1/sessions/current", .options)
        #expect(answer.status == .noContent)
        #expect(answer.headers[.allow] == "DELETE, OPTIONS")
        #expect(try await ask("/nowhere", .options).status == .notFound)
    }

    @Test("an answer without content tells no length of it")
    func noLength() async throws {
        #expect(try await ask("/health/live", .options).headers[.contentLength] == nil)
        #expect(Answer.nothing.headers[.contentLength] == nil)
    }

    @Test("HEAD is answered like GET without the body, refusals too")
    func head() async throws {
        let found = try await ask("/health/live", .head)
        #expect(found.status == .ok)
        #expect(found.body.readableBytes == 0)
        #expect(found.headers[.contentLength] == "17")
        let refused = try await ask("/nowhere", .head)
        #expect(refused.status == .notFound)
        #expect(refused.body.readableBytes == 0)
    }

    @Test("a refusal is told in English where that is preferred")
    func english() async throws {
        let answer = try await ask("/api/v1/dossiers", headers: [.acceptLanguage: "en-GB,en;q=0.9,vi;q=0.5"])
        #expect(answer.status == .unprocessableContent)
        #expect(answer.headers[.contentLanguage] == "en")
        let wanted = #"[{"field":"applicant.phone","code":"not-a-phone","detail":"en field"}]"#
        #expect(String(buffer: answer.body).hasSuffix(#""code":"invalid-request","errors":"# + wanted + "}"))
    }

    @Test("an unknown error is told by a number alone")
    func unknownError() async throws {
        let answer = try await ask("/metrics")
        #expect(answer.status == .internalServerError)
        let body = String(buffer: answer.body)
        #expect(body.contains(#""code":"internal","incident":""#))
        #expect(!body.contains("khau"))
        #expect(!body.contains("Secret"))
    }

    @Test("a wait is told in seconds, a missing token by the scheme that is asked for")
    func fieldsOfRefusals() async throws {
        #expect(try await ask("/api/v1/inbox").headers[.retryAfter] == "17")
        #expect(try await ask("/health/ready").headers[.retryAfter] == "5")
        #expect(try await ask("/health/ready").status == .serviceUnavailable)
        let unknown = try await ask("/api/v1/notices")
        #expect(unknown.status == .unauthorized)
        #expect(unknown.headers[.wwwAuthenticate] == "Bearer")
    }

    @Test("a body is refused by its size, its kind, its encoding and its form")
    func bodies() async throws {
        let json: HTTPFields = [.contentType: "application/json"]
        let path = "/api/v1/sessions"
        let large = try await ask(path, .post, headers: json, body: String(repeating: " ", count: 65))
        #expect(large.status == .contentTooLarge)
        let kind = try await ask(path, .post, headers: [.contentType: "text/plain"], body: "{}")
        #expect(kind.status == .unsupportedMediaType)
        #expect(try await ask(path, .post, body: "{}").status == .unsupportedMediaType)
        let packed: HTTPFields = [.contentType: "application/json", .contentEncoding: "gzip"]
        #expect(try await ask(path, .post, headers: packed, body: "{}").status == .unsupportedMediaType)
        let form = try await ask(path, .post, headers: json, body: "{")
        #expect(String(buffer: form.body).contains(#""code":"malformed-json""#))
        let nothing = try await ask(path, .post)
        #expect(String(buffer: nothing.body).contains(#""code":"malformed-json""#))
        let twice = try await ask(path, .post, headers: json, body: #"{"a":1,"a":2}"#)
        #expect(String(buffer: twice.body).contains(#"{"field":"a","code":"duplicate-key""#))
        #expect(try await ask(path, .post, headers: json, body: "{}").status == .noContent)
    }

    @Test("a body that is no UTF-8 is refused as such")
    func encoding() async throws {
        let answer = try await application().test(.router) { client in
            try await client.execute(
                uri: "/api/v1/sessions",
                method: .post,
                headers: [.contentType: "application/json"],
                body: ByteBuffer(bytes: [0x22, 0xFF, 0x22])
            )
        }
        #expect(answer.status == .badRequest)
        #expect(String(buffer: answer.body).contains(#""code":"payload-encoding""#))
    }

    @Test("an action without a body is one with an empty object; percent signs of a path are resolved")
    func emptyBody() async throws {
        let answer = try await ask("/api/v1/dossiers/000.00.15.h47%20-220105-0001/actions/accept", .post)
        #expect(answer.status == .ok)
        #expect(answer.headers[.contentType] == "000.00.15.h47 -220105-0001")
    }
}

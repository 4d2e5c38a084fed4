import DossierEngine
import HTTPTypes
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing
import WorkingCalendar

@testable import DossierHTTP

@Suite("Look-ups on the event loop")
struct FastStatusHandlerTests {
    private static let code = "000.00.15.H47-220105-0001"

    /// A clock that stands.
    private struct StandingClock: WallClock {
        let now: Instant
    }

    /// A store of one status, due on 2022-01-10 at 10:20.
    private struct OneStatus: StatusLookup {
        let isBroken: Bool

        func status(of code: String) throws -> StoredStatus? {
            if isBroken { throw StoreError(.unavailable, "disk full") }
            guard code == FastStatusHandlerTests.code else { return nil }
            return StoredStatus(
                body: Array(#"{"code":"000.00.15.H47-220105-0001""#.utf8),
                dueAt: Instant(iso8601: "2022-01-10T10:20:00+07:00"),
                frozenAt: nil
            )
        }

        func openView() {}
        func closeView() {}
    }

    private func channel(now: String = "2022-01-05T10:20:00+07:00", isBroken: Bool = false) throws -> EmbeddedChannel {
        let clock = StandingClock(now: try #require(Instant(iso8601: now)))
        let ways = FastStatusWays(
            makeLookup: { OneStatus(isBroken: isBroken) },
            gate: LookupGate(limiter: LookupLimiter(machineClock: clock), trustedProxies: .none),
            clock: clock,
            machineClock: clock,
            metrics: RequestMetrics().pair(method: .get, route: "x", status: 200),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return EmbeddedChannel(handler: FastStatusHandler(ways: ways))
    }

    private func head(_ path: String, _ fields: HTTPFields = [:]) -> HTTPRequest {
        HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: path, headerFields: fields)
    }

    private func send(_ head: HTTPRequest, to channel: EmbeddedChannel) throws {
        try channel.writeInbound(HTTPRequestPart.head(head))
        try channel.writeInbound(HTTPRequestPart.end(nil))
    }

    /// The paths of the requests that went on to the router.
    private func passedPaths(_ channel: EmbeddedChannel) throws -> [String] {
        var paths: [String] = []
        while let part = try channel.readInbound(as: HTTPRequestPart.self) {
            if case .head(let head) = part { paths.append(head.path ?? "") }
        }
        return paths
    }

    /// The answers that were written, each as its status and body.
    private func answers(_ channel: EmbeddedChannel) throws -> [String] {
        var answers: [String] = []
        var current = ""
        while let part = try channel.readOutbound(as: HTTPResponsePart.self) {
            switch part {
            case .head(let head): current = String(head.status.code)
            case .body(let body): current += " " + String(buffer: body)
            case .end: answers.append(current)
            }
        }
        return answers
    }

    @Test("a plain look-up is answered at once and does not go on")
    func answersAtOnce() throws {
        let channel = try channel()
        try send(head("/api/v1/status/" + Self.code), to: channel)
        #expect(try passedPaths(channel).isEmpty)
        #expect(try answers(channel) == [#"200 {"code":"000.00.15.H47-220105-0001","late":false}"#])
        _ = try channel.finish()
    }

    @Test("a dossier is late one second after its due moment")
    func lateness() throws {
        // The whole second of the due moment is on time (domain.md R47).
        for (now, isLate) in [("2022-01-10T10:20:00.999+07:00", false), ("2022-01-10T10:20:01+07:00", true)] {
            let channel = try channel(now: now)
            try send(head("/api/v1/status/" + Self.code), to: channel)
            #expect(try answers(channel).first?.hasSuffix("\"late\":\(isLate)}") == true)
            _ = try channel.finish()
        }
    }

    @Test("the answer has the fields of the long way, with length and date")
    func fields() throws {
        let channel = try channel()
        try send(head("/api/v1/status/" + Self.code), to: channel)
        guard case .head(let head)? = try channel.readOutbound(as: HTTPResponsePart.self) else {
            Issue.record("no head")
            return
        }
        let names = head.headerFields.map(\.name.canonicalName)
        #expect(
            names == [
                "content-type", "content-length", "cache-control", "x-content-type-options",
                "content-security-policy", "referrer-policy", "date",
            ]
        )
        // {"code":" has 9 bytes, the code 25, its quote 1, and ,"late":false} 14.
        #expect(head.headerFields[.contentLength] == "49")
        // 10:20 in Vietnam is 03:20 GMT; 2022-01-05 was a Wednesday.
        #expect(head.headerFields[.date] == "Wed, 05 Jan 2022 03:20:00 GMT")
        _ = try channel.finish(acceptAlreadyClosed: true)
    }

    @Test("requests in one packet are answered in their order")
    func pipelined() throws {
        let channel = try channel()
        let path = "/api/v1/status/" + Self.code
        try send(head(path), to: channel)
        try send(head("/api/v1/dossiers"), to: channel)
        try send(head(path), to: channel)
        // The second is with the router, so the third may not overtake it.
        #expect(try passedPaths(channel) == ["/api/v1/dossiers", path])
        #expect(try answers(channel).count == 1)
        for status in [HTTPResponse.Status.unauthorized, .ok] {
            try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: status)))
            try channel.writeOutbound(HTTPResponsePart.end(nil))
        }
        #expect(try answers(channel) == ["401", "200"])
        // Nothing is with the router any more.
        try send(head(path), to: channel)
        #expect(try passedPaths(channel).isEmpty)
        #expect(try answers(channel).count == 1)
        _ = try channel.finish()
    }

    @Test("an unknown code goes the long way, which knows how to refuse")
    func unknownCode() throws {
        let channel = try channel()
        try send(head("/api/v1/status/000.00.15.H47-220105-9999"), to: channel)
        #expect(try passedPaths(channel).count == 1)
        #expect(try answers(channel).isEmpty)
        _ = try channel.finish()
    }

    @Test("a store that fails is left to the long way")
    func brokenStore() throws {
        let channel = try channel(isBroken: true)
        try send(head("/api/v1/status/" + Self.code), to: channel)
        #expect(try passedPaths(channel).count == 1)
        _ = try channel.finish()
    }

    @Test("after a request that ends the connection nothing is answered any more")
    func endingConnection() throws {
        let channel = try channel()
        try send(head("/api/v1/dossiers", [.connection: "close"]), to: channel)
        try channel.writeOutbound(HTTPResponsePart.end(nil))
        try send(head("/api/v1/status/" + Self.code), to: channel)
        #expect(try passedPaths(channel).count == 2)
        _ = try channel.finish()
    }

    @Test(
        "odd spellings, parameters and bodies go the long way",
        arguments: [
            "/api/v1/status/000.00.15.h47-220105-0001", "/api/v1/status/000.00.15.H47-220105-0001?pin=7K4P",
            "/api/v1/status/000.00.15.H47-220105-0001?", "/api/v1/status/000%2E00.15.H47-220105-0001",
            "/api/v1/status/000.00.15.H47-220105-0001/", "/api//v1/status/000.00.15.H47-220105-0001",
            "/api/v1/status/", "/api/v1/status", "/", "http://localhost/api/v1/status/000.00.15.H47-220105-0001",
        ]
    )
    func oddPaths(path: String) {
        #expect(FastStatusRequest.code(of: head(path)) == nil)
    }

    @Test("only a GET without a body on a connection that stays is answered")
    func oddHeads() {
        let path = "/api/v1/status/" + Self.code
        #expect(FastStatusRequest.code(of: head(path)) == Self.code)
        #expect(FastStatusRequest.code(of: head(path, [.connection: "Keep-Alive"])) == Self.code)
        #expect(FastStatusRequest.code(of: head(path, [.connection: "close"])) == nil)
        #expect(FastStatusRequest.code(of: head(path, [.contentLength: "2"])) == nil)
        #expect(FastStatusRequest.code(of: head(path, [.transferEncoding: "chunked"])) == nil)
        #expect(FastStatusRequest.code(of: head(path, [.upgrade: "websocket"])) == nil)
        var post = head(path)
        post.method = .head
        #expect(FastStatusRequest.code(of: post) == nil)
    }
}

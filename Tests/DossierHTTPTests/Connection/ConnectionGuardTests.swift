import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import DossierHTTP

@Suite("Watching over a connection")
struct ConnectionGuardTests {
    private let request = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/")

    private func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: ConnectionGuard(answer: ProblemAnswer(wording: Wording.plain)))
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 80), promise: nil)
        return channel
    }

    /// Tells the channel that nothing was read or written for the time allowed.
    private func passIdleTime(_ channel: EmbeddedChannel) {
        channel.pipeline.fireUserInboundEventTriggered(IdleStateHandler.IdleStateEvent.all)
    }

    @Test("a still connection is closed")
    func idle() throws {
        let channel = try channel()
        #expect(channel.isActive)
        passIdleTime(channel)
        #expect(!channel.isActive)
    }

    @Test("a request that was read whole may take its time")
    func slowAnswer() throws {
        let channel = try channel()
        try channel.writeInbound(HTTPRequestPart.head(request))
        try channel.writeInbound(HTTPRequestPart.end(nil))
        passIdleTime(channel)
        #expect(channel.isActive)
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
        passIdleTime(channel)
        #expect(!channel.isActive)
    }

    @Test("a request that does not come to its end is given up")
    func slowRequest() throws {
        let channel = try channel()
        try channel.writeInbound(HTTPRequestPart.head(request))
        passIdleTime(channel)
        #expect(!channel.isActive)
    }

    @Test("the bare answer to what is no HTTP is put into words")
    func bareAnswer() throws {
        let channel = try channel()
        let bare = HTTPResponse(status: .badRequest, headerFields: [.connection: "close", .contentLength: "0"])
        try channel.writeOutbound(HTTPResponsePart.head(bare))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
        guard case .head(let head)? = try channel.readOutbound(as: HTTPResponsePart.self),
            case .body(let body)? = try channel.readOutbound(as: HTTPResponsePart.self),
            case .end? = try channel.readOutbound(as: HTTPResponsePart.self)
        else {
            Issue.record("no whole answer")
            return
        }
        #expect(head.status == .badRequest)
        #expect(head.headerFields[.contentType] == "application/problem+json")
        #expect(head.headerFields[.contentLength] == String(body.readableBytes))
        #expect(head.headerFields[.connection] == "close")
        #expect(head.headerFields[.cacheControl] == "no-store")
        #expect(String(buffer: body).contains(#""code":"malformed-request""#))
        _ = try channel.finish()
    }

    @Test("a worded refusal is left as it is")
    func wordedAnswer() throws {
        let channel = try channel()
        let fields: HTTPFields = [.contentType: "application/problem+json", .contentLength: "2", .connection: "close"]
        let worded = HTTPResponse(status: .badRequest, headerFields: fields)
        try channel.writeOutbound(HTTPResponsePart.head(worded))
        #expect(try channel.readOutbound(as: HTTPResponsePart.self) == .head(worded))
        _ = try channel.finish()
    }
}

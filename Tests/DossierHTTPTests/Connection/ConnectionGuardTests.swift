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
        let patience = ConnectionGuard.Patience(idle: .seconds(60), request: .seconds(30))
        let answer = ProblemAnswer(wording: Wording.plain)
        let guardian = ConnectionGuard(answer: answer, isSecure: false, patience: patience)
        let channel = EmbeddedChannel(handler: guardian)
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 80), promise: nil)
        return channel
    }

    private func pass(_ seconds: Int64, on channel: EmbeddedChannel) {
        channel.embeddedEventLoop.advanceTime(by: .seconds(seconds))
    }

    private func answer(on channel: EmbeddedChannel) throws {
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    @Test("a connection without a request is closed")
    func idle() throws {
        let channel = try channel()
        pass(59, on: channel)
        #expect(channel.isActive)
        pass(1, on: channel)
        #expect(!channel.isActive)
    }

    @Test("a request that was read whole may take its time, and the wait for the next begins with its answer")
    func slowAnswer() throws {
        let channel = try channel()
        pass(50, on: channel)
        try channel.writeInbound(HTTPRequestPart.head(request))
        try channel.writeInbound(HTTPRequestPart.end(nil))
        pass(3_600, on: channel)
        #expect(channel.isActive)
        try answer(on: channel)
        pass(59, on: channel)
        #expect(channel.isActive)
        pass(1, on: channel)
        #expect(!channel.isActive)
    }

    @Test("a request that does not come to its end is given up, however its body trickles")
    func slowRequest() throws {
        let channel = try channel()
        try channel.writeInbound(HTTPRequestPart.head(request))
        for _ in 0..<29 {
            pass(1, on: channel)
            try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(string: "a")))
        }
        #expect(channel.isActive)
        pass(1, on: channel)
        #expect(!channel.isActive)
    }

    @Test("a request whose head trickles in is given up at the same time, its body included")
    func slowHead() throws {
        let channel = try channel()
        pass(20, on: channel)
        for second in 0..<29 {
            channel.pipeline.fireUserInboundEventTriggered(BytesCame.now)
            if second == 20 { try channel.writeInbound(HTTPRequestPart.head(request)) }
            channel.pipeline.fireChannelReadComplete()
            pass(1, on: channel)
        }
        #expect(channel.isActive)
        pass(1, on: channel)
        #expect(!channel.isActive)
    }

    @Test("a request that begins late in the wait for it has its whole time")
    func lateHead() throws {
        let channel = try channel()
        pass(45, on: channel)
        channel.pipeline.fireUserInboundEventTriggered(BytesCame.now)
        channel.pipeline.fireChannelReadComplete()
        pass(29, on: channel)
        #expect(channel.isActive)
        pass(1, on: channel)
        #expect(!channel.isActive)
    }

    @Test("what follows a request before its answer gives the answer no bound")
    func emptyLine() throws {
        let channel = try channel()
        try channel.writeInbound(HTTPRequestPart.head(request))
        try channel.writeInbound(HTTPRequestPart.end(nil))
        channel.pipeline.fireUserInboundEventTriggered(BytesCame.now)
        channel.pipeline.fireChannelReadComplete()
        pass(3_600, on: channel)
        #expect(channel.isActive)
        try answer(on: channel)
        _ = try channel.finish()
    }

    @Test("an answer that nobody reads is given up")
    func slowReader() throws {
        let channel = try channel()
        try channel.writeInbound(HTTPRequestPart.head(request))
        try channel.writeInbound(HTTPRequestPart.end(nil))
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        pass(59, on: channel)
        #expect(channel.isActive)
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        pass(3_600, on: channel)
        #expect(channel.isActive)
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        pass(60, on: channel)
        #expect(!channel.isActive)
    }

    @Test("of requests one after the other each has its own time")
    func pipelined() throws {
        let channel = try channel()
        for _ in 0..<10 {
            try channel.writeInbound(HTTPRequestPart.head(request))
            pass(20, on: channel)
            try channel.writeInbound(HTTPRequestPart.end(nil))
            try answer(on: channel)
            pass(50, on: channel)
            #expect(channel.isActive)
        }
        _ = try channel.finish()
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

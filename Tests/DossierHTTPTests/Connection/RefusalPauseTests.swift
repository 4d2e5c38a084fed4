import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import DossierHTTP

@Suite("Letting a refusal wait")
struct RefusalPauseTests {
    /// Counts how often more is read from the client.
    private final class ReadCounter: ChannelOutboundHandler {
        typealias OutboundIn = HTTPResponsePart
        var reads = 0

        func read(context: ChannelHandlerContext) {
            reads += 1
            context.read()
        }
    }

    private let counter = ReadCounter()

    private func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handlers: [counter, RefusalPause()])
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 80), promise: nil)
        return channel
    }

    private func write(_ status: HTTPResponse.Status, fields: HTTPFields = [:], to channel: EmbeddedChannel) {
        let head = HTTPResponse(status: status, headerFields: fields)
        channel.write(HTTPResponsePart.head(head), promise: nil)
        channel.write(HTTPResponsePart.body(ByteBuffer(string: "no")), promise: nil)
        channel.writeAndFlush(HTTPResponsePart.end(nil), promise: nil)
    }

    private func parts(of channel: EmbeddedChannel) throws -> [HTTPResponsePart] {
        var parts: [HTTPResponsePart] = []
        while let part = try channel.readOutbound(as: HTTPResponsePart.self) { parts.append(part) }
        return parts
    }

    private func passPause(on channel: EmbeddedChannel) {
        channel.embeddedEventLoop.advanceTime(by: RefusalPause.pause)
    }

    @Test(
        "what refuses nobody for asking too much goes out at once",
        arguments: [.ok, .created, .unauthorized, .forbidden, .notFound, .badRequest, .serviceUnavailable]
            as [HTTPResponse.Status]
    )
    func answers(status: HTTPResponse.Status) throws {
        let channel = try channel()
        write(status, to: channel)
        #expect(try parts(of: channel).count == 3)
        _ = try channel.finish()
    }

    @Test("a refusal for too many requests waits, whole and in its order, and so does the next one")
    func refusal() throws {
        let channel = try channel()
        for _ in 0..<2 {
            write(.tooManyRequests, to: channel)
            channel.embeddedEventLoop.advanceTime(by: RefusalPause.pause - .milliseconds(1))
            #expect(try parts(of: channel).isEmpty)
            channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
            let parts = try parts(of: channel)
            #expect(parts.count == 3)
            #expect(parts.first == .head(HTTPResponse(status: .tooManyRequests)))
            #expect(parts.last == .end(nil))
        }
        write(.ok, to: channel)
        #expect(try parts(of: channel).count == 3)
        _ = try channel.finish()
    }

    @Test("nothing more is read from the client meanwhile, and all goes on afterwards")
    func reading() throws {
        let channel = try channel()
        let before = counter.reads
        write(.tooManyRequests, to: channel)
        channel.read()
        #expect(counter.reads == before)
        passPause(on: channel)
        #expect(counter.reads == before + 1)
        _ = try channel.finish()
    }

    @Test("the refusal of what is no HTTP waits, and the connection closes behind it")
    func noHTTP() throws {
        let channel = try channel()
        write(.badRequest, fields: [.connection: "close"], to: channel)
        channel.close(promise: nil)
        #expect(channel.isActive)
        #expect(try parts(of: channel).isEmpty)
        passPause(on: channel)
        #expect(try parts(of: channel).count == 3)
        #expect(!channel.isActive)
    }

    @Test("a client that goes away takes his refusal along, and nobody waits for it any more")
    func gone() throws {
        let channel = try channel()
        let written = channel.eventLoop.makePromise(of: Void.self)
        channel.write(HTTPResponsePart.head(HTTPResponse(status: .tooManyRequests)), promise: written)
        channel.pipeline.fireChannelInactive()
        channel.flush()
        #expect(try parts(of: channel).count == 1)
        // Ends only because nothing is held back any more.
        try written.futureResult.wait()
        _ = try channel.finish(acceptAlreadyClosed: true)
    }
}

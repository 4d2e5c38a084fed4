import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import DossierHTTP

@Suite("Letting an answer go out whole")
struct WholeAnswerTests {
    /// Notes what reaches the network's side of being closed.
    private final class CloseRecorder: ChannelOutboundHandler {
        typealias OutboundIn = HTTPResponsePart
        var modes: [CloseMode] = []

        func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
            modes.append(mode)
            context.close(mode: mode, promise: promise)
        }
    }

    private let recorder = CloseRecorder()

    private func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handlers: [recorder, WholeAnswer()])
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 80), promise: nil)
        return channel
    }

    /// Writes an answer that the network has not taken yet.
    private func write(to channel: EmbeddedChannel) {
        channel.write(HTTPResponsePart.head(HTTPResponse(status: .ok)), promise: nil)
        channel.write(HTTPResponsePart.end(nil), promise: nil)
    }

    @Test("a close waits until the answer before it is out, and no request is taken meanwhile")
    func waits() throws {
        let channel = try channel()
        write(to: channel)
        let closed = channel.eventLoop.makePromise(of: Void.self)
        channel.close(promise: closed)
        channel.close(promise: nil)
        #expect(recorder.modes == [])
        let request = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/")
        try channel.writeInbound(HTTPRequestPart.head(request))
        #expect(try channel.readInbound(as: HTTPRequestPart.self) == nil)
        channel.flush()
        #expect(recorder.modes == [.all, .all])
        #expect(!channel.isActive)
        try closed.futureResult.wait()
    }

    @Test("a close before any answer, or behind one that is out, waits for nothing")
    func closesAtOnce() throws {
        for hasAnswered in [false, true] {
            let channel = try channel()
            if hasAnswered {
                write(to: channel)
                channel.flush()
            }
            channel.close(promise: nil)
            #expect(!channel.isActive)
        }
    }

    @Test("whoever closes the input gives up what waits")
    func givesUp() throws {
        let channel = try channel()
        write(to: channel)
        channel.close(promise: nil)
        channel.close(mode: .input, promise: nil)
        #expect(recorder.modes == [.all, .input])
        #expect(!channel.isActive)
        // Nothing may be left that somebody waits for.
        channel.flush()
    }

    @Test("whoever waits for an answer to be written is told so")
    func tells() throws {
        let channel = try channel()
        let written = channel.eventLoop.makePromise(of: Void.self)
        channel.write(HTTPResponsePart.end(nil), promise: written)
        channel.flush()
        try written.futureResult.wait()
        _ = try channel.finish()
    }
}

import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import DossierHTTP

@Suite("A body that is held back on a stream of HTTP/2")
struct StreamContinueTests {
    private static let interim = HTTPResponsePart.head(HTTPResponse(status: .continue))

    /// A stream as the server sets it up, with bodies of at most 100 bytes.
    private func stream() -> EmbeddedChannel { EmbeddedChannel(handler: RequestEntry(maximumBodyBytes: 100)) }

    private func head(_ expectation: String?, length: String? = nil) -> HTTPRequestPart {
        var fields = HTTPFields()
        fields[.expect] = expectation
        fields[.contentLength] = length
        return .head(
            HTTPRequest(method: .post, scheme: "https", authority: "localhost", path: "/", headerFields: fields)
        )
    }

    /// Passes parts that came in one read.
    private func read(_ parts: [HTTPRequestPart], on stream: EmbeddedChannel) {
        for part in parts { stream.pipeline.fireChannelRead(part) }
        stream.pipeline.fireChannelReadComplete()
    }

    private func written(_ stream: EmbeddedChannel) throws -> [HTTPResponsePart] {
        var parts: [HTTPResponsePart] = []
        while let part = try stream.readOutbound(as: HTTPResponsePart.self) { parts.append(part) }
        return parts
    }

    @Test("is asked for once, and the request goes on as it came", arguments: ["2", nil] as [String?])
    func heldBack(length: String?) throws {
        let stream = stream()
        let head = head("100-Continue", length: length)
        read([head], on: stream)
        #expect(try written(stream) == [Self.interim])
        #expect(try stream.readInbound(as: HTTPRequestPart.self) == head)
        read([.body(ByteBuffer(string: "{}"))], on: stream)
        read([.end(nil)], on: stream)
        #expect(try written(stream).isEmpty)
        _ = try stream.finish()
    }

    @Test(
        "is not asked for where none is, none comes, it is too long, or something else is expected",
        arguments: [(nil, "2"), ("100-continue", "0"), ("100-continue", "101"), ("200-ok", "2")]
            as [(String?, String)]
    )
    func nothingToAskFor(expectation: String?, length: String) throws {
        let stream = stream()
        read([head(expectation, length: length)], on: stream)
        #expect(try written(stream).isEmpty)
        _ = try stream.finish()
    }

    @Test("is not asked for where it came with the head, or the request ended there")
    func atOnce() throws {
        for rest in [[.body(ByteBuffer(string: "{}"))], [.end(nil)]] as [[HTTPRequestPart]] {
            let stream = stream()
            read([head("100-continue")] + rest, on: stream)
            #expect(try written(stream).isEmpty)
            _ = try stream.finish()
        }
    }
}

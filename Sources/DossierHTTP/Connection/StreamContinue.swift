import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Tells whoever holds the body of a request back on a stream of HTTP/2 to send it (mời gửi nội dung trên HTTP/2).
///
/// On a connection of HTTP/1 that is the affair of ``RequestFraming``, because answers have an order there; a stream
/// has one request. What is refused for its expectation or its length is answered at once, and told nothing before.
///
/// Source: RFC 9110 §10.1.1; RFC 9113 §8.1.
final class StreamContinue: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundOut = HTTPResponsePart

    private let maximumBodyBytes: Int
    /// Whether the client holds the body back.
    private var isContinueDue = false

    init(maximumBodyBytes: Int) { self.maximumBodyBytes = maximumBodyBytes }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): isContinueDue = waitsForContinue(head)
        case .body, .end: isContinueDue = false
        }
        context.fireChannelRead(data)
    }

    /// What came with the head, be it the end, was read by now.
    func channelReadComplete(context: ChannelHandlerContext) {
        if isContinueDue {
            isContinueDue = false
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
        context.fireChannelReadComplete()
    }

    private func waitsForContinue(_ head: HTTPRequest) -> Bool {
        guard let field = head.headerFields[.expect], Expectation.isToContinue(field) else { return false }
        guard let length = head.headerFields[.contentLength] else { return true }
        return Int(length).map { $0 > 0 && $0 <= maximumBodyBytes } ?? false
    }
}

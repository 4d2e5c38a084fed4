import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypes

/// Watches over one connection (giám sát kết nối): closes it when it is still for too long, and puts the bare answer to
/// what is no HTTP into words.
///
/// It stands behind an `IdleStateHandler` and sees every request, also those that the router never hears of.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let answer: ProblemAnswer
    private var unansweredRequests = 0
    private var isReadingRequest = false
    /// The body that a bare answer gets, until its end is written.
    private var addedBody: ByteBuffer?

    init(answer: ProblemAnswer) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            unansweredRequests += 1
            isReadingRequest = true
        case .body: break
        case .end: isReadingRequest = false
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head) where Self.isBare(head):
            let problem = answer.response(to: Problem(.malformedRequest), in: .vietnamese)
            let body = ByteBuffer(bytes: answer.body(of: Problem(.malformedRequest), in: .vietnamese))
            var fields = problem.headers
            SecurityHeaders.add(to: &fields)
            fields[.connection] = "close"
            addedBody = body
            let worded = HTTPResponse(status: .badRequest, headerFields: fields)
            context.write(wrapOutboundOut(.head(worded)), promise: promise)
        case .end:
            unansweredRequests -= 1
            if let body = addedBody {
                addedBody = nil
                context.write(wrapOutboundOut(.body(body)), promise: nil)
            }
            context.write(data, promise: promise)
        default: context.write(data, promise: promise)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is IdleStateHandler.IdleStateEvent else { return context.fireUserInboundEventTriggered(event) }
        // A request that was read whole may take its time; anything else has had enough of it.
        if unansweredRequests <= 0 || isReadingRequest { context.close(promise: nil) }
    }

    /// Whether this is what the server underneath says to what is no HTTP: a status and nothing else.
    private static func isBare(_ head: HTTPResponse) -> Bool {
        head.status == .badRequest && head.headerFields[.contentType] == nil
            && head.headerFields[.contentLength] == "0" && head.headerFields[.connection] == "close"
    }
}

import NIOCore
import NIOHTTP1

/// Holds a connection to the rules of HTTP/1 (giữ đúng luật HTTP/1) where the server underneath is lenient, before any
/// way of answering sees a request.
///
/// What is against the rules is told as what is no HTTP, and nothing more is read. The connection ends after a request
/// of whoever wants so, however he says it, and whoever holds a body back is told to send it, as soon as all that he
/// asked before is answered.
///
/// It stands right behind the decoder, so that it sees the version and the fields as they came. Source: RFC 9112 §9.3,
/// §9.6; RFC 9110 §10.1.1.
final class RequestFraming: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let maximumBodyBytes: Int
    private var unansweredRequests = 0
    /// Whether the last request that was read is the last of the connection.
    private var isEnding = false
    /// Whether nothing that comes is read any more.
    private var isOver = false
    /// Whether the client speaks HTTP/1.0, which has to be told that a connection goes on.
    private var isOld = false
    /// Whether the client holds the body of the last request back.
    private var isContinueDue = false

    init(maximumBodyBytes: Int) { self.maximumBodyBytes = maximumBodyBytes }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): read(head, context)
        case .body:
            isContinueDue = false
            context.fireChannelRead(data)
        case .end:
            isContinueDue = false
            isOver = isEnding
            context.fireChannelRead(data)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            guard let option = connectionOption, !head.headers.contains(name: "connection") else {
                return context.write(data, promise: promise)
            }
            head.headers.add(name: "Connection", value: option)
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            unansweredRequests = max(0, unansweredRequests - 1)
            context.write(data, promise: promise)
            letContinue(context)
        }
    }

    private func read(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let frame = RequestFrame(head)
        guard frame.isSound else {
            isOver = true
            return context.fireErrorCaught(HTTPParserError.invalidHeaderToken)
        }
        let waiting = frame.waiting(upTo: maximumBodyBytes)
        var passed = head
        isOld = frame.isOld
        // Whoever is refused may send his body or not: what comes then cannot be told apart.
        isEnding = !head.isKeepAlive || waiting == .forRefusal
        if isEnding { passed.headers.replaceOrAdd(name: "Connection", value: "close") }
        // Source: RFC 9110 §10.1.1, an expectation of HTTP/1.0 is ignored.
        if frame.isOld { passed.headers.remove(name: "Expect") }
        unansweredRequests += 1
        isContinueDue = waiting == .forContinue
        letContinue(context)
        context.fireChannelRead(wrapInboundOut(.head(passed)))
    }

    /// What the next answer says of the connection; nil where that goes without saying.
    private var connectionOption: String? {
        if isEnding, unansweredRequests <= 1 { return "close" }
        return isOld ? "keep-alive" : nil
    }

    /// Tells the client to send the body, once no earlier answer is due.
    private func letContinue(_ context: ChannelHandlerContext) {
        guard isContinueDue, unansweredRequests == 1 else { return }
        isContinueDue = false
        let interim = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(interim)), promise: nil)
    }
}

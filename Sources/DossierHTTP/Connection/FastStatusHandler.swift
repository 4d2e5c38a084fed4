import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Answers public look-ups without a PIN on the event loop (xử lý tra cứu nhanh), and leaves all else to the router.
///
/// A look-up costs less than the way to another thread and back. Answers keep the order of their requests: while one
/// is with the router, every later one of the connection goes there too. So it does when the other end does not read,
/// because the router waits for it.
final class FastStatusHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let ways: FastStatusWays
    private var way: FastStatusWay?
    /// The other end of the connection.
    private var peer = ""
    /// How many requests of the connection are with the router.
    private var requestsWithRouter = 0
    /// Whether the connection ends after a request that is with the router.
    private var isEnding = false
    /// The answer to the request that is being read, which is kept from the router.
    private var answer: (head: HTTPResponse, body: ByteBuffer)?
    private var hasUnflushedAnswers = false
    /// Whether something of an earlier request came in the read under way.
    private var hasReadBefore = false

    init(ways: FastStatusWays) { self.ways = ways }

    func handlerAdded(context: ChannelHandlerContext) {
        // A stream of HTTP/2, whose parent is a connection, goes the long way.
        guard context.channel.parent?.parent == nil else { return }
        way = ways.way(on: context.eventLoop)
        peer = context.channel.remoteAddress?.ipAddress ?? ""
    }

    func handlerRemoved(context: ChannelHandlerContext) { way = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        defer { hasReadBefore = true }
        switch unwrapInboundIn(data) {
        case .head(let head): read(head, data, context)
        case .body: if answer == nil { context.fireChannelRead(data) }
        case .end:
            guard let answer else { return context.fireChannelRead(data) }
            self.answer = nil
            context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
            context.write(wrapOutboundOut(.body(answer.body)), promise: nil)
            context.write(wrapOutboundOut(.end(nil)), promise: nil)
            hasUnflushedAnswers = true
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        hasReadBefore = false
        if hasUnflushedAnswers {
            hasUnflushedAnswers = false
            context.flush()
        }
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { requestsWithRouter -= 1 }
        context.write(data, promise: promise)
    }

    private func read(_ head: HTTPRequest, _ data: NIOAny, _ context: ChannelHandlerContext) {
        if requestsWithRouter == 0, !isEnding, context.channel.isWritable, let way,
            let code = FastStatusRequest.code(of: head)
        {
            // Behind something else of its connection, be it TLS's own, it may have been sent later than this turn of
            // the loop began.
            if hasReadBefore || ways.isSecure { way.renewView() }
            answer = way.answer(for: code, of: head, from: peer, allocator: context.channel.allocator)
            if answer != nil { return }
        }
        requestsWithRouter += 1
        if head.headerFields[.connection]?.lowercased() == "close" { isEnding = true }
        context.fireChannelRead(data)
    }
}

/// Tells which requests the short way may answer.
enum FastStatusRequest {
    private static let prefix = "/api/v1/status/"

    /// The code that a plain look-up asks for; nil for any other request.
    ///
    /// Codes spelt in another way than they are stored, parameters, bodies and connections that shall end go the long
    /// way, which knows what to do with them.
    static func code(of head: HTTPRequest) -> String? {
        guard head.method == .get, let path = head.path, path.hasPrefix(prefix) else { return nil }
        let code = path.utf8.dropFirst(prefix.utf8.count)
        guard (1...48).contains(code.count), code.allSatisfy(isPlain), head.headerFields.allSatisfy(isHarmless) else {
            return nil
        }
        return String(Substring(code))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x2D || byte == 0x2E
    }

    private static func isHarmless(_ field: HTTPField) -> Bool {
        switch field.name {
        case .contentLength, .transferEncoding, .upgrade, .expect: false
        case .connection: field.value.lowercased() == "keep-alive"
        default: true
        }
    }
}

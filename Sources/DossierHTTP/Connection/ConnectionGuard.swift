import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypes

/// Watches over one connection or one stream of HTTP/2 (giám sát kết nối): closes it when a request does not come, does
/// not end or its answer is not read, and puts the bare answer to what is no HTTP into words.
///
/// It sees every request, also those that the router never hears of. Bytes that trickle in win no time: a request has
/// to be there whole, its head too. One that is there may take its own.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long a connection is waited for.
    struct Patience: Sendable {
        /// For the next request, and for an answer to be read.
        let idle: TimeAmount
        /// For the rest of a request, from its first bytes on.
        let request: TimeAmount
    }

    private let answer: ProblemAnswer
    private let isSecure: Bool
    private let patience: Patience
    private var unansweredRequests = 0
    /// The body that a bare answer gets, until its end is written.
    private var addedBody: ByteBuffer?
    /// The door that has let the stream in; nil for a connection of HTTP/1.
    private var streamDoor: ConnectionDoor?
    /// Whether there was no room for the stream.
    private var isRefused = false

    private var requestDeadline: NIODeadline?
    private var idleDeadline: NIODeadline?
    private var readerDeadline: NIODeadline?
    private var timer: (task: Scheduled<Void>, at: NIODeadline)?

    init(answer: ProblemAnswer, isSecure: Bool, patience: Patience) {
        self.answer = answer
        self.isSecure = isSecure
        self.patience = patience
    }

    func handlerAdded(context: ChannelHandlerContext) {
        context.channel.door?.open()
        waitForRequest(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.task.cancel()
        timer = nil
        streamDoor?.endStream()
        streamDoor = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        switch unwrapInboundIn(data) {
        case .head:
            guard admits(context.channel) else {
                isRefused = true
                return context.close(promise: nil)
            }
            unansweredRequests += 1
            idleDeadline = nil
            beginRequest(context)
        case .body: break
        case .end: requestDeadline = nil
        }
        context.fireChannelRead(data)
    }

    /// Gives a head that trickles in the same time as a body.
    ///
    /// What comes behind a request that is not answered yet may be an empty line, which means nothing.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is BytesCame else { return context.fireUserInboundEventTriggered(event) }
        guard unansweredRequests <= 0 else { return }
        idleDeadline = nil
        beginRequest(context)
    }

    /// Most requests come whole in one read, and need no timer.
    func channelReadComplete(context: ChannelHandlerContext) {
        watch(context)
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        readerDeadline = context.channel.isWritable ? nil : context.eventLoop.now + patience.idle
        watch(context)
        context.fireChannelWritabilityChanged()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head) where Self.isBare(head):
            let problem = answer.response(to: Problem(.malformedRequest), in: .vietnamese)
            let body = ByteBuffer(bytes: answer.body(of: Problem(.malformedRequest), in: .vietnamese))
            var fields = problem.headers
            SecurityHeaders.add(to: &fields, isSecure: isSecure)
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
            if unansweredRequests <= 0 { waitForRequest(context) }
        default: context.write(data, promise: promise)
        }
    }

    /// Whether there is room for the stream that asks; a connection of HTTP/1 has its own already.
    private func admits(_ channel: any Channel) -> Bool {
        // A stream's parent is a connection, that of a connection the listener.
        guard streamDoor == nil, channel.parent?.parent != nil, let door = channel.door else { return true }
        guard door.admitStream() else { return false }
        streamDoor = door
        return true
    }

    /// Whether this is what the server underneath says to what is no HTTP: a status and nothing else.
    private static func isBare(_ head: HTTPResponse) -> Bool {
        head.status == .badRequest && head.headerFields[.contentType] == nil
            && head.headerFields[.contentLength] == "0" && head.headerFields[.connection] == "close"
    }
}

extension ConnectionGuard {
    private func beginRequest(_ context: ChannelHandlerContext) {
        if requestDeadline == nil { requestDeadline = context.eventLoop.now + patience.request }
    }

    private func waitForRequest(_ context: ChannelHandlerContext) {
        idleDeadline = context.eventLoop.now + patience.idle
        watch(context)
    }

    /// Sees to it that there is a timer no later than the next deadline; one that is earlier looks and waits on.
    private func watch(_ context: ChannelHandlerContext) {
        let deadlines = [requestDeadline, idleDeadline, readerDeadline]
        guard let next = deadlines.compactMap({ $0 }).min() else { return }
        if let timer {
            if timer.at <= next { return }
            timer.task.cancel()
        }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let task = context.eventLoop.scheduleTask(deadline: next) {
            let (guardian, context) = bound.value
            guardian.look(context)
        }
        timer = (task, next)
    }

    private func look(_ context: ChannelHandlerContext) {
        timer = nil
        let now = context.eventLoop.now
        let isOver = [requestDeadline, idleDeadline, readerDeadline].contains { $0.map { $0 <= now } ?? false }
        if isOver { return context.close(promise: nil) }
        watch(context)
    }
}

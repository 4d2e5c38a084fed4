import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Lets whoever asks too much wait for the refusal (hoãn câu từ chối), and reads nothing more from him meanwhile.
///
/// A refusal costs the service little, but somebody who asks again as soon as he has one gets as many as the machine
/// can make, at the cost of the desk. With a pause one connection gets four a second, and connections are bounded for
/// each address. Only answers that refuse for too many requests, or what is no HTTP, wait; nobody who works with the
/// service has any.
///
/// It stands before the ``ConnectionGuard``, on the side of the network, so that it holds back what that one closes.
final class RefusalPause: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long a refusal waits.
    static let pause = TimeAmount.milliseconds(250)

    /// What is held back, in its order; bounded by the answer, because no other begins before it is written.
    private enum Held {
        case write(NIOAny, EventLoopPromise<Void>?)
        case flush
        case close(CloseMode, EventLoopPromise<Void>?)
    }

    private var held: [Held] = []
    private var isReadHeld = false
    private var timer: Scheduled<Void>?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if timer == nil, case .head(let head) = unwrapOutboundIn(data), Self.refuses(head) { begin(context) }
        guard timer != nil else { return context.write(data, promise: promise) }
        held.append(.write(data, promise))
    }

    func flush(context: ChannelHandlerContext) {
        guard timer != nil else { return context.flush() }
        held.append(.flush)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard timer != nil else { return context.close(mode: mode, promise: promise) }
        held.append(.close(mode, promise))
    }

    func read(context: ChannelHandlerContext) {
        guard timer != nil else { return context.read() }
        isReadHeld = true
    }

    /// A client that does not wait for his refusal takes its room with him.
    func channelInactive(context: ChannelHandlerContext) {
        release(context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { release(context) }

    private static func refuses(_ head: HTTPResponse) -> Bool {
        head.status == .tooManyRequests || head.status == .badRequest && head.headerFields[.connection] == "close"
    }

    private func begin(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: Self.pause) {
            let (pause, context) = bound.value
            pause.release(context)
        }
    }

    private func release(_ context: ChannelHandlerContext) {
        guard let timer else { return }
        timer.cancel()
        self.timer = nil
        let waiting = held
        held = []
        for step in waiting {
            switch step {
            case .write(let data, let promise): context.write(data, promise: promise)
            case .flush: context.flush()
            case .close(let mode, let promise): context.close(mode: mode, promise: promise)
            }
        }
        guard isReadHeld else { return }
        isReadHeld = false
        context.read()
    }
}

import NIOCore
import NIOHTTPTypes

/// Lets an answer go out whole before its connection or stream ends (gửi hết câu trả lời).
///
/// Once the service is asked to end, the server underneath closes behind the last answer as soon as that is written,
/// and what the network has not taken of it by then is thrown away. So a close waits for it, and nothing more is read
/// meanwhile. A client that does not read is given up by the ``ConnectionGuard``, which stands nearer to the network,
/// or by the end of the service, which closes the input first.
///
/// It stands last, so that look-ups on the event loop do not pass it.
final class WholeAnswer: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How many pieces of answers the network has not taken yet.
    private var piecesUnderWay = 0
    /// The closes that wait for them.
    private var held: [EventLoopPromise<Void>?] = []
    /// Whether nobody waits any more.
    private var isGivenUp = false

    /// Whoever asks behind a close that waits, asks too late.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if held.isEmpty { context.fireChannelRead(data) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // What comes behind a head is out no sooner. The end of an answer may be, where it has no bytes of its own.
        if case .head = unwrapOutboundIn(data) { return context.write(data, promise: promise) }
        let sent = context.eventLoop.makePromise(of: Void.self)
        piecesUnderWay += 1
        sent.futureResult.cascade(to: promise)
        sent.futureResult.assumeIsolated().whenComplete { _ in self.noteSent(context) }
        context.write(data, promise: sent)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .input {
            isGivenUp = true
            closeHeld(context)
        }
        guard mode == .all, !isGivenUp, piecesUnderWay > 0 else { return context.close(mode: mode, promise: promise) }
        held.append(promise)
    }

    private func noteSent(_ context: ChannelHandlerContext) {
        piecesUnderWay -= 1
        if piecesUnderWay == 0 { closeHeld(context) }
    }

    private func closeHeld(_ context: ChannelHandlerContext) {
        let waiting = held
        held = []
        for promise in waiting { context.close(mode: .all, promise: promise) }
    }
}

import NIOCore

/// One connection of a load (một kết nối tạo tải).
final class LoadConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Tells a connection to send its first request.
    struct Start: Sendable {}

    private let run: LoadRun
    private let rest: TimeAmount
    private var scanner: ResponseScanner
    private var sentAt = NIODeadline.now()
    private var isWaiting = false

    init(run: LoadRun, readsLocation: Bool, rest: TimeAmount) {
        self.run = run
        self.rest = rest
        scanner = ResponseScanner(readsLocation: readsLocation)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is Start { send(context, at: .now()) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        do {
            guard let response = try scanner.take(&bytes) else { return }
            let now = NIODeadline.now()
            isWaiting = false
            run.note(response, sentAt: sentAt, at: now)
            guard rest > .zero else { return send(context, at: now) }
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: rest) {
                let (connection, context) = bound.value
                // The other end may have closed meanwhile.
                if context.channel.isActive { connection.send(context, at: .now()) }
            }
        } catch {
            // Closing with a reply outstanding counts the connection as broken.
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) {
        if isWaiting { run.noteBroken() }
        run.noteClosed()
    }

    private func send(_ context: ChannelHandlerContext, at now: NIODeadline) {
        guard let request = run.nextRequest(at: now) else { return context.close(promise: nil) }
        sentAt = now
        isWaiting = true
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }
}

import NIOCore

/// Cuts the stream of one connection into PDUs for the core, and tells it of the end.
final class SMPPChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let core: ClientCore
    private var framer = PDUFramer()

    init(core: ClientCore) { self.core = core }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do throws(FramingError) {
            try framer.append(unwrapInboundIn(data).readableBytesView)
            // Each turn takes at least a header out of what has come.
            while let frame = try framer.next() {
                core.received(frame)
            }
        } catch {
            core.streamBroke(error)
        }
    }

    /// A peer that does not read our answers is not read either, so that they cannot pile up.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        let channel = context.channel
        // It fails only where the channel is closed, and then nothing is read any more.
        _ = channel.setOption(.autoRead, value: channel.isWritable)
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        core.closed(context.channel)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        core.noteProblem(ProblemText.connection(error))
        context.close(promise: nil)
    }
}

import NIOCore
import NIOPosix

/// An SMSC that answers every request at once and keeps nothing (SMSC trả lời ngay), to measure clients against.
///
/// It reads no more of a PDU than its header, so that it is not what is measured.
struct AnsweringSMSC {
    /// Serves until the process is told to stop.
    ///
    /// - Parameter onReady: Told of the port as soon as it is open.
    /// - Throws: If the port cannot be opened.
    func run(onReady: @escaping @Sendable (Int) -> Void) async throws {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AnsweringHandler())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        onReady(listener.localAddress?.port ?? 0)
        try await listener.closeFuture.get()
    }
}

/// Answers the requests of one connection.
private final class AnsweringHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    // SMPP v3.4, sections 5.1.2.1 (command_id) and 3.2 (PDU header).
    private static let submit: UInt32 = 0x0000_0004
    private static let unbind: UInt32 = 0x0000_0006
    private static let enquireLink: UInt32 = 0x0000_0015
    private static let responseBit: UInt32 = 0x8000_0000
    private static let headerLength: UInt32 = 16

    private var unread = ByteBuffer()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var chunk = unwrapInboundIn(data)
        unread.writeBuffer(&chunk)
        var answers = context.channel.allocator.buffer(capacity: 4_096)
        while let (commandID, sequenceNumber) = nextHeader(context) {
            answer(commandID, sequenceNumber, into: &answers)
        }
        unread.discardReadBytes()
        if answers.readableBytes > 0 { context.write(wrapOutboundOut(answers), promise: nil) }
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

    /// Takes the next whole PDU out; nil if there is none yet.
    private func nextHeader(_ context: ChannelHandlerContext) -> (commandID: UInt32, sequenceNumber: UInt32)? {
        let start = unread.readerIndex
        guard let length: UInt32 = unread.getInteger(at: start) else { return nil }
        guard length >= Self.headerLength else {
            context.close(promise: nil)
            return nil
        }
        guard
            unread.readableBytes >= Int(length),
            let commandID: UInt32 = unread.getInteger(at: start + 4),
            let sequenceNumber: UInt32 = unread.getInteger(at: start + 12)
        else { return nil }
        unread.moveReaderIndex(forwardBy: Int(length))
        return (commandID, sequenceNumber)
    }

    private func answer(_ commandID: UInt32, _ sequenceNumber: UInt32, into buffer: inout ByteBuffer) {
        guard commandID & Self.responseBit == 0 else { return }
        let body: [UInt8] =
            switch commandID {
            case Self.unbind, Self.enquireLink: []
            case Self.submit: Array(String(sequenceNumber, radix: 16, uppercase: true).utf8) + [0]
            // The system_id of the answer to a bind.
            default: Array("BENCH".utf8) + [0]
            }
        buffer.writeMultipleIntegers(
            Self.headerLength + UInt32(body.count),
            commandID | Self.responseBit,
            UInt32(0),
            sequenceNumber
        )
        buffer.writeBytes(body)
    }
}

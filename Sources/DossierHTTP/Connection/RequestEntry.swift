import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// That bytes have come over a connection of HTTP/1, whatever they make (có dữ liệu đến).
enum BytesCame {
    case now
}

/// Tells the handlers behind the decoder of bytes that make no whole head yet, which it keeps for itself.
final class RequestStart: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireUserInboundEventTriggered(BytesCame.now)
        context.fireChannelRead(data)
    }
}

/// Puts ``RequestStart`` before the decoder of a connection of HTTP/1 and ``RequestFraming`` behind it, on a stream of
/// HTTP/2 ``StreamContinue`` (lối vào của yêu cầu).
///
/// The server underneath gives only the places behind its own handlers away. Streams have no such decoder, nor any need
/// of what stands around it.
final class RequestEntry: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let maximumBodyBytes: Int

    init(maximumBodyBytes: Int) { self.maximumBodyBytes = maximumBodyBytes }

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            // A stream of HTTP/2 is no mistake.
            guard let decoder = try? pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self) else {
                let asking = StreamContinue(maximumBodyBytes: maximumBodyBytes)
                return try pipeline.addHandler(asking, position: .after(self))
            }
            let framing = RequestFraming(maximumBodyBytes: maximumBodyBytes)
            try pipeline.addHandler(framing, position: .after(decoder))
            try pipeline.addHandler(RequestStart(), position: .before(decoder))
        } catch {
            // A connection that nobody holds to the rules is none.
            context.close(promise: nil)
        }
    }
}

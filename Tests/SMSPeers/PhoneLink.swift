import NIOCore
import NIOPosix

/// The line between Kannel and the phone side, which can be cut while the phone lives on.
///
/// The test tool's protocol acknowledges nothing: Kannel reports a text as delivered once it has written it to the
/// connection. So the line loses nothing that Kannel has written: it is cut towards Kannel alone, and what comes until
/// Kannel has heard of it still reaches the phone. Kannel's death ends only Kannel's side.
public final class PhoneLink: Sendable {
    /// The port of loopback to which the phone connects, once.
    public let port: Int

    private let box: Int
    private let door: any Channel
    private let phone: EventLoopFuture<any Channel>
    private let line = Line()

    /// Opens the phone's end; Kannel's follows by ``join()``.
    ///
    /// - Parameter box: The port on which Kannel awaits the phone.
    /// - Throws: What keeps from listening.
    init(to box: Int) async throws {
        self.box = box
        let promise = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: (any Channel).self)
        phone = promise.futureResult
        port = try await freePort()
        door = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                promise.succeed(channel)
                return channel.eventLoop.makeSucceededVoidFuture()
            }
            .bind(host: "127.0.0.1", port: port).get()
    }

    /// Connects the phone with Kannel, anew after a cut or Kannel's death.
    ///
    /// - Throws: What keeps from connecting.
    public func join() async throws {
        let phone = try await phone.get()
        let end = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(connectPatience)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Forwarding(to: phone))
                }
            }
            .connect(host: "127.0.0.1", port: box).get()
        await line.join(end)
    }

    /// Cuts the line; all that Kannel has written to it arrives.
    ///
    /// May be called when it is cut already.
    ///
    /// - Throws: What keeps from cutting it.
    public func cut() async throws {
        try await line.cut()
    }

    /// Ends both sides.
    func close() async throws {
        try await line.cut()
        // Nobody may have called, and the phone may have hung up.
        phone.whenSuccess { $0.close(promise: nil) }
        try await door.close()
    }
}

/// Kannel's end of the line, one at a time.
private actor Line {
    private var end: (any Channel)?

    func join(_ end: any Channel) { self.end = end }

    func cut() async throws {
        guard let end, end.isActive else { return }
        self.end = nil
        do {
            try await end.close(mode: .output)
            // Kannel closes its side when it reads that there is no more to come.
            try await end.closeFuture.get()
        } catch ChannelError.alreadyClosed, ChannelError.ioOnClosedChannel {
            // Kannel died meanwhile.
        }
    }
}

/// Gives the phone what Kannel writes.
private final class Forwarding: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let phone: any Channel

    init(to phone: any Channel) { self.phone = phone }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        phone.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }
}

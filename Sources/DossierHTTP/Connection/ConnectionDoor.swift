import Metrics
import NIOCore
import Synchronization

/// How many connections are open, and from where (số kết nối đang mở).
final class ConnectionCount: Sendable {
    private struct Open {
        var all = 0
        var bySource: [String: Int] = [:]
    }

    /// What stands before a proxy's address.
    private static let proxyMark = "proxy "

    private let limit: Int
    private let limitPerAddress: Int
    private let trusted: TrustedProxies
    private let open = Mutex(Open())

    init(limit: Int, limitPerAddress: Int, trusted: TrustedProxies) {
        self.limit = limit
        self.limitPerAddress = limitPerAddress
        self.trusted = trusted
    }

    /// Lets one more connection in, if there is room; behind a trusted proxy are many, so only the sum bounds it.
    ///
    /// - Parameter address: The other end.
    /// - Returns: What it is counted under, for ``leave(_:)``: its network, or the proxy; nil if there is no room.
    func enter(from address: String) -> String? {
        // A proxy may stand in one network with others, whom its connections must not crowd out.
        let source = trusted.contains(address) ? Self.proxyMark + address : ClientOrigin(address).key
        return enter(as: source) ? source : nil
    }

    /// Takes the room of one more connection from a source, if there is any.
    ///
    /// - Parameter source: What the connections are counted under, as ``enter(from:)`` told.
    /// - Returns: Whether there was room.
    func enter(as source: String) -> Bool {
        let isProxy = source.hasPrefix(Self.proxyMark)
        return open.withLock { open -> Bool in
            let own = open.bySource[source, default: 0]
            guard open.all < limit, isProxy || own < limitPerAddress else { return false }
            open.all += 1
            open.bySource[source] = own + 1
            return true
        }
    }

    /// Gives the room of one connection back.
    func leave(_ source: String) {
        open.withLock { open in
            open.all -= 1
            let rest = open.bySource[source, default: 0] - 1
            open.bySource[source] = rest > 0 ? rest : nil
        }
    }
}

/// The door of one connection (cửa vào của kết nối): refuses one too many, and one that does not come to its first
/// request.
///
/// It stands before TLS, so that a handshake that never ends is bounded too. From the first request on the
/// ``ConnectionGuard`` watches.
final class ConnectionDoor: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let count: ConnectionCount
    private let patience: TimeAmount
    /// What the connection is counted under; nil while it has no room.
    private var source: String?
    /// How many streams of HTTP/2 it has open.
    private var streams = 0
    private var isSpeaking = false
    private var timer: Scheduled<Void>?

    init(count: ConnectionCount, patience: TimeAmount) {
        self.count = count
        self.patience = patience
    }

    func channelActive(context: ChannelHandlerContext) {
        let address = context.remoteAddress?.ipAddress ?? "local"
        guard let source = count.enter(from: address) else {
            Self.countRefusal()
            return context.close(promise: nil)
        }
        self.source = source
        let channel = context.channel
        // Without TLS a connection is set up for HTTP before it is active.
        if !isSpeaking { timer = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) } }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        // Its streams end after it, and have nothing more to give back.
        if let source { for _ in 0..<max(1, streams) { count.leave(source) } }
        source = nil
        context.fireChannelInactive()
    }

    /// Lets one more stream in, if there is room.
    ///
    /// Each beside the first takes the room of a connection: what is kept for it, its answer above all while nobody
    /// reads that, is as much. To be told of each that was let in with ``endStream()``.
    func admitStream() -> Bool {
        guard let source else { return false }
        guard streams == 0 || count.enter(as: source) else {
            Self.countRefusal()
            return false
        }
        streams += 1
        return true
    }

    /// Gives the room of a stream back.
    func endStream() {
        streams -= 1
        if streams > 0, let source { count.leave(source) }
    }

    private static func countRefusal() { Counter(label: "motcua_http_connections_refused_total").increment() }

    /// Knows that the connection has come to speak HTTP.
    func open() {
        isSpeaking = true
        timer?.cancel()
        timer = nil
    }
}

extension Channel {
    /// The door of this connection, or of the connection that this stream is part of; nil where there is none.
    ///
    /// To be asked on the event loop of the channel.
    var door: ConnectionDoor? {
        // A pipeline without one is no mistake: tests watch over connections that have no door.
        if let own = try? pipeline.syncOperations.handler(type: ConnectionDoor.self) { return own }
        // The parent of a stream lives on the same loop; that of a connection, the listener, may not.
        guard let parent, parent.parent != nil, parent.eventLoop.inEventLoop else { return nil }
        // As above.
        return try? parent.pipeline.syncOperations.handler(type: ConnectionDoor.self)
    }
}

import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A small HTTP server on a free port of loopback, which does with each request what a test says.
final class LoopbackServer: Sendable {
    /// A request as it came.
    struct Request: Sendable {
        var method = ""
        var uri = ""
        var headers = HTTPHeaders()
        var body = ""
    }

    /// What is done with a request.
    enum Action: Sendable {
        /// Answers.
        case reply(Int, String, headers: [String: String] = [:])
        /// Reads it and never answers.
        case silence
        /// Reads it and closes the connection.
        case hangUp
        /// Answers with a head that promises more than comes, then keeps still.
        case halfReply
    }

    /// The port it listens on.
    let port: Int
    private let channel: any Channel
    private let script: Script

    /// Starts a server, runs `body` and stops it.
    static func run<Value>(
        _ action: @escaping @Sendable (Request) -> Action,
        _ body: (LoopbackServer) async throws -> Value
    ) async throws -> Value {
        let script = Script(action)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(RequestHandler(script: script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = LoopbackServer(port: channel.localAddress?.port ?? 0, channel: channel, script: script)
        do {
            let value = try await body(server)
            try await channel.close()
            return value
        } catch {
            try await channel.close()
            throw error
        }
    }

    /// The requests that came, in order.
    var requests: [Request] { script.requests }

    private init(port: Int, channel: any Channel, script: Script) {
        self.port = port
        self.channel = channel
        self.script = script
    }

    /// What is done and what came.
    final class Script: Sendable {
        private let action: @Sendable (Request) -> Action
        private let seen = Mutex<[Request]>([])

        init(_ action: @escaping @Sendable (Request) -> Action) { self.action = action }

        var requests: [Request] { seen.withLock { $0 } }

        func take(_ request: Request) -> Action {
            seen.withLock { $0.append(request) }
            return action(request)
        }
    }
}

/// Gathers one request and does what the script says.
private final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let script: LoopbackServer.Script
    private var request = LoopbackServer.Request()

    init(script: LoopbackServer.Script) { self.script = script }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            request = .init(method: head.method.rawValue, uri: head.uri, headers: head.headers)
        case .body(let part): request.body += String(buffer: part)
        case .end: act(script.take(request), context: context)
        }
    }

    private func act(_ action: LoopbackServer.Action, context: ChannelHandlerContext) {
        switch action {
        case .reply(let status, let body, let extra):
            var headers = HTTPHeaders([("Content-Length", String(body.utf8.count))])
            for (name, value) in extra { headers.add(name: name, value: value) }
            write(status, headers, body, context: context)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case .silence: break
        case .hangUp: context.close(promise: nil)
        case .halfReply:
            write(200, HTTPHeaders([("Content-Length", "1000")]), "{\"code\":", context: context)
            context.flush()
        }
    }

    private func write(_ status: Int, _ headers: HTTPHeaders, _ body: String, context: ChannelHandlerContext) {
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
    }
}

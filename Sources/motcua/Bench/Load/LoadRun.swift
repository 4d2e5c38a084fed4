import NIOCore
import NIOPosix

/// One load on one event loop (phiên tạo tải): every connection sends its next request when its reply has come.
///
/// All of it lives on the loop; latencies are from the hand-over of a request to the kernel to its reply's last byte.
final class LoadRun {
    /// How long replies still under way at the end are waited for, in seconds.
    private static let graceSeconds: Int64 = 20

    /// How long connecting may take at the most, in seconds.
    private static let connectSeconds: Int64 = 30
    /// How long a load of so many requests may take at the most, in seconds.
    private static let countedSeconds = 600.0

    private let plan: LoadPlan
    private let loop: any EventLoop
    private let source: any RequestSource
    private let promise: EventLoopPromise<LoadOutcome>
    private var outcome = LoadOutcome()
    private var channels: [any Channel] = []
    private var closed = 0
    private var countsFrom = NIODeadline.now()
    private var countsUntil = NIODeadline.distantFuture
    private var lastReply = NIODeadline.now()
    private var watchdog: Scheduled<Void>?

    private init(_ plan: LoadPlan, on loop: any EventLoop, promise: EventLoopPromise<LoadOutcome>) {
        self.plan = plan
        self.loop = loop
        self.promise = promise
        source = plan.requests()
    }

    /// Puts a server under load.
    ///
    /// - Returns: What came of it, when the last connection is closed.
    /// - Throws: If the server cannot be reached, ``CommandFailure`` if connections do not end.
    static func run(_ plan: LoadPlan, on loop: any EventLoop) async throws -> LoadOutcome {
        let address = try SocketAddress(ipAddress: "127.0.0.1", port: plan.port)
        let source = try plan.source.map { try SocketAddress(ipAddress: $0, port: 0) }
        let future = loop.flatSubmit {
            let promise = loop.makePromise(of: LoadOutcome.self)
            let run = LoadRun(plan, on: loop, promise: promise)
            run.connect(to: address, from: source)
            return promise.futureResult
        }
        return try await future.get()
    }

    /// The next request; nil when this connection shall end.
    func nextRequest(at now: NIODeadline) -> ByteBuffer? { now < countsUntil ? source.next() : nil }

    /// Notes a reply.
    func note(_ response: ResponseScanner.Response, sentAt: NIODeadline, at now: NIODeadline) {
        guard now >= countsFrom, now <= countsUntil else { return }
        lastReply = now
        guard response.status == plan.status else {
            outcome.failures[response.status, default: 0] += 1
            return
        }
        outcome.replies += 1
        outcome.latencies.record(nanoseconds: UInt64((now - sentAt).nanoseconds))
        if plan.keepsLocations, let location = response.location { outcome.locations.append(location) }
    }

    /// Notes a connection that broke.
    func noteBroken() { outcome.failures[0, default: 0] += 1 }

    /// Notes a connection's end.
    func noteClosed() {
        closed += 1
        if closed == plan.connections { finish() }
    }

    private func connect(to address: SocketAddress, from source: SocketAddress?) {
        let sending = Int64(plan.warmUpSeconds + (plan.seconds ?? Self.countedSeconds))
        let longest = Self.connectSeconds + sending + 2 * Self.graceSeconds
        watchdog = loop.assumeIsolated().scheduleTask(in: .seconds(longest)) { self.fail(after: longest) }
        let bound = NIOLoopBound(self, eventLoop: loop)
        let readsLocation = plan.keepsLocations
        let rest = plan.rest
        var bootstrap = ClientBootstrap(group: loop)
            .channelOption(.socketOption(.so_reuseaddr), value: 1)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = LoadConnection(run: bound.value, readsLocation: readsLocation, rest: rest)
                    try channel.pipeline.syncOperations.addHandler(connection)
                }
            }
        if let source { bootstrap = bootstrap.bind(to: source) }
        // An address needs no look-up of names, which would cost a thread and timers for each connection.
        let connecting = (0..<plan.connections).map { _ in bootstrap.connect(to: address) }
        EventLoopFuture.whenAllSucceed(connecting, on: loop).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channels): self.begin(channels)
            case .failure(let error): self.promise.fail(error)
            }
        }
    }

    private func begin(_ channels: [any Channel]) {
        self.channels = channels
        countsFrom = NIODeadline.now() + .nanoseconds(Int64(plan.warmUpSeconds * 1e9))
        if let seconds = plan.seconds {
            countsUntil = countsFrom + .nanoseconds(Int64(seconds * 1e9))
            let last = countsUntil + .seconds(Self.graceSeconds)
            loop.assumeIsolated().scheduleTask(deadline: last) { self.giveUp() }
        }
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(LoadConnection.Start()) }
    }

    private func finish() {
        watchdog?.cancel()
        let end = plan.seconds == nil ? lastReply : countsUntil
        outcome.seconds = Double((end - countsFrom).nanoseconds) / 1e9
        promise.succeed(outcome)
    }

    /// Ends a run that does not end by itself, so that a measurement fails instead of waiting for ever.
    private func fail(after seconds: Int64) {
        promise.fail(
            CommandFailure(
                developer: "A load on port \(plan.port) did not end in \(seconds) s: \(channels.count) of "
                    + "\(plan.connections) connections were opened and \(closed) closed."
            )
        )
    }

    /// Closes what still waits for a reply; each counts as broken.
    private func giveUp() {
        for channel in channels where channel.isActive { channel.close(promise: nil) }
    }
}

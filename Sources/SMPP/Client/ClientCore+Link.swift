import NIOCore
import NIOPosix
import NIOSSL

extension ClientCore {
    /// Begins to connect; only the first call does anything.
    func start() {
        guard case .idle = link else { return }
        connect()
    }

    /// Ends the session in good order and tells when nothing is left.
    func shutDown(_ continuation: CheckedContinuation<Void, Never>) {
        endings.append(continuation)
        isShutDown = true
        perform(session.shutDown(at: now))
        takeTurns()
        switch link {
        case .idle, .ended: end()
        case .waiting(let timer):
            timer.cancel()
            end()
        // The end of the connection, or of the try, ends the shutdown.
        case .connecting, .open: break
        }
    }

    private func connect() {
        link = .connecting
        let bound = bound
        ClientBootstrap(group: eventLoop)
            .connectTimeout(.milliseconds(settings.connectTimeoutMilliseconds))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try bound.value.prepare(channel) }
            }
            .connect(host: settings.host, port: settings.port)
            .assumeIsolated()
            .whenComplete { [self] result in connected(result) }
    }

    private func prepare(_ channel: any Channel) throws {
        if let tls {
            let handler = try NIOSSLClientHandler(context: tls, serverHostname: nameToVerify)
            try channel.pipeline.syncOperations.addHandler(handler)
        }
        try channel.pipeline.syncOperations.addHandler(SMPPChannelHandler(core: self))
    }

    /// An IP address may not be named to the server; the certificate is then held against the peer's address.
    private var nameToVerify: String? {
        // What cannot be read as an address is a name.
        (try? SocketAddress(ipAddress: settings.host, port: settings.port)) == nil ? settings.host : nil
    }

    private func connected(_ result: Result<any Channel, any Error>) {
        switch result {
        case .success(let channel) where channel.isActive:
            link = .open(channel)
            // A channel that is closed before it has told its handlers that it is active never tells them that it is
            // inactive, so only this future is sure to end what waits for the end of the connection.
            channel.closeFuture.assumeIsolated().whenComplete { [self] _ in closed(channel) }
            perform(session.connected(at: now))
        case .success:
            forgetRefusal()
            noteProblem("the SMSC closed the connection at once")
            tryAgain()
        case .failure(let error):
            forgetRefusal()
            noteProblem(ProblemText.connection(error))
            tryAgain()
        }
    }

    /// Takes the end of a connection, by whichever side; may be called twice.
    func closed(_ channel: any Channel) {
        guard case .open(let present) = link, present === channel else { return }
        if session.isBound { noteProblem("the connection was cut") }
        perform(session.disconnected(at: now))
        tryAgain()
        takeTurns()
    }

    /// Plans the next try; the tries end with the shutdown only, and are never denser than the backoff says.
    private func tryAgain() {
        guard !isShutDown else { return end() }
        let wait = backoff.failed(jitter: UInt64.random(in: 0...UInt64.max))
        let timer = eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(wait)) { [self] in retry() }
        link = .waiting(timer)
    }

    private func retry() {
        // A timer that is cancelled in the turn of the loop in which it is due may still fire.
        guard case .waiting = link else { return }
        connect()
    }

    private func end() {
        link = .ended
        cancelTimers()
        let present = endings
        endings = []
        for continuation in present { continuation.resume() }
    }
}

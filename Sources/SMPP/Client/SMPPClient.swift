public import NIOCore
public import NIOPosix
import NIOSSL

/// A client of one SMSC over TCP or TLS (máy khách SMPP), which connects again by itself until it is shut down.
///
/// It has no queue: a submit is taken, waits a bounded time for its turn, or comes back. A submit whose connection ends
/// before the answer is settled as unknown and never sent a second time.
public final class SMPPClient: Sendable {
    private let eventLoop: any EventLoop
    private let core: NIOLoopBoundBox<ClientCore>

    /// Creates a client that does nothing yet.
    ///
    /// - Parameters:
    ///   - settings: Where the SMSC is and how it is spoken to.
    ///   - handlers: What is called.
    ///   - group: The event loops, of which the client uses one.
    /// - Throws: ``SMPPClientError`` if TLS is wanted and cannot be set up.
    public init(
        settings: SMPPClientSettings,
        handlers: SMPPClientHandlers,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) throws(SMPPClientError) {
        let tls = try Self.context(settings.security)
        let loop = group.next()
        eventLoop = loop
        core = NIOLoopBoundBox.makeBoxSendingValue(
            ClientCore(eventLoop: loop, settings: settings, handlers: handlers, tls: tls),
            eventLoop: loop
        )
    }

    /// Begins to connect; only the first call does anything.
    ///
    /// Whoever starts a client has to shut it down.
    public func start() {
        eventLoop.execute { [core] in core.value.start() }
    }

    /// Submits a message and waits for its outcome.
    ///
    /// It answers within the wait for a turn and the session's time-out of submits, also when the task is cancelled:
    /// what has gone out cannot be called back.
    ///
    /// - Parameters:
    ///   - message: The message, its text already encoded.
    ///   - id: The caller's name of it, not in use by another submit that is unanswered.
    /// - Returns: The outcome, or why nothing was sent.
    public func submit(_ message: ShortMessage, id: SubmissionID) async -> SMPPSubmitAnswer {
        await withCheckedContinuation { continuation in
            eventLoop.execute { [core] in core.value.submit(message, id, continuation) }
        }
    }

    /// How the client is (tình trạng kết nối).
    public var condition: SMPPClientCondition {
        get async {
            await withCheckedContinuation { continuation in
                eventLoop.execute { [core] in continuation.resume(returning: core.value.condition) }
            }
        }
    }

    /// What the session has seen since the client was made, for the metrics.
    public var counters: SessionCounters {
        get async {
            await withCheckedContinuation { continuation in
                eventLoop.execute { [core] in continuation.resume(returning: core.value.session.counters) }
            }
        }
    }

    /// Ends the client for good: takes no more submits, awaits open answers up to a bound, unbinds and closes.
    ///
    /// Returns when the connection is closed. May be called twice.
    public func shutDown() async {
        await withCheckedContinuation { continuation in
            eventLoop.execute { [core] in core.value.shutDown(continuation) }
        }
    }

    private static func context(_ security: SMPPSecurity) throws(SMPPClientError) -> NIOSSLContext? {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        switch security {
        case .none: return nil
        case .tls: break
        case .tlsTrusting(let file): configuration.trustRoots = .file(file)
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw .unusableTLS
        }
    }
}

extension SMPPClient: CustomReflectable {
    /// A mirror without children, so that `dump` shows no password.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

import NIOCore
import NIOSSL

/// The inside of a client, for use on its event loop only: one session and the connection that it lives on.
final class ClientCore {
    /// The states of the connection.
    enum Link {
        /// Not started. To: connecting, ended.
        case idle
        /// A connection is being opened. To: open, waiting, ended.
        case connecting
        /// A connection is open. To: waiting, ended.
        case open(any Channel)
        /// A try to connect is planned. To: connecting, ended.
        case waiting(Scheduled<Void>)
        /// Shut down.
        case ended
    }

    let eventLoop: any EventLoop
    let settings: SMPPClientSettings
    let handlers: SMPPClientHandlers
    let tls: NIOSSLContext?

    var session: SMPPSession
    var backoff: ReconnectBackoff
    var link = Link.idle
    var isShutDown = false
    /// Who waits for the end of the shutdown.
    var endings: [CheckedContinuation<Void, Never>] = []
    /// The submits that wait for their answers, as the session does; at most the size of the window.
    var unanswered: [SubmissionID: CheckedContinuation<SMPPSubmitAnswer, Never>] = [:]
    /// The submits that wait for their turn, in the order of their coming, which is also that of their deadlines.
    var waiting: [WaitingSubmit] = []
    /// The deliveries whose decision is awaited, those of earlier connections among them.
    var runningDeliveries = 0
    private var refusal: CommandStatus?
    private var lastProblem: String?
    private var isFlushPlanned = false
    private var wakeTimer: Scheduled<Void>?
    private var turnTimer: Scheduled<Void>?

    init(
        eventLoop: any EventLoop,
        settings: SMPPClientSettings,
        handlers: SMPPClientHandlers,
        tls: NIOSSLContext?
    ) {
        self.eventLoop = eventLoop
        self.settings = settings
        self.handlers = handlers
        self.tls = tls
        session = SMPPSession(settings: settings.session)
        backoff = settings.backoff
    }

    /// The present moment of the loop's clock.
    var now: SessionInstant {
        SessionInstant(milliseconds: Int64(clamping: NIODeadline.now().uptimeNanoseconds / 1_000_000))
    }

    /// This core for closures that run on the loop.
    var bound: NIOLoopBound<ClientCore> { NIOLoopBound(self, eventLoop: eventLoop) }

    var condition: SMPPClientCondition {
        SMPPClientCondition(
            state: state,
            unanswered: session.unansweredCount,
            waiting: waiting.count,
            window: settings.session.windowSize,
            failures: backoff.failureCount,
            lastProblem: lastProblem
        )
    }

    private var state: SMPPClientCondition.State {
        if isShutDown { return .ended }
        if session.isBound { return .bound }
        return refusal.map { .refused($0) } ?? .connecting
    }

    func received(_ frame: [UInt8]) {
        perform(session.received(frame: frame, at: now))
        takeTurns()
    }

    func streamBroke(_ error: FramingError) {
        perform(session.streamBroke(error, at: now))
        takeTurns()
    }

    /// Carries out what the session wants, in order.
    func perform(_ actions: [SMPPAction]) {
        for action in actions {
            perform(action)
        }
    }

    private func perform(_ action: SMPPAction) {
        switch action {
        case .send(let octets): send(octets)
        case .bound(let systemID): becameBound(systemID)
        case .bindRefused(let status): refusal = status
        case .notTaken: break
        case .settled(let id, let outcome): unanswered.removeValue(forKey: id)?.resume(returning: .settled(outcome))
        case .settledLate(let id, let outcome): handlers.answeredLate(id, outcome)
        case .delivered(let delivery): deliver(delivery)
        case .close(let reason): close(reason)
        case .wake(let moment): wake(at: moment)
        }
    }

    private func send(_ octets: [UInt8]) {
        guard case .open(let channel) = link else { return }
        channel.write(ByteBuffer(bytes: octets), promise: nil)
        guard !isFlushPlanned else { return }
        isFlushPlanned = true
        // What is sent in one turn of the loop goes to the system in one call.
        eventLoop.execute { [bound] in bound.value.flush() }
    }

    private func flush() {
        isFlushPlanned = false
        guard case .open(let channel) = link else { return }
        channel.flush()
    }

    private func becameBound(_ systemID: String) {
        backoff.succeeded()
        refusal = nil
        handlers.log("bound to \(ProblemText.visible(systemID))")
    }

    private func close(_ reason: CloseReason) {
        noteProblem(reason == .shutDown ? nil : ProblemText.closing(reason))
        guard case .open(let channel) = link else { return }
        // The last words before it would be dropped.
        channel.flush()
        channel.close(promise: nil)
    }

    /// Keeps a problem for the condition and logs it.
    func noteProblem(_ problem: String?) {
        guard let problem else { return }
        lastProblem = problem
        handlers.log(problem)
    }

    /// A failure of another kind than a refusal says nothing of the credentials any more.
    func forgetRefusal() { refusal = nil }
}

extension ClientCore {
    private func wake(at moment: SessionInstant) {
        wakeTimer?.cancel()
        wakeTimer = schedule(at: moment) { core in
            core.perform(core.session.tick(at: core.now))
            core.takeTurns()
        }
    }

    /// Plans the next look at the submits that wait; nil for none.
    func planTurn(at moment: SessionInstant?) {
        turnTimer?.cancel()
        turnTimer = moment.map { schedule(at: $0) { $0.takeTurns() } }
    }

    func cancelTimers() {
        wakeTimer?.cancel()
        turnTimer?.cancel()
    }

    private func schedule(
        at moment: SessionInstant,
        _ work: @escaping (ClientCore) -> Void
    ) -> Scheduled<Void> {
        let delay = max(0, moment.milliseconds(since: now))
        return eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(delay)) { [self] in work(self) }
    }
}

import DossierDomain
public import Logging
import Metrics
public import ServiceLifecycle
import WorkingCalendar

/// Sends the texts that wait in the outbox (chuyển tin nhắn), at least once each and in order per dossier.
///
/// A row is marked as sending before the gateway is asked and finished afterwards; a crash in between leaves a lease
/// that ends as *unknown*, never as a blind second send.
public struct OutboxRelay: Service {
    /// How many texts are taken at once.
    static let batchSize = 50
    /// How often a text is tried before it is given up.
    public static let maximumAttempts = 8
    /// How long a gateway may take before a text's fate counts as unknown, in milliseconds.
    static let leaseMilliseconds: Int64 = 60_000
    /// The longest pause between two looks at the outbox, in milliseconds.
    static let idleMilliseconds: Int64 = 1_000

    private let store: any DossierStore
    private let gateway: any SMSGateway
    private let clock: any WallClock
    private let machineClock: any WallClock
    private let renderer: MessageRenderer
    /// One round at a time: whoever asks for one may rely on everything earlier having gone out.
    let turn = Turn()
    private let pace: any ServicePace
    private let logger: Logger

    /// Creates the relay.
    ///
    /// - Parameters:
    ///   - store: Where the outbox is.
    ///   - gateway: Where texts go.
    ///   - rules: The texts' templates.
    ///   - clock: The time of the service, for when a text was sent.
    ///   - machineClock: The time of the machine, for leases and retries.
    ///   - pace: How the service waits between looks.
    ///   - logger: Where it says what it did; never a number or a text.
    public init(
        store: any DossierStore,
        gateway: any SMSGateway,
        rules: Rules,
        clock: any WallClock,
        machineClock: any WallClock,
        pace: any ServicePace,
        logger: Logger
    ) {
        self.store = store
        self.gateway = gateway
        self.clock = clock
        self.machineClock = machineClock
        self.pace = pace
        self.logger = logger
        renderer = MessageRenderer(rules: rules)
    }

    /// Sends texts until the service is shut down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let sent = try await drain()
                    if sent == 0 { try await pace.wait(milliseconds: Self.idleMilliseconds) }
                } catch is CancellationError {
                    return
                } catch {
                    Counter(label: "motcua_outbox_failures_total").increment()
                    logger.error("outbox could not be worked on; trying again", metadata: ["error": "\(error)"])
                    do { try await pace.wait(milliseconds: Self.idleMilliseconds) } catch { return }
                }
            }
        }
    }

    /// Sends everything that may be sent now.
    ///
    /// - Returns: How many texts were tried.
    /// - Throws: ``StoreError``, `CancellationError`.
    @discardableResult
    public func drain() async throws -> Int {
        try await turn.take { try await drainInTurn() }
    }

    /// Sends everything that may be sent now, for a caller whose turn it is already.
    @discardableResult
    func drainInTurn() async throws -> Int {
        let now = machineClock.now
        let lost = try await store.transact { try $0.expireLeases(at: now) }
        if lost > 0 {
            Counter(label: "motcua_sms_total", dimensions: [("gateway", gateway.name), ("state", "unknown")])
                .increment(by: lost)
            logger.error("texts without an answer are unknown now", metadata: ["count": "\(lost)"])
        }
        var tried = 0
        while !Task.isCancelled {
            let moment = machineClock.now
            let batch = try await store.read { try $0.sendableMessages(at: moment, limit: Self.batchSize) }
            if batch.isEmpty { break }
            try await send(batch)
            tried += batch.count
        }
        return tried
    }

    /// Takes a batch in one commit, then tries its texts side by side, so that their outcomes share commits too.
    ///
    /// A batch has one text of a dossier at most, so their order is kept.
    private func send(_ batch: [OutboxMessage]) async throws {
        let leaseUntil = machineClock.now.adding(milliseconds: Self.leaseMilliseconds)
        let name = gateway.name
        let ours = try await store.transact { transaction in
            try batch.filter { try transaction.startSending($0.number, gateway: name, leaseUntil: leaseUntil) }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for message in ours { group.addTask { try await send(message) } }
            try await group.waitForAll()
        }
    }

    private func send(_ message: OutboxMessage) async throws {
        let outcome = try await outcome(of: message)
        try await store.transact { try $0.finishSending(message.number, outcome: outcome) }
        let state = outcome.state.rawValue
        Counter(label: "motcua_sms_total", dimensions: [("gateway", gateway.name), ("state", state)]).increment()
        logger.info(
            "text tried",
            metadata: [
                "outbox.id": "\(message.number)", "kind": "\(message.draft.kind.rawValue)",
                "state": "\(state)", "gateway": "\(gateway.name)",
            ]
        )
    }

    private func outcome(of message: OutboxMessage) async throws -> MessageOutcome {
        let rendered: MessageRenderer.Rendered?
        do {
            rendered = try await store.read { [renderer] in try renderer.render(message.draft, in: $0) }
        } catch let error as StoreError where error.isTransient {
            throw error
        } catch {
            logger.error(
                "text cannot be written",
                metadata: ["outbox.id": "\(message.number)", "error": "\(type(of: error))"]
            )
            return MessageOutcome(state: .failed, providerReference: nil, retryAt: nil, sentAt: nil)
        }
        guard let rendered else {
            return MessageOutcome(state: .failed, providerReference: nil, retryAt: nil, sentAt: nil)
        }
        let submission = SMSSubmission(reference: message.number, to: rendered.to, text: rendered.text)
        switch await gateway.send(submission) {
        case .accepted(let reference):
            return MessageOutcome(state: .accepted, providerReference: reference, retryAt: nil, sentAt: clock.now)
        case .rejected:
            return MessageOutcome(state: .rejected, providerReference: nil, retryAt: nil, sentAt: nil)
        case .unknown:
            return MessageOutcome(state: .unknown, providerReference: nil, retryAt: nil, sentAt: nil)
        case .later: return later(attempts: message.attempts + 1)
        }
    }

    /// Waits twice as long after each try, from a second to an hour.
    private func later(attempts: Int) -> MessageOutcome {
        guard attempts < Self.maximumAttempts else {
            return MessageOutcome(state: .failed, providerReference: nil, retryAt: nil, sentAt: nil)
        }
        let delay = min(Int64(1000) << Int64(attempts), 3_600_000)
        let retryAt = machineClock.now.adding(milliseconds: delay)
        return MessageOutcome(state: .queued, providerReference: nil, retryAt: retryAt, sentAt: nil)
    }
}

/// How a service waits between two looks at its work.
public protocol ServicePace: Sendable {
    /// Waits, or returns sooner if somebody hints at new work.
    ///
    /// - Throws: `CancellationError`.
    func wait(milliseconds: Int64) async throws
}

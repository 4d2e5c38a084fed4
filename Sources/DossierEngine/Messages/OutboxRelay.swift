import DossierDomain
public import Logging
import Metrics
public import ServiceLifecycle
import WorkingCalendar

/// Sends the texts that wait in the outbox (chuyển tin nhắn), at least once each and in order per dossier.
///
/// A row is marked as sending before a gateway is asked and finished afterwards; a crash in between leaves a lease
/// that ends as *unknown*, never as a blind second send. Another gateway is asked only if the one before surely did not
/// take the text.
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
    private let routes: [GatewayRoute]
    private let clock: any WallClock
    private let machineClock: any WallClock
    private let preparation: MessagePreparation
    private let sending: SendingRules
    /// One round at a time: whoever asks for one may rely on everything earlier having gone out.
    let turn = Turn()
    private let pace: any ServicePace
    private let logger: Logger

    /// Creates the relay.
    ///
    /// - Parameters:
    ///   - store: Where the outbox is.
    ///   - routes: Where texts go, one or more.
    ///   - rules: The texts' templates.
    ///   - sending: When they go out.
    ///   - clock: The time of the service, for when a text was sent and for quiet hours.
    ///   - machineClock: The time of the machine, for leases, retries and rates.
    ///   - pace: How the service waits between looks.
    ///   - logger: Where it says what it did; never a number or a text.
    public init(
        store: any DossierStore,
        routes: [GatewayRoute],
        rules: Rules,
        sending: SendingRules = .none,
        clock: any WallClock,
        machineClock: any WallClock,
        pace: any ServicePace,
        logger: Logger
    ) {
        self.store = store
        self.routes = routes
        self.sending = sending
        self.clock = clock
        self.machineClock = machineClock
        self.pace = pace
        self.logger = logger
        preparation = MessagePreparation(renderer: MessageRenderer(rules: rules), sending: sending)
    }

    /// Sends texts until the service is shut down; what a gateway was asked by then is waited for.
    public func run() async throws {
        await pace.repeating(pause: Self.idleMilliseconds) {
            try await drain()
        } onFailure: { error in
            Counter(label: "motcua_outbox_failures_total").increment()
            logger.error("outbox could not be worked on; trying again", metadata: ["error": "\(error)"])
        }
    }

    /// Sends everything that may be sent now.
    ///
    /// - Returns: How many texts were tried, given up or put off.
    /// - Throws: ``StoreError``, `CancellationError`.
    @discardableResult
    public func drain() async throws -> Int {
        try await turn.take { try await drainInTurn() }
    }

    /// Sends everything that may be sent now, for a caller whose turn it is already.
    @discardableResult
    func drainInTurn() async throws -> Int {
        try await noteOverdueAnswers()
        var tried = 0
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            let (moment, present) = (machineClock.now, clock.now)
            let batch = try await store.read { [preparation] snapshot in
                try snapshot.sendableMessages(at: moment, limit: Self.batchSize).map {
                    ($0, try preparation.prepare($0.draft, at: present, in: snapshot))
                }
            }
            if batch.isEmpty { break }
            let sent = try await send(batch)
            tried += sent
            // What is left waits for a gateway's rate.
            if sent < batch.count { break }
        }
        return tried
    }

    /// Notes texts whose answer or whose report is overdue, and releases those that were kept back until now.
    private func noteOverdueAnswers() async throws {
        let (now, present) = (machineClock.now, clock.now)
        let (lost, unconfirmed) = try await store.transact {
            _ = try $0.releaseHeld(at: present)
            return (try $0.expireLeases(at: now), try $0.expireConfirmations(at: now))
        }
        for route in routes {
            let isUp = await route.gateway.condition().state == .up
            Gauge(label: "motcua_gateway_up", dimensions: [("gateway", route.gateway.name)]).record(isUp ? 1 : 0)
        }
        for (count, state) in [(lost, MessageState.unknown), (unconfirmed, .unconfirmed)] where count > 0 {
            Counter(label: "motcua_sms_total", dimensions: [("gateway", "any"), ("state", state.rawValue)])
                .increment(by: count)
            logger.error("texts without an answer", metadata: ["count": "\(count)", "state": "\(state.rawValue)"])
        }
    }

    /// Takes a batch in one commit, then tries its texts side by side, so that their outcomes share commits too.
    ///
    /// A batch has one text of a dossier at most, so their order is kept.
    ///
    /// - Returns: How many were tried, given up or put off; the others wait for a gateway's rate.
    private func send(_ batch: [(message: OutboxMessage, step: MessagePreparation.Step)]) async throws -> Int {
        let now = machineClock.now
        let leaseUntil = now.adding(milliseconds: Self.leaseMilliseconds)
        var plans: [SendingPlan] = []
        var given: [Digest: Int] = [:]
        var seen = 0
        for (message, step) in batch {
            var route: GatewayRoute?
            if case .send(let text) = step {
                // Whoever has had his texts of the day within this batch is put off when he is looked at next.
                if let receiver = text.receiver, given[receiver, default: 0] >= text.allowance {
                    seen += 1
                    continue
                }
                guard let free = routes.offering(message.number).first(where: { $0.takeTurn(at: now) }) else { break }
                route = free
                if let receiver = text.receiver { given[receiver, default: 0] += 1 }
            }
            seen += 1
            plans.append(SendingPlan(message: message, step: step, route: route))
        }
        try await carryOut(plans, leaseUntil: leaseUntil)
        return seen
    }

    private func carryOut(_ plans: [SendingPlan], leaseUntil: Instant) async throws {
        let ours = try await store.transact { transaction in
            try plans.filter { try take($0, leaseUntil: leaseUntil, in: transaction) }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for plan in ours { group.addTask { try await send(plan) } }
            try await group.waitForAll()
        }
    }

    /// Puts a text off, gives it up, or marks it as being sent.
    ///
    /// - Returns: Whether it is ours to send.
    private func take(
        _ plan: SendingPlan,
        leaseUntil: Instant,
        in transaction: any StoreTransaction
    ) throws -> Bool {
        let number = plan.message.number
        switch plan.step {
        case .hold(let until):
            try transaction.hold(number, until: until)
            return false
        case .giveUp(let reason):
            let isOurs = try transaction.startSending(number, gateway: Self.nowhere, leaseUntil: leaseUntil)
            guard isOurs else { return false }
            try transaction.finishSending(number, outcome: .failed(reason))
            count(.failed, at: Self.nowhere)
            return false
        case .send:
            let name = plan.route?.gateway.name ?? Self.nowhere
            return try transaction.startSending(number, gateway: name, leaseUntil: leaseUntil)
        }
    }

    /// The gateway of a text that none was asked for.
    private static let nowhere = "none"

    private func send(_ plan: SendingPlan) async throws {
        guard case .send(let text) = plan.step, let first = plan.route else { return }
        let number = plan.message.number
        let others = routes.offering(number).filter { $0.gateway.name != first.gateway.name }
        var answer: (SMSAnswer, GatewayRoute) = (await ask(first, text, number: number), first)
        for route in others {
            // Only a text that was surely not taken is offered to another one.
            guard case .later = answer.0, route.takeTurn(at: machineClock.now) else { continue }
            try await store.transact { try $0.handOver(number, to: route.gateway.name) }
            answer = (await ask(route, text, number: number), route)
        }
        let (last, route) = answer
        let outcome = outcome(of: last, at: route, attempts: plan.message.attempts + 1, to: text.receiver)
        try await finish(number, outcome, at: route.gateway.name)
        logger.info(
            "text tried",
            metadata: [
                "outbox.id": "\(number)", "kind": "\(plan.message.draft.kind.rawValue)",
                "state": "\(outcome.state.rawValue)", "gateway": "\(route.gateway.name)",
            ]
        )
        count(outcome.state, at: route.gateway.name)
    }

    private func ask(_ route: GatewayRoute, _ text: MessagePreparation.Text, number: Int64) async -> SMSAnswer {
        let words = route.gateway.sendsAccents ? text.accented : text.plain
        return await route.gateway.send(SMSSubmission(reference: number, to: text.to, text: words))
    }

    /// Notes what became of a try, and takes up a report that came before the gateway's own reference was known.
    private func finish(_ number: Int64, _ outcome: MessageOutcome, at gateway: String) async throws {
        let now = clock.now
        try await store.transact { transaction in
            try transaction.finishSending(number, outcome: outcome)
            guard let reference = outcome.providerReference,
                let report = try transaction.earlyReport(of: gateway, reference: reference)
            else { return }
            try transaction.forgetEarlyReport(of: gateway, reference: reference)
            guard let state = try transaction.message(number)?.state.after(report) else { return }
            try transaction.settle(number, as: state, reportedAt: now)
        }
    }

    private func outcome(
        of answer: SMSAnswer,
        at route: GatewayRoute,
        attempts: Int,
        to receiver: Digest?
    ) -> MessageOutcome {
        switch answer {
        case .accepted(let reference):
            let wait = Int64(sending.reportHours) * 3_600_000
            return MessageOutcome(
                state: .accepted,
                providerReference: reference,
                retryAt: nil,
                sentAt: clock.now,
                confirmBy: route.reports ? machineClock.now.adding(milliseconds: wait) : nil,
                receiver: receiver
            )
        case .rejected(let reason): return .ended(.rejected, reason)
        case .unknown(let reason): return .ended(.unknown, reason)
        case .later(let reason): return later(attempts: attempts, reason)
        }
    }

    /// Waits twice as long after each try, from two seconds to an hour, and up to a quarter longer so that texts that
    /// failed together do not come back together.
    private func later(attempts: Int, _ reason: String) -> MessageOutcome {
        guard attempts < Self.maximumAttempts else { return .failed(reason) }
        let delay = min(Int64(1000) << Int64(attempts), 3_600_000)
        let now = machineClock.now
        let jitter = delay / 4 * (now.milliseconds & 0xFF) / 0xFF
        return MessageOutcome(
            state: .queued,
            reason: reason,
            providerReference: nil,
            retryAt: now.adding(milliseconds: delay + jitter),
            sentAt: nil
        )
    }

    private func count(_ state: MessageState, at gateway: String) {
        Counter(label: "motcua_sms_total", dimensions: [("gateway", gateway), ("state", state.rawValue)]).increment()
    }
}

/// A text with what is to be done with it, and by which gateway.
private struct SendingPlan: Sendable {
    let message: OutboxMessage
    let step: MessagePreparation.Step
    let route: GatewayRoute?
}

extension MessageOutcome {
    /// A text that is given up.
    fileprivate static func failed(_ reason: String) -> MessageOutcome { ended(.failed, reason) }

    fileprivate static func ended(_ state: MessageState, _ reason: String) -> MessageOutcome {
        MessageOutcome(state: state, reason: reason, providerReference: nil, retryAt: nil, sentAt: nil)
    }
}

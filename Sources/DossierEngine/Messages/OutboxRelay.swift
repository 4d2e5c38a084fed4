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
    /// How many texts are taken in one commit.
    static let batchSize = 50
    /// How often a text is tried at least before it is given up, however long it has waited already.
    static let leastAttempts = 8
    /// How long after it was queued a text is given up that nobody takes, in milliseconds: a day and a half.
    static let patienceMilliseconds: Int64 = 129_600_000
    /// The longest pause between two tries of a text without what is added by chance, in milliseconds.
    static let longestPauseMilliseconds: Int64 = 240_000
    /// How many texts are tried at once when a gateway is back; the others come by themselves within five minutes.
    ///
    /// Where a clock was set back they are all tried at once, so many in each transaction.
    static let hastenedTexts = 5_000
    /// How long each gateway that is asked may take before a text's fate counts as unknown, in milliseconds.
    static let leaseMilliseconds: Int64 = 60_000
    /// The longest pause between two looks at the outbox, and between two at overdue answers, in milliseconds.
    static let idleMilliseconds: Int64 = 1_000

    private let store: any DossierStore
    private let routes: [GatewayRoute]
    private let clock: any WallClock
    private let machineClock: any WallClock
    private let preparation: MessagePreparation
    private let sending: TextSending
    private let downGateways = DownGateways()
    private let latestLook = LatestLook()
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
        self.clock = clock
        self.machineClock = machineClock
        self.pace = pace
        self.logger = logger
        preparation = MessagePreparation(renderer: MessageRenderer(rules: rules), sending: sending)
        self.sending = TextSending(
            store: store,
            routes: routes,
            reportHours: sending.reportHours,
            clock: clock,
            machineClock: machineClock,
            pace: pace,
            logger: logger
        )
    }

    /// Sends texts until the service is shut down; what a gateway was asked by then is waited for.
    public func run() async throws {
        var hasTakenOver = false
        await pace.repeating(pause: Self.idleMilliseconds) {
            if !hasTakenOver { try await takeOver() }
            hasTakenOver = true
            return try await drain()
        } onFailure: { error in
            Counter(label: "motcua_outbox_failures_total").increment()
            logger.error("outbox could not be worked on; trying again", metadata: ["error": "\(error)"])
        }
    }

    /// Ends the leases that a program left behind which served this database before: nobody will answer them.
    ///
    /// One program serves a database at a time, and in its own turn it has none itself.
    func takeOver() async throws {
        try await turn.take {
            // All of them: by a clock that was set back since, they would last longer than anybody waits.
            try await noteOverdueAnswers(leasesUntil: Instant(milliseconds: .max))
            // No text is put off for longer than that: whatever is, was so by a clock that was set back since.
            let longest = Self.longestPauseMilliseconds / 4 * 5
            _ = try await hastenAll(to: machineClock.now.adding(milliseconds: longest))
            try await limitAwaiting(from: machineClock.now)
        }
    }

    /// Has all texts tried at an instant that were put off for longer; how many there were.
    private func hastenAll(to instant: Instant) async throws -> Int {
        try await store.hastenAll { try $0.hastenRetries(at: instant, limit: $1) }
    }

    /// Has no report awaited for longer than any is from an instant on: whatever is, was so by a clock that was set
    /// back since.
    private func limitAwaiting(from now: Instant) async throws {
        let latest = now.adding(milliseconds: sending.reportMilliseconds)
        _ = try await store.hastenAll { try $0.hastenConfirmations(at: latest, limit: $1) }
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
    ///
    /// Each gateway is given as many texts as its window holds, and the next one as soon as it has answered one; what
    /// is queued meanwhile is looked for each second. So a slow gateway holds up nobody else's texts.
    @discardableResult
    func drainInTurn() async throws -> Int {
        var noted: Instant?
        return try await WorkUnderWay.workOff(lookingEach: Self.idleMilliseconds, by: pace) { underWay in
            let now = machineClock.now
            // A clock that was set back must not put it off.
            let isNoted = noted.map { (0..<Self.idleMilliseconds).contains(now.milliseconds - $0.milliseconds) }
            if isNoted != true {
                try await noteOverdueAnswers(leasesUntil: now)
                noted = now
            }
            // Anew, for what was just looked at took its time.
            return try await nextTexts(at: machineClock.now, underWay)
        }
    }

    /// Notes texts whose answer or whose report is overdue, and releases those that were kept back until now.
    ///
    /// - Parameter end: Leases that end until then, in machine time, have ended.
    /// - Throws: ``StoreError``.
    private func noteOverdueAnswers(leasesUntil end: Instant) async throws {
        let (now, present) = (machineClock.now, clock.now)
        let (lost, unconfirmed) = try await store.transact {
            _ = try $0.releaseHeld(at: present)
            // No rule keeps one back for longer: whatever is, was so by a clock that was set back since.
            _ = try $0.releaseHeld(beyond: present.adding(milliseconds: SendingRules.longestHoldMilliseconds))
            return (try $0.expireLeases(at: end), try $0.expireConfirmations(at: now))
        }
        let conditions = await routes.conditions()
        for (route, condition) in conditions {
            Gauge(label: "motcua_gateway_up", dimensions: [("gateway", route.gateway.name)])
                .record(condition.state == .up ? 1 : 0)
        }
        if downGateways.note(conditions, at: now) {
            let count = try await store.transact { try $0.hastenRetries(at: now, limit: Self.hastenedTexts) }
            logger.info("a gateway is up again; texts are tried at once", metadata: ["count": "\(count)"])
        }
        try await latestLook.look(at: now) {
            let count = try await hastenAll(to: now)
            try await limitAwaiting(from: now)
            logger.info("the clock was set back; texts are tried at once", metadata: ["count": "\(count)"])
        }
        for (count, state) in [(lost, MessageState.unknown), (unconfirmed, .unconfirmed)] where count > 0 {
            TextSending.count(state, at: TextsWithoutGateway.any, by: count)
            logger.error("texts without an answer", metadata: ["count": "\(count)", "state": "\(state.rawValue)"])
        }
    }

    /// Takes as many texts as the gateways have room for, in one commit.
    ///
    /// A dossier has one text under way at most, so their order is kept.
    ///
    /// - Parameters:
    ///   - now: The machine's time.
    ///   - underWay: How many texts are under way for each receiver.
    /// - Returns: What is to be sent; those put off or given up count as dealt with.
    /// - Throws: ``StoreError``.
    private func nextTexts(at now: Instant, _ underWay: [Digest: Int]) async throws -> WorkUnderWay.Portion {
        let room = routes.reduce(0) { min(Self.batchSize, $0 + min(Self.batchSize, $1.room(at: now))) }
        // What is left waits for a gateway's answer or for its rate.
        guard room > 0 else { return WorkUnderWay.Portion() }
        let present = clock.now
        let batch = try await store.read { [preparation] snapshot in
            try snapshot.sendableMessages(at: now, limit: room).map {
                ($0, try preparation.prepare($0.draft, at: present, in: snapshot))
            }
        }
        let plans = plan(batch, at: now, underWay)
        if plans.isEmpty { return WorkUnderWay.Portion() }
        let leaseUntil = machineClock.now.adding(milliseconds: Self.leaseMilliseconds)
        let ours = try await store.transact { transaction in
            try plans.filter { try take($0, leaseUntil: leaseUntil, in: transaction) }
        }
        // Only what is committed is counted.
        for plan in ours {
            guard case .giveUp(let reason) = plan.step else { continue }
            TextSending.countGivenUp(reason)
        }
        return WorkUnderWay.Portion(handled: plans.count, jobs: ours.compactMap(job))
    }

    private func plan(
        _ batch: [(message: OutboxMessage, step: MessagePreparation.Step)],
        at now: Instant,
        _ underWay: [Digest: Int]
    ) -> [SendingPlan] {
        var given = underWay
        return batch.compactMap { message, step in
            guard case .send(let text) = step else { return SendingPlan(message: message, step: step, turn: nil) }
            // Whoever has had his texts of the day with those under way is put off when he is looked at after them.
            if let receiver = text.receiver, given[receiver, default: 0] >= text.allowance { return nil }
            guard let turn = routes.turn(for: message.number, at: now) else { return nil }
            if let receiver = text.receiver { given[receiver, default: 0] += 1 }
            return SendingPlan(message: message, step: step, turn: turn)
        }
    }

    private func job(of plan: SendingPlan) -> WorkUnderWay.Job? {
        guard case .send(let text) = plan.step, let turn = plan.turn else { return nil }
        return WorkUnderWay.Job(receiver: text.receiver) { [sending] in
            defer { turn.end() }
            try await sending.send(text, of: plan.message, in: turn)
        }
    }

    /// Puts a text off, gives it up, or marks it as being sent.
    ///
    /// - Returns: Whether it is ours to send, or was ours to give up.
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
            let isOurs = try transaction.startSending(number, gateway: TextsWithoutGateway.none, leaseUntil: leaseUntil)
            if isOurs { try transaction.finishSending(number, outcome: .ended(.failed, reason)) }
            return isOurs
        case .send:
            let name = plan.turn?.route.gateway.name ?? TextsWithoutGateway.none
            return try transaction.startSending(number, gateway: name, leaseUntil: leaseUntil)
        }
    }
}

/// A text with what is to be done with it, and the turn in which a gateway is asked.
private struct SendingPlan: Sendable {
    let message: OutboxMessage
    let step: MessagePreparation.Step
    let turn: SendingTurn?
}

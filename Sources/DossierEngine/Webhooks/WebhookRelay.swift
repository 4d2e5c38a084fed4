import DossierDomain
public import Logging
import Metrics
public import ServiceLifecycle
import WorkingCalendar

/// Tells other systems of the texts to applicants and of the notices to staff (gọi webhook), at least once each, those
/// of a dossier in order.
///
/// What to tell is taken from outbox and notices, which are written with their cause; so nothing is missed through a
/// crash, and what is told twice has the same id. A system that fails is told again after ever longer pauses, and given
/// up after a day and a half until an administrator has it tried again.
public struct WebhookRelay: Service {
    /// How many notifications are taken at once, and told side by side.
    static let batchSize = 8
    /// The pause between two looks, in milliseconds.
    static let idleMilliseconds: Int64 = 1_000
    /// The pauses after failures, in seconds; after the last a notification is given up.
    static let pauses: [Int64] = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600]
    /// How long what was delivered or given up is remembered, in milliseconds: 30 days.
    ///
    /// That a system wants none any more is remembered until somebody has it tried again.
    static let lifetimeMilliseconds: Int64 = 30 * 86_400_000

    private let store: any DossierStore
    private let subscriptions: [WebhookSubscription]
    private let writing: WebhookWriting
    private let machineClock: any WallClock
    private let latestLook = LatestLook()
    private let pace: any ServicePace
    private let logger: Logger

    /// Creates the relay.
    ///
    /// - Parameters:
    ///   - store: Where outbox and notices are.
    ///   - subscriptions: Who is told.
    ///   - rules: The texts' templates, and the ladders.
    ///   - installation: A word that ids begin with, different for each database.
    ///   - machineClock: The time of the machine, for pauses and signatures.
    ///   - pace: How the service waits between looks.
    ///   - logger: Where it says what it did; never a number, a text or an address.
    public init(
        store: any DossierStore,
        subscriptions: [WebhookSubscription],
        rules: Rules,
        installation: String,
        machineClock: any WallClock,
        pace: any ServicePace,
        logger: Logger
    ) {
        self.store = store
        self.subscriptions = subscriptions
        writing = WebhookWriting(rules: rules, installation: installation)
        self.machineClock = machineClock
        self.pace = pace
        self.logger = logger
    }

    /// Tells until the service is shut down, each system by itself, so that none waits for a slow one.
    public func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            for subscription in subscriptions { group.addTask { await tellForever(subscription) } }
            // Without subscriptions there is nothing else to do, and ending would end the whole program.
            group.addTask { await takeOver() }
            await group.waitForAll()
        }
    }

    /// Forgets subscriptions that are enabled no more; those that are lose nothing by it, and what waits for them is
    /// put off no longer than by a pause, also where the clock was set back since.
    ///
    /// - Throws: ``StoreError``.
    public func begin() async throws {
        let names = Set(subscriptions.map(\.name))
        try await store.transact { try $0.forgetSubscriptions(except: names) }
        _ = try await hastenAll()
    }

    /// Has notifications tried sooner that are put off for longer than the pause after so many tries lasts; how many
    /// there were.
    ///
    /// They were so by a clock that was set back since. All others keep their pauses, which are a good part of a day
    /// and must not be used up by restarts.
    private func hastenAll() async throws -> Int {
        let now = machineClock.now
        var count = 0
        for name in subscriptions.map(\.name) {
            count += try await store.hastenAll { transaction, limit in
                try zip(1..., Self.pauses).reduce(0) { hastened, pause in
                    let latest = now.adding(milliseconds: Self.longest(pause.1))
                    let left = limit - hastened
                    return try hastened
                        + transaction.hastenDeliveries(of: name, tried: pause.0, at: latest, limit: left)
                }
            }
        }
        return count
    }

    /// How long a pause of so many seconds lasts with the most that is added by chance, in milliseconds.
    private static func longest(_ seconds: Int64) -> Int64 { seconds * 1_250 }

    /// Takes over what a program before left, once, however often it has to be tried, and then idles.
    private func takeOver() async {
        var isDone = false
        await pace.repeating(pause: 60 * Self.idleMilliseconds) {
            if !isDone { try await begin() }
            isDone = true
            return 0
        } onFailure: { error in
            fail(error)
        }
    }

    private func tellForever(_ subscription: WebhookSubscription) async {
        await pace.repeating(pause: Self.idleMilliseconds) {
            try await drain(subscription)
        } onFailure: { error in
            fail(error)
        }
    }

    private func fail(_ error: any Error) {
        Counter(label: "motcua_webhook_failures_total").increment()
        logger.error("webhook could not be worked on; trying again", metadata: ["error": "\(error)"])
    }

    /// Tells every system what may be told now.
    ///
    /// - Throws: ``StoreError``, `CancellationError`.
    public func drain() async throws {
        for subscription in subscriptions { _ = try await drain(subscription) }
    }

    /// Tells one system what may be told now.
    ///
    /// - Returns: How many notifications were tried.
    private func drain(_ subscription: WebhookSubscription) async throws -> Int {
        try await latestLook.look(at: machineClock.now) {
            let count = try await hastenAll()
            logger.info("the clock was set back; systems are told sooner", metadata: ["count": "\(count)"])
        }
        try await gather(for: subscription)
        var tried = 0
        while Task.goesOn {
            let now = machineClock.now
            let due = try await store.read { [writing] snapshot -> [(WebhookDelivery, WebhookWriting.Step)] in
                // What waits for a system that wants none any more waits until somebody has it tried again.
                if try snapshot.isWebhookGone(of: subscription.name) { return [] }
                return try snapshot.dueDeliveries(of: subscription.name, at: now, limit: Self.batchSize)
                    .map { ($0, try writing.step(of: $0, for: subscription, in: snapshot)) }
            }
            if due.isEmpty { break }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (delivery, step) in due { group.addTask { try await take(step, delivery, subscription) } }
                try await group.waitForAll()
            }
            tried += due.count
        }
        return tried
    }

    /// Queues what there is to be told since the last look.
    private func gather(for subscription: WebhookSubscription) async throws {
        let gathering = WebhookGathering(subscription: subscription)
        while !Task.isCancelled {
            if try await store.transact({ try gathering.gather(in: $0) }) { return }
        }
    }

    private func take(
        _ step: WebhookWriting.Step,
        _ delivery: WebhookDelivery,
        _ subscription: WebhookSubscription
    ) async throws {
        let outcome: WebhookOutcome
        var word: String?
        switch step {
        case .nothing:
            outcome = .delivered
            word = "nothing"
        case .unwritable: outcome = .dead(reason: "unwritable")
        case .tell(let news):
            let timestamp = machineClock.now.milliseconds / 1_000
            let answer = await subscription.endpoint.post(news.signed(by: subscription.key, at: timestamp))
            outcome = self.outcome(of: answer, attempts: delivery.attempts + 1, at: machineClock.now)
        }
        let now = machineClock.now
        try await store.transactPatiently(by: pace) { try $0.finishDelivery(delivery.number, outcome, at: now) }
        let said = word ?? outcome.word
        Counter(
            label: "motcua_webhook_deliveries_total",
            dimensions: [("subscription", subscription.name), ("outcome", said)]
        )
        .increment()
        logger.info(
            "webhook tried",
            metadata: [
                "subscription": "\(subscription.name)", delivery.cause.logKey: "\(delivery.cause.number)",
                "outcome": "\(said)",
            ]
        )
    }

    private func outcome(of answer: WebhookAnswer, attempts: Int, at now: Instant) -> WebhookOutcome {
        switch answer {
        case .taken: return .delivered
        case .gone: return .dead(reason: WebhookOutcome.gone)
        case .failed(let reason):
            guard attempts <= Self.pauses.count else { return .dead(reason: reason) }
            let pause = Self.pauses[attempts - 1] * 1_000
            let jitter = pause / 4 * (now.milliseconds & 0xFF) / 0xFF
            return .again(at: now.adding(milliseconds: pause + jitter), reason: reason)
        }
    }
}

extension WebhookCause {
    /// What its number is called in logs.
    fileprivate var logKey: String {
        switch self {
        case .text: "outbox.id"
        case .notice: "notice.id"
        }
    }

    fileprivate var number: Int64 {
        switch self {
        case .text(let number), .notice(let number): number
        }
    }
}

extension WebhookOutcome {
    fileprivate var word: String {
        switch self {
        case .delivered: "delivered"
        case .again: "again"
        case .dead: "dead"
        }
    }
}

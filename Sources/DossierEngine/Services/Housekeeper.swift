public import Logging
import Metrics
public import ServiceLifecycle
import WorkingCalendar

/// Forgets what has served its time (dọn dẹp định kỳ): ended sessions, old idempotency keys, citizens' texts that were
/// answered, deliveries to webhooks, and reports that came before their texts.
///
/// It also writes down when sessions and keys were used last, and measures the outbox.
public struct Housekeeper: Service {
    /// How long it waits between two rounds, in milliseconds.
    static let intervalMilliseconds: Int64 = 30_000
    /// How many rows one round removes at most, so that no transaction grows long.
    static let batchSize = 1_000

    private let store: any DossierStore
    private let clock: any WallClock
    private let machineClock: any WallClock
    private let accounts: AccountService?
    private let keys: KeyService?
    private let sending: SendingRules
    private let pace: any ServicePace
    private let logger: Logger

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - store: What is tidied up.
    ///   - clock: The time of the service.
    ///   - machineClock: The time of the machine.
    ///   - accounts: Whose sessions' last uses are written down; nil for none.
    ///   - keys: Whose last uses are written down; nil for none.
    ///   - sending: When texts go out: what waited for its hour is no older than that.
    ///   - pace: How it waits.
    ///   - logger: Where failures are told.
    public init(
        store: any DossierStore,
        clock: any WallClock,
        machineClock: any WallClock,
        accounts: AccountService? = nil,
        keys: KeyService? = nil,
        sending: SendingRules = .none,
        pace: any ServicePace,
        logger: Logger
    ) {
        self.store = store
        self.accounts = accounts
        self.keys = keys
        self.sending = sending
        self.clock = clock
        self.machineClock = machineClock
        self.pace = pace
        self.logger = logger
    }

    /// Tidies up until the service is shut down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await tidy()
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("tidying up failed; trying again later", metadata: ["error": "\(error)"])
                }
                do { try await pace.wait(milliseconds: Self.intervalMilliseconds) } catch { return }
            }
        }
    }

    /// Does one round.
    ///
    /// - Throws: ``StoreError``.
    public func tidy() async throws {
        try await accounts?.writeUses()
        try await keys?.writeUses()
        let now = machineClock.now
        try await store.transact { transaction in
            try transaction.deleteSessions(expiredBefore: now, limit: Self.batchSize)
            try transaction.forgetIdempotencyEntries(
                before: now.adding(milliseconds: -IdempotencyMemory.lifetimeMilliseconds),
                limit: Self.batchSize
            )
            try transaction.forgetInquiries(
                before: now.adding(milliseconds: -InquiryService.lifetimeMilliseconds),
                limit: Self.batchSize
            )
            try transaction.forgetDeliveries(
                before: now.adding(milliseconds: -WebhookRelay.lifetimeMilliseconds),
                limit: Self.batchSize
            )
            try transaction.forgetEarlyReports(
                before: now.adding(milliseconds: -MessageReports.earlyLifetimeMilliseconds),
                limit: Self.batchSize
            )
        }
        let present = clock.now
        let caused = try await store.read { try $0.oldestWaitingMessage(at: present) }
        // A night's texts go out in the morning: until then they waited on purpose.
        let oldest = caused.map { sending.waitsSince($0, at: present) }
        let age = oldest.map { max(0, present.milliseconds - $0.milliseconds) } ?? 0
        Gauge(label: "motcua_outbox_age_seconds").record(Double(age) / 1000)
    }
}

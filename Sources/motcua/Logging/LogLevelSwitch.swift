import DossierConfig
import DossierEngine
import Logging
import ServiceLifecycle
import UnixSignals

/// Lets an administrator hear more for a while (đổi mức nhật ký): SIGUSR1 makes the log more talkative by one level,
/// for a quarter of an hour after the last one; SIGUSR2 ends that at once.
struct LogLevelSwitch: Service {
    /// How long it stays more talkative.
    static let duration = Duration.seconds(900)
    /// How often it is looked whether the time is over.
    private static let pause = Duration.seconds(1)

    let threshold: LogThreshold
    /// The level of the settings.
    let usual: Logger.Level
    let logger: Logger

    init(_ settings: Settings, logger: Logger) {
        threshold = Observability.threshold
        usual = Logger.Level(rawValue: settings.logLevel) ?? .info
        self.logger = logger
    }

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sigusr1, .sigusr2)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let end = LastOrder()
            group.addTask {
                for await signal in signals.cancelOnGracefulShutdown() { await self.heed(signal, end) }
            }
            group.addTask {
                while Task.goesOn {
                    // The pause ends with the service.
                    try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.pause) }
                    if await end.isOver(at: .now) { self.fallBack("the time is over") }
                }
            }
            try await group.waitForAll()
        }
    }

    private func heed(_ signal: UnixSignal, _ end: LastOrder) async {
        guard signal == .sigusr1 else {
            await end.cancel()
            return fallBack("SIGUSR2")
        }
        let levels = Logger.Level.allCases
        let place = levels.firstIndex(of: threshold.level) ?? 0
        threshold.level = levels[max(0, place - 1)]
        await end.set(.now + Self.duration)
        logger.warning("SIGUSR1: logging more for 15 minutes", metadata: ["level": "\(threshold.level)"])
    }

    private func fallBack(_ reason: String) {
        threshold.level = usual
        logger.warning("logging as usual again", metadata: ["level": "\(usual)", "reason": "\(reason)"])
    }
}

/// Until when the log stays more talkative; nil while it is as usual.
private actor LastOrder {
    private var end: ContinuousClock.Instant?

    func set(_ end: ContinuousClock.Instant) { self.end = end }

    func cancel() { end = nil }

    /// Whether the time has come; true once.
    func isOver(at now: ContinuousClock.Instant) -> Bool {
        guard let end, now >= end else { return false }
        self.end = nil
        return true
    }
}

import DossierConfig
import DossierEngine
import DossierHTTP
import DossierStoreSQLite
import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import OpenIDConnect
import PrometheusText
import ServiceLifecycle
import UnixSignals

/// A service put together (dịch vụ hoàn chỉnh): what `serve` runs and tests call.
struct BuiltServer {
    let application: Application<RouterResponder<DossierRequestContext>>
    let workplace: Workplace
    let accounts: AccountService
    let timers: TimerService
    let relay: OutboxRelay
    let answers: InquiryRelay
    let gateways: GatewayComposition
    let webhooks: WebhookRelay
    let checkpoints: CheckpointComposition
    let certificates: CertificateReload
    private let backups: BackupService?
    private let hooks: WebhookComposition
    private let signOn: SignOnComposition
    private let housekeeper: Housekeeper
    private let names: NameIndexer
    private let threads: NIOThreadPool
    let logger: Logger

    /// How many threads hash passwords: half the cores stay for the desk, however many sign in.
    private static var hashingThreads: Int { min(max(System.coreCount / 2, 1), 4) }

    /// How long the end waits for a last checkpoint after all else: the file may lie on a disk that hangs.
    private static let lastCheckpointWait = Duration.seconds(5)

    /// Puts a service together; nothing runs yet.
    ///
    /// - Parameters:
    ///   - workplace: The opened installation.
    ///   - observability: Logs and metrics.
    ///   - environment: Where the gateways' secrets are.
    ///   - providerBound: How long one call to the provider of single sign-on may take.
    ///   - onListening: Told the port once requests are taken.
    /// - Returns: The service.
    /// - Throws: ``CommandFailure`` if the certificate cannot be used or a gateway cannot be put together; `StoreError`
    ///   if demo accounts cannot be made, or if the machine cannot hash passwords.
    static func build(
        _ workplace: Workplace,
        observability: Observability,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        providerBound: Duration = ProviderWeb.usualBound,
        onListening: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) async throws -> BuiltServer {
        let edge = try NetworkEdge.settings(workplace.configuration.settings)
        let limiter = AttemptLimiter(machineClock: workplace.machineClock)
        let intake = MessageIntake(workplace, limiter: limiter, logger: observability.logger)
        let hooks = try WebhookComposition(
            workplace.configuration.webhooks,
            finding: GatewaySecretFinding(environment: environment)
        )
        let signOn = try SignOnComposition(
            workplace.configuration.signOn,
            rules: workplace.rules,
            finding: GatewaySecretFinding(environment: environment),
            machineClock: workplace.machineClock,
            bound: providerBound
        )
        let gateways: GatewayComposition
        do {
            gateways = try await GatewayComposition(
                workplace.configuration,
                environment: environment,
                sinks: intake.sinks,
                logger: observability.logger
            )
        } catch {
            await signOn.close()
            throw error
        }
        let threads = NIOThreadPool(numberOfThreads: hashingThreads)
        threads.start()
        do {
            return try await build(
                workplace,
                gateways: gateways,
                hooks: hooks,
                signOn: signOn,
                intake: intake,
                limiter: limiter,
                edge: edge,
                threads: threads,
                observability: observability,
                onListening: onListening
            )
        } catch {
            await signOn.close()
            // Why the service cannot be put together is told, and not what follows from it.
            try? await gateways.close()
            // As above.
            try? await threads.shutdownGracefully()
            throw error
        }
    }

    private static func build(
        _ workplace: Workplace,
        gateways: GatewayComposition,
        hooks: WebhookComposition,
        signOn: SignOnComposition,
        intake: MessageIntake,
        limiter: AttemptLimiter,
        edge: EdgeSettings,
        threads: NIOThreadPool,
        observability: Observability,
        onListening: @escaping @Sendable (_ port: Int) -> Void
    ) async throws -> BuiltServer {
        let logger = observability.logger
        let checkpoints = try CheckpointComposition(workplace, logger: logger)
        let accounts = try await workplace.accounts(threads: threads, limiter: limiter)
        if workplace.installation.mode == .demo, workplace.lookupMode == nil {
            try await workplace.makeDemoAccounts(with: accounts)
        }
        let keys = workplace.keys
        let timers = workplace.timers(logger: logger)
        let relay = workplace.outboxRelay(to: gateways.routes, logger: logger)
        let answers = workplace.inquiryRelay(to: gateways.routes, logger: logger)
        let api = try DossierAPI(
            workplace.apiDependencies(
                accounts: accounts,
                signOn: signOn.service(accounts: accounts, limiter: limiter, workplace: workplace, logger: logger),
                keys: keys,
                gateways: gateways,
                subscriptions: hooks.subscriptions,
                intake: intake,
                limiter: limiter,
                checkpoints: checkpoints,
                edge: edge,
                demo: DemoDesk(workplace: workplace, timers: timers, relay: relay, answers: answers),
                metricsText: { observability.registry.exposition() }
            )
        )
        return BuiltServer(
            application: workplace.application(api, logger: logger, onListening: onListening),
            workplace: workplace,
            accounts: accounts,
            timers: timers,
            relay: relay,
            answers: answers,
            gateways: gateways,
            webhooks: workplace.webhookRelay(to: hooks.subscriptions, logger: logger),
            checkpoints: checkpoints,
            certificates: CertificateReload(certificate: edge.certificate, logger: logger),
            backups: BackupService(workplace, logger: logger),
            hooks: hooks,
            signOn: signOn,
            housekeeper: workplace.housekeeper(accounts: accounts, keys: keys, logger: logger),
            names: NameIndexer(store: workplace.store, pace: SystemPace(), logger: logger),
            threads: threads,
            logger: logger
        )
    }

    /// What runs, in the order of its start; the end comes in reverse order, the last checkpoint after all else.
    var services: [NamedService] {
        if let mode = workplace.lookupMode { return servicesOfLookups(mode) }
        // Whoever is under way is told in words that the disk failed.
        let storage = StorageWatch(alarm: workplace.alarm, logger: logger)
        return [NamedService("checkpoints", checkpoints.service)]
            + (backups.map { [NamedService("backups", $0)] } ?? [])
            + [
                NamedService("log level", LogLevelSwitch(workplace.configuration.settings, logger: logger)),
                NamedService("storage", storage, failure: .gracefullyShutdownGroup),
                NamedService("certificates", certificates),
                NamedService("housekeeper", housekeeper),
                NamedService("names", names),
                NamedService("disks", DiskGauges(workplace.configuration.settings)),
                NamedService("process", ProcessGauges(clock: workplace.machineClock)),
                NamedService("gateways", gateways),
                NamedService("relay", relay),
                NamedService("webhooks", webhooks),
                NamedService("answers", answers),
                NamedService("timers", timers),
                NamedService("application", application),
            ]
    }

    /// Serves until SIGTERM or SIGINT; then what was accepted is finished, and the store closed last.
    func run() async throws {
        WatchedCounters.begin(
            gateways: gateways.routes.map(\.gateway.name),
            subscriptions: hooks.subscriptions.map(\.name)
        )
        var configuration = ServiceGroupConfiguration(
            services: services.map {
                ServiceGroupConfiguration.ServiceConfiguration(service: $0, failureTerminationBehavior: $0.failure)
            },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(workplace.configuration.settings.endSeconds)
        let group = ServiceGroup(configuration: configuration)
        try await OrderlyEnd(logger: logger).run {
            do {
                try await group.run()
            } catch is CancellationError {
                // As was asked for.
                logger.info("what did not end by itself in time was given up")
            }
            await makeLastCheckpoint()
        } thenClosing: {
            try await close()
        }
    }

    /// Makes the last checkpoint, where the service of checkpoints was given up with the others before it could.
    private func makeLastCheckpoint() async {
        guard workplace.lookupMode == nil else { return }
        let service = checkpoints.service
        let isMade = await BoundedWork.run(within: Self.lastCheckpointWait) { await service.makeLast() }
        if !isMade {
            logger.warning("the last checkpoint was not made in time; the next start takes in what it lacks")
        }
    }

    /// Closes everything, whatever fails, the store after all that uses it; what was acknowledged is on disk.
    ///
    /// - Throws: The first failure.
    func close() async throws {
        try await OrderlyEnd(logger: logger).closing([
            ("gateways", { try await gateways.close() }),
            ("webhooks", { await hooks.close() }),
            ("single sign-on", { await signOn.close() }),
            ("store", { try await workplace.store.close() }),
            ("threads", { try await threads.shutdownGracefully() }),
        ])
    }
}

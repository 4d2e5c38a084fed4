import AsyncHTTPClient
import DossierConfig
import DossierEngine
import DossierHTTP
import Logging
import SMSGateways
import ServiceLifecycle

/// The gateways that the settings choose (các cổng SMS), put together: their routes, and where they bring reports.
///
/// As a service it keeps open the connections that last, and reads in the files of modems.
struct GatewayComposition: Service {
    let routes: [GatewayRoute]
    let hooks: [GatewayHook]
    /// Those whose connection lasts.
    private let links: [SMPPGateway]
    /// Those that bring files.
    private let inboxes: [FileDropInbox]
    private let client: HTTPClient

    /// Puts the gateways together; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - configuration: The settings and the gateways' files.
    ///   - environment: Where secrets are.
    ///   - sinks: Who takes what comes by lasting connections and files.
    ///   - logger: Where the console gateway writes.
    /// - Throws: ``CommandFailure`` that names the file and the remedy.
    init(
        _ configuration: LoadedConfiguration,
        environment: [String: String],
        sinks: GatewaySinks,
        logger: Logger
    ) async throws {
        let names = configuration.settings.smsGateways
        let accents = configuration.settings.sendsAccentedSMS
        let finding = GatewaySecretFinding(environment: environment)
        let client = HTTPClient(configuration: GatewayHTTPClient.configuration())
        var routes: [GatewayRoute] = []
        var hooks: [GatewayHook] = []
        var parts: [GatewayPart] = []
        var links: [SMPPGateway] = []
        var inboxes: [FileDropInbox] = []
        do {
            for name in names {
                guard let file = configuration.gateways.first(where: { $0.name == name }) else {
                    routes.append(GatewayRoute(Self.console(accents, logger)))
                    continue
                }
                let part = GatewayPart(
                    descriptions: try GatewayDescriptions(file, allowsAccents: accents),
                    finding: finding,
                    client: client,
                    sinks: sinks,
                    logger: logger
                )
                let route = try part.route()
                routes.append(route)
                if let link = route.gateway as? SMPPGateway { links.append(link) }
                if let inbox = part.inbox { inboxes.append(inbox) }
                if let hook = try part.hook() { hooks.append(hook) }
                parts.append(part)
            }
            if let failure = parts.sharedHookSecret { throw failure }
        } catch {
            for link in links { await link.shutDown() }
            // Why they cannot be put together is told, and not what follows from it.
            try? await client.shutdown()
            throw error
        }
        self.routes = routes
        self.hooks = hooks
        self.links = links
        self.inboxes = inboxes
        self.client = client
    }

    /// Opens the connections that last and keeps them open until the service is shut down, after whoever sends; until
    /// then reads in files, too.
    func run() async throws {
        for link in links { link.start() }
        await withTaskGroup(of: Void.self) { group in
            for inbox in inboxes { group.addTask { await inbox.run() } }
            for link in links { group.addTask { await link.handOutOverdueTexts() } }
            // Cancelled is as well as shut down.
            try? await gracefulShutdown()
            group.cancelAll()
        }
        for link in links { await link.shutDown() }
    }

    /// Does something while the connections that last are open, for a program that is no server.
    func whileConnected<Value>(_ work: () async -> Value) async -> Value {
        for link in links { link.start() }
        let start = ContinuousClock.now
        for link in links {
            // A gateway that cannot be reached in this time answers so itself.
            while await link.condition().state == .connecting, ContinuousClock.now - start < Self.connectBound {
                // Cancelled, the work is done at once.
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
        return await work()
    }

    /// How long a connection is waited for.
    private static let connectBound = Duration.seconds(10)

    /// Closes the connections; nothing may be sent any more.
    ///
    /// May be called after the service has ended.
    func close() async throws {
        for link in links { await link.shutDown() }
        try await client.shutdown()
    }

    private static func console(_ sendsAccents: Bool, _ logger: Logger) -> ConsoleGateway {
        ConsoleGateway(sendsAccents: sendsAccents) { logger.info("console gateway", metadata: ["sms": "\($0)"]) }
    }
}

extension GatewayComposition {
    /// Judges every gateway's file (kiểm tra tệp cổng SMS), chosen or not, as a start that chooses it would; secrets
    /// that are not there yet are taken as given.
    ///
    /// - Throws: ``CommandFailure`` that names the file and what is wrong in it.
    static func check(_ configuration: LoadedConfiguration, environment: [String: String]) async throws {
        try await withClient { client in
            for file in configuration.gateways {
                let part = GatewayPart(
                    descriptions: try GatewayDescriptions(file, allowsAccents: true),
                    finding: GatewaySecretFinding(environment: environment),
                    client: client,
                    sinks: GatewaySinks(report: { _ in }),
                    logger: Logger(label: "motcua")
                )
                try await part.check()
            }
        }
    }

    /// What a start would say of the secrets of the chosen gateways, all at once.
    ///
    /// - Throws: What a gateway's file is refused for by ``check(_:environment:)``.
    static func secretDefects(
        _ configuration: LoadedConfiguration,
        environment: [String: String]
    ) async throws -> [SecretDefect] {
        let finding = GatewaySecretFinding(environment: environment)
        return try await withClient { client in
            var defects: [SecretDefect] = []
            var parts: [GatewayPart] = []
            for file in configuration.gateways where configuration.settings.smsGateways.contains(file.name) {
                let part = GatewayPart(
                    descriptions: try GatewayDescriptions(
                        file,
                        allowsAccents: configuration.settings.sendsAccentedSMS
                    ),
                    finding: finding,
                    client: client,
                    sinks: GatewaySinks(report: { _ in }),
                    logger: Logger(label: "motcua")
                )
                parts.append(part)
                do {
                    let link = try part.route().gateway as? SMPPGateway
                    await link?.shutDown()
                    _ = try part.hook()
                } catch let failure as CommandFailure {
                    defects.append(SecretDefect(failure, of: part.descriptions.secretNames, finding))
                }
            }
            if let failure = parts.sharedHookSecret { defects.append(SecretDefect(failure, of: [], finding)) }
            return defects
        }
    }

    /// Works with a client that is closed after that, whatever fails.
    ///
    /// - Throws: What the work throws, else what the closing throws.
    private static func withClient<Value>(_ work: (HTTPClient) async throws -> Value) async throws -> Value {
        let client = HTTPClient(configuration: GatewayHTTPClient.configuration())
        let value: Value
        do {
            value = try await work(client)
        } catch {
            // The work's failure is the one to be told.
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
        return value
    }

    /// Puts the gateways that the settings choose together as a start would, and lets them go again.
    ///
    /// - Throws: ``CommandFailure`` that names the secret that is missing.
    static func checkSecrets(_ configuration: LoadedConfiguration, environment: [String: String]) async throws {
        let composition = try await GatewayComposition(
            configuration,
            environment: environment,
            sinks: GatewaySinks(report: { _ in }),
            logger: Logger(label: "motcua")
        )
        try await composition.close()
    }
}

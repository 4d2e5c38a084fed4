import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Logging
import WorkingCalendar

@testable import motcua

/// A service of the shipped configuration on a database of its own.
enum TestServer {
    /// Runs a story on a service in a folder of its own, Wednesday 2022-01-05 10:20, and closes it.
    static func open(_ story: (BuiltServer) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = try await build(in: folder, clock: "2022-01-05T10:20+07:00", logger: logger)
        do {
            try await story(server)
        } catch {
            try await server.close()
            throw error
        }
        try await server.close()
    }

    /// A configuration for a database in a folder.
    static func configuration(
        in folder: TemporaryFolder,
        config: String = Checkout.config
    ) throws -> LoadedConfiguration {
        let overrides = ["database.file": folder.database, "server.port": "0"]
        guard config == Checkout.config else {
            return try ConfigFolder.load(
                configFile: config,
                environment: [:],
                overrides: overrides,
                knownCodes: ProblemCodes.known
            )
        }
        var configuration = try ShippedDistrict.configuration()
        configuration.settings = try ConfigFolder.settings(configFile: config, environment: [:], overrides: overrides)
        return configuration
    }

    static func build(
        in folder: TemporaryFolder,
        config: String = Checkout.config,
        clock: String,
        machineClock: any WallClock = SystemClock(),
        environment: [String: String] = [:],
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) async throws -> BuiltServer {
        let configuration = try configuration(in: folder, config: config)
        let workplace = try await Workplace.open(
            configuration,
            mode: .demo,
            clockStart: Instant(iso8601: clock),
            machineClock: machineClock
        )
        do {
            return try await BuiltServer.build(
                workplace,
                observability: Observability(logger: logger),
                environment: environment,
                // Providers of tests answer at once, but on a busy machine nobody may come to read it for long.
                providerBound: .seconds(600)
            )
        } catch {
            try await workplace.store.close()
            throw error
        }
    }
}

import DossierConfig
import DossierEngine
import Logging
import WorkingCalendar

@testable import motcua

/// A service of the shipped configuration on a database of its own.
enum TestServer {
    static func build(
        in folder: TemporaryFolder,
        config: String = Checkout.config,
        clock: String,
        logger: Logger
    ) async throws -> BuiltServer {
        let configuration = try ConfigFolder.load(
            configFile: config,
            environment: [:],
            overrides: ["database.file": folder.database, "server.port": "0"],
            knownCodes: ProblemCodes.known
        )
        let workplace = try await Workplace.open(
            configuration,
            mode: .demo,
            clockStart: Instant(iso8601: clock)
        )
        return try await BuiltServer.build(workplace, observability: Observability(logger: logger))
    }
}

import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Glibc

/// The real server as `serve --demo` runs it, but with one transaction for each change (máy chủ không gom ghi).
enum SingleCommitServer {
    /// Serves until the process is told to stop.
    ///
    /// - Throws: As `serve`.
    static func run(_ common: CommonOptions) async throws {
        let configuration = try ConfigurationLoading.load(common, overrides: ["server.port": "0"])
        let observability = Observability(settings: configuration.settings)
        var options = CommitMetrics.options(writerQueue: configuration.settings.writerQueueLength)
        options.groupsCommits = false
        let workplace = try await Workplace.open(configuration, mode: .demo, options: options)
        let server: BuiltServer
        do {
            server = try await BuiltServer.build(
                workplace,
                observability: observability,
                onListening: PortLine.print
            )
        } catch {
            try await workplace.store.close()
            throw error
        }
        try await server.run()
    }
}

/// The line by which a server to be measured says where it listens.
enum PortLine {
    /// Writes it to standard output.
    @Sendable static func print(_ port: Int) {
        Swift.print("http://127.0.0.1:\(port)")
        // All streams: the one of standard output is a variable that C shares.
        fflush(nil)
    }
}

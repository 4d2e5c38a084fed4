import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Glibc
import WorkingCalendar

/// The real server as `serve --demo` runs it, but in one thing otherwise than in earnest (máy chủ được đo).
struct MeasuredServer {
    /// Whether concurrent changes share a commit.
    var groupsCommits = true
    /// The instant from which its clock runs; nil for the clock of the database or of the machine.
    var clockStart: Instant?

    /// Serves until the process is told to stop.
    ///
    /// - Parameter common: Where configuration and database are.
    /// - Throws: As `serve`.
    func run(_ common: CommonOptions) async throws {
        let configuration = try ConfigurationLoading.load(common, overrides: ["server.port": "0"])
        let observability = Observability(settings: configuration.settings)
        var options = CommitMetrics.options(writerQueue: configuration.settings.writerQueueLength)
        options.groupsCommits = groupsCommits
        let machineClock: any WallClock = clockStart.map { RunningClock(from: $0) } ?? SystemClock()
        let workplace = try await Workplace.open(
            configuration,
            mode: .demo,
            options: options,
            machineClock: machineClock
        )
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

/// A clock that began at an instant of choice and runs as the machine's does.
private struct RunningClock: WallClock {
    private let milliseconds: Int64

    init(from start: Instant) { milliseconds = start.milliseconds - SystemClock().now.milliseconds }

    var now: Instant { SystemClock().now.adding(milliseconds: milliseconds) }
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

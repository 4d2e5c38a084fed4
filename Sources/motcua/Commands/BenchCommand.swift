import ArgumentParser
import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Foundation

/// Measures the program (đo hiệu năng) against bare peers in one run, on loopback and in a temporary folder.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures look-ups, intake, actions and timers against plain peers, and prints the ratios.",
        subcommands: [Run.self, SingleCommits.self, Bare.self],
        defaultSubcommand: Run.self
    )

    /// Seeds databases, measures and reports.
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Measures everything, or what --only names.")

        @OptionGroup var common: CommonOptions

        @Option(help: "How many dossiers the database has.")
        var dossiers = 20_000

        @Option(help: "How often each measurement is taken, in shuffled order.")
        var repetitions = 5

        @Option(help: "How long each measurement counts, in seconds.")
        var seconds = 2.0

        @Option(
            parsing: .upToNextOption,
            help: "Only measurements whose names begin so: lookup, intake, mixed, actions, timers, footprint."
        )
        var only: [String] = []

        @Option(help: "A file for everything as JSON.")
        var json: String?

        @Flag(help: "Leaves the databases where they are.")
        var keep = false

        func validate() throws {
            // A repetition of timers takes the minute after the one before; sixty of them end before the others are due.
            guard (1...60).contains(repetitions) else { throw ValidationError("--repetitions goes from 1 to 60.") }
            guard (repetitions...10_000_000).contains(dossiers) else {
                throw ValidationError("--dossiers goes from \(repetitions) to 10000000.")
            }
            guard (0.1...600).contains(seconds) else { throw ValidationError("--seconds goes from 0.1 to 600.") }
            if common.database != nil { throw ValidationError("bench makes databases of its own.") }
        }

        func run() async throws {
            try await reportingFailures {
                let folder = try BenchFolder(isKept: keep)
                defer { folder.clear() }
                let settings = BenchSettings(dossiers: dossiers, repetitions: repetitions, seconds: seconds)
                let report = try await Bench(settings: settings, common: common, only: only).run(in: folder)
                print(report.text)
                if let json { try Data(report.json.utf8).write(to: URL(filePath: json)) }
            }
        }
    }

    /// Serves like `serve --demo`, but with one transaction for each change; only to be measured.
    struct SingleCommits: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "single-commits",
            abstract: "Serves with one transaction for each change, to be measured.",
            shouldDisplay: false
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await reportingFailures {
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
                        onListening: announcePort
                    )
                } catch {
                    try await workplace.store.close()
                    throw error
                }
                try await server.run()
            }
        }
    }

    /// Serves prepared bytes from one bare route; only to be measured against.
    struct Bare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Serves prepared bytes from one bare route, to be measured against.",
            shouldDisplay: false
        )

        @Option(help: "The reply as JSON: headers and body.")
        var reply: String

        func run() async throws {
            let text = try Data(contentsOf: URL(filePath: reply))
            try await BareServer(reply: try PreparedReply(json: Array(text))).run(onReady: announcePort)
        }
    }
}

/// Says on standard output where a server to be measured listens.
@Sendable private func announcePort(_ port: Int) {
    print("http://127.0.0.1:\(port)")
    // All streams: the one of standard output is a variable that C shares.
    fflush(nil)
}

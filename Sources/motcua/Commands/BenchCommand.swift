import ArgumentParser
import Foundation
import WorkingCalendar

/// Measures the program (đo hiệu năng) against bare peers in one run, on loopback and in a temporary folder.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures look-ups, intake, actions and timers against plain peers, and prints the ratios."
    )

    @Option(help: CommonOptions.configHelp)
    var config: String?

    @Option(help: "How many dossiers the database has.")
    var dossiers = 20_000

    @Option(help: "How often each measurement is taken, in shuffled order.")
    var repetitions = 5

    @Option(help: "How long each measurement counts, in seconds.")
    var seconds = 2.0

    @Option(
        parsing: .upToNextOption,
        help: """
            Only measurements whose names begin so: lookup, intake, mixed, actions, timers, lateness, footprint,
            smpp, relay, storm, search; growth, soak and sustained only if they are named.
            """
    )
    var only: [String] = []

    @Option(help: "How long soak (30) and sustained (10) take, in minutes.")
    var minutes: Int?

    @Option(help: "A file for everything as JSON.")
    var json: String?

    @Flag(help: "Leaves the databases where they are.")
    var keep = false

    /// Serves prepared bytes from one bare route instead, to be measured against; a file with the reply.
    @Option(help: .hidden)
    var bare: String?

    /// Answers SMPP instead, to measure clients against.
    @Flag(help: .hidden)
    var smsc = false

    /// Serves instead, to be measured.
    @Flag(help: .hidden)
    var serve = false

    /// The database that is served; the bench makes those that it measures.
    @Option(help: .hidden)
    var database: String?

    /// With one transaction for each change.
    @Flag(help: .hidden)
    var singleCommits = false

    /// With a clock that runs from an instant on.
    @Option(help: .hidden)
    var runningFrom: String?

    func validate() throws {
        // A repetition of timers takes the minute after the one before.
        guard (1...DueGroups.maximumCount).contains(repetitions) else {
            throw ValidationError(
                "--repetitions goes from 1 to \(DueGroups.maximumCount).",
                vietnamese: "--repetitions từ 1 đến \(DueGroups.maximumCount)."
            )
        }
        // All are of one day and agency, whose serials have seven digits; what is measured needs some, too.
        guard (repetitions...9_900_000).contains(dossiers) else {
            throw ValidationError(
                "--dossiers goes from \(repetitions) to 9900000.",
                vietnamese: "--dossiers từ \(repetitions) đến 9900000."
            )
        }
        guard (2...1_440).contains(minutes ?? 2) else {
            throw ValidationError("--minutes goes from 2 to 1440.", vietnamese: "--minutes từ 2 đến 1440.")
        }
        guard (0.1...600).contains(seconds) else {
            throw ValidationError("--seconds goes from 0.1 to 600.", vietnamese: "--seconds từ 0.1 đến 600.")
        }
        // Before databases are made, which takes half an hour for the largest.
        for name in only where !Bench.knows(name) {
            throw ValidationError(
                "--only \(name): nothing that is measured has such a name, see motcua bench --help.",
                vietnamese: "--only \(name): không có phép đo nào tên như vậy, xem motcua bench --help."
            )
        }
        if database != nil, !serve {
            throw ValidationError(
                "bench makes databases of its own; leave out --database.",
                vietnamese: "bench tự tạo cơ sở dữ liệu riêng; hãy bỏ --database."
            )
        }
    }

    private var common: CommonOptions { CommonOptions.taken(config: config, database: database) }

    func run() async throws {
        try await reportingFailures {
            if let bare {
                let reply = try PreparedReply(json: Array(Data(contentsOf: URL(filePath: bare))))
                return try await BareServer(reply: reply).run(onReady: PortLine.print)
            }
            if smsc { return try await AnsweringSMSC().run(onReady: PortLine.print) }
            if serve {
                let server = MeasuredServer(
                    groupsCommits: !singleCommits,
                    clockStart: runningFrom.flatMap(Instant.init(iso8601:))
                )
                return try await server.run(common)
            }
            let folder = try BenchFolder(isKept: keep)
            defer { folder.clear() }
            let settings = BenchSettings(
                dossiers: dossiers,
                repetitions: repetitions,
                seconds: seconds,
                minutes: minutes
            )
            let report = try await Bench(settings: settings, common: common, only: only).run(in: folder)
            print(report.text)
            if let json { try Data(report.json.utf8).write(to: URL(filePath: json)) }
        }
    }
}

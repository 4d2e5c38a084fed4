import ArgumentParser
import DossierConfig
import DossierEngine
import DossierStoreSQLite

/// Merges communes (sáp nhập xã).
struct CommuneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commune",
        abstract: "Merges communes: the dossiers of one go to another, with its staff.",
        subcommands: [Merge.self]
    )

    /// Gives the dossiers and the staff of a commune to another one (nhập một xã vào xã khác), server stopped.
    struct Merge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives dossiers, accounts, postings and keys of a commune to another one; server stopped.",
            discussion: """
                Both are communes of the organisation in force. With --dry-run it only tells what would go, also \
                beside a running server. No date moves; dossiers of the archive stay as they are.
                """
        )

        @OptionGroup var common: CommonOptions

        @Argument(help: "The commune that is no more, by identifier or name.")
        var old: String

        @Option(help: "The commune that it was merged into, by identifier or name.")
        var into: String

        @Flag(help: "Tell what would go and change nothing.")
        var dryRun = false

        @Flag(help: "The machine's clock is right, though nothing was written for more than two months.")
        var clockIsRight = false

        func run() async throws {
            try await reportingFailures {
                let configuration = try ConfigurationLoading.load(common)
                let path = configuration.settings.databaseFile
                let plan = CommunePlan(old: old, new: into, configuration: configuration)
                try DatabasePlace(configuration.settings).expectDatabase()
                let report =
                    if dryRun {
                        try Self.preview(plan, at: path)
                    } else {
                        try await Self.apply(plan, at: path, doubtsClock: !clockIsRight)
                    }
                print(report.lines.joined(separator: "\n"))
            }
        }

        private static func preview(_ plan: CommunePlan, at path: String) throws -> CommuneMergeReport {
            try SQLiteDossierStore.inspect(path: path) { inspection in
                try plan.report(isDone: false, in: inspection) { try $0.preview(in: inspection, at: $1) }
            }
        }

        private static func apply(
            _ plan: CommunePlan,
            at path: String,
            doubtsClock: Bool
        ) async throws -> CommuneMergeReport {
            try await SQLiteDossierStore.open(path: path).closing { store in
                try Upgrade.run(store, path: path, clock: SystemClock())
                let clock = StartClock.judgement(of: store, doubtsClock: doubtsClock)
                return try await store.transact { transaction in
                    try plan.report(isDone: true, in: transaction) { merge, now in
                        // What has come by the clock is told to the former commune before its dossiers go.
                        try clock.get()
                        return try merge.apply(in: transaction, at: now)
                    }
                }
            }
        }
    }
}

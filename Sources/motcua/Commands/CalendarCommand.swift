import ArgumentParser
import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Foundation

/// Looks at another version of the calendar or other office hours, and takes them into use (đổi lịch làm việc).
struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Changes days off or office hours: previews which promises move, then moves them.",
        discussion: """
            The days off are those of FILE, else of the configured calendar; the office hours are those of the \
            configured organisation, which is taken into use with them.
            """,
        subcommands: [Preview.self, Apply.self]
    )

    /// What both commands take.
    struct Choice: ParsableArguments {
        @OptionGroup var common: CommonOptions

        @Argument(help: "A calendar of the shape of Config/calendars/*.yaml; by default the configured one.")
        var file: String?

        @Flag(help: "Prints every dossier as JSON.")
        var json = false

        /// Prints a report, or that there is nothing to report.
        func show(_ report: CalendarReport?, of plan: CalendarPlan) {
            if let report {
                print(json ? report.json : report.lines.joined(separator: "\n"))
            } else if json {
                print(CalendarReport(on: ConfigurationVersion(plan.calendar), isDone: true, namesAll: true).json)
            } else {
                let names = plan.asked.map { "the \($0.kind) \(ConfigurationVersion($0))" }.joined(separator: " and ")
                print("\(names.prefix(1).uppercased() + names.dropFirst()) are in force already; nothing moves.")
            }
        }
    }

    /// Prints which promises would move (xem trước); also beside a running server.
    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints which promises would move, and changes nothing; also beside a running server."
        )

        @OptionGroup var choice: Choice

        func run() async throws {
            try await reportingFailures {
                let configuration = try ConfigurationLoading.load(choice.common)
                let plan = try CalendarPlan(file: choice.file, configuration: configuration)
                try DatabasePlace(configuration.settings).expectDatabase()
                let report = try SQLiteDossierStore.inspect(path: configuration.settings.databaseFile) { inspection in
                    let now = try Installation.present(in: inspection, machineClock: SystemClock())
                    return try plan.change(in: inspection, at: now).map { planned in
                        var report = plan.report(on: planned, isDone: false, namesAll: choice.json)
                        report.moves = try planned.change.preview(in: inspection, at: now) { report.add($0) }
                        report.pastHoursOf = planned.change.agenciesWithOtherPast(at: now)
                        return report
                    }
                }
                choice.show(report, of: plan)
            }
        }
    }

    /// Moves the promises (áp dụng), server stopped.
    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes the change into use and tells the applicants whose dates move; server stopped."
        )

        @OptionGroup var choice: Choice

        @Flag(help: "The machine's clock is right, though nothing was written for more than two months.")
        var clockIsRight = false

        func run() async throws {
            try await reportingFailures {
                let configuration = try ConfigurationLoading.load(choice.common)
                let plan = try CalendarPlan(file: choice.file, configuration: configuration)
                let path = configuration.settings.databaseFile
                try DatabasePlace(configuration.settings).expectDatabase()
                let report = try await SQLiteDossierStore.open(path: path).closing { store in
                    try Upgrade.run(store, path: path, clock: SystemClock())
                    return try await Self.apply(plan, to: store, doubtsClock: !clockIsRight, namesAll: choice.json)
                }
                choice.show(report, of: plan)
                if !choice.json { print(Self.nextStep(after: plan, file: choice.file)) }
            }
        }

        private static func apply(
            _ plan: CalendarPlan,
            to store: SQLiteDossierStore,
            doubtsClock: Bool,
            namesAll: Bool
        ) async throws -> CalendarReport? {
            let clock = StartClock.judgement(of: store, doubtsClock: doubtsClock)
            return try await store.transact { transaction -> CalendarReport? in
                let now = try Installation.present(in: transaction, machineClock: SystemClock())
                guard let planned = try plan.change(in: transaction, at: now) else { return nil }
                // Whatever has come by the clock is due at once, and its applicants are told so.
                try clock.get()
                var report = plan.report(on: planned, isDone: true, namesAll: namesAll)
                report.moves = try planned.change.apply(in: transaction, at: now) { report.add($0) }
                report.pastHoursOf = planned.change.agenciesWithOtherPast(at: now)
                return report
            }
        }

        private static func nextStep(after plan: CalendarPlan, file: String?) -> String {
            guard let file else { return "Start the server: it works by this." }
            return "Now put \(file) into Config/calendars as \(plan.calendar.name).yaml and start the server."
        }
    }
}

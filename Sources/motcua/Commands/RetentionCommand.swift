import ArgumentParser
import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import WorkingCalendar

/// Erases the personal data of dossiers whose time is over (xóa dữ liệu hết thời hạn lưu).
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Erases the personal data of dossiers that ended longer ago than Config/retention.yaml keeps them.",
        discussion: """
            With --dry-run it only tells what would be erased, also beside a running server; else the server is \
            stopped. It may be broken off at any moment and run again. Codes, dates, steps and history stay.
            """
    )

    @OptionGroup var common: CommonOptions

    @Flag(help: "Tell which dossiers it would be and change nothing.")
    var dryRun = false

    @Flag(help: "The machine's clock is right, though nothing was written for more than two months.")
    var clockIsRight = false

    func run() async throws {
        try await reportingFailures {
            let configuration = try ConfigurationLoading.load(common)
            let path = configuration.settings.databaseFile
            try DatabasePlace(configuration.settings).expectDatabase()
            var tally = RetentionTally(rules: configuration.retention)
            let version = RetentionVersion(configuration)
            if dryRun {
                try Self.look(path, configuration.retention, version, &tally)
            } else {
                try await Self.erase(path, configuration.retention, version, doubtsClock: !clockIsRight, &tally)
            }
            for line in tally.lines(isDryRun: dryRun) { Console.say(line) }
            if tally.damaged > 0 { throw ExitCode.failure }
        }
    }

    private static func look(
        _ path: String,
        _ rules: RetentionRules,
        _ version: RetentionVersion,
        _ tally: inout RetentionTally
    ) throws {
        tally = try SQLiteDossierStore.inspect(path: path) { [tally] inspection in
            try version.check(in: inspection)
            var tally = tally
            let now = try Installation.present(in: inspection, machineClock: SystemClock())
            let search = RetentionSearch(rules: rules, today: LocalDateTime(now).date)
            var place: RetentionSearch.Place? = RetentionSearch.Place()
            while let here = place {
                let page = try search.page(at: here, in: inspection)
                for due in page.due { Console.say(RetentionTally.line(of: due)) }
                tally.take(page.due)
                tally.take(later: page.later, next: page.next)
                tally.take(damaged: page.damaged)
                place = page.place
            }
            return tally
        }
    }

    private static func erase(
        _ path: String,
        _ rules: RetentionRules,
        _ version: RetentionVersion,
        doubtsClock: Bool,
        _ tally: inout RetentionTally
    ) async throws {
        // What was erased is taken from the disk after the last line.
        Console.goOnUnheard()
        let store = try SQLiteDossierStore.open(path: path, options: SQLiteStoreOptions(writesArchive: true))
        try await store.closing { store in
            try Upgrade.run(store, path: path, clock: SystemClock())
            if doubtsClock { try StartClock.expectPlausible(store, at: SystemClock().now) }
            try await store.read { try version.check(in: $0) }
            let run = RetentionRun(store: store, rules: rules, source: version.used, machineClock: SystemClock())
            try await store.scrubbing {
                let damaged = try await run.run { batch in
                    // Now and then, because each entry is written into one note until then.
                    try await store.settleArchiveIfAny()
                    for due in batch { Console.say(RetentionTally.line(of: due)) }
                    tally.take(batch)
                }
                tally.take(damaged: damaged)
            }
        }
    }
}

/// What was found or erased, by procedure (tổng hợp theo thủ tục).
struct RetentionTally {
    private let rules: RetentionRules
    private var counts: [ProcedureCode: (dossiers: Int, entries: Int)] = [:]
    private var later = 0
    private var next: LocalDate?
    /// How many dossiers cannot be read.
    private(set) var damaged = 0

    init(rules: RetentionRules) { self.rules = rules }

    /// Takes dossiers whose time is over.
    mutating func take(_ due: [DueErasure]) {
        for erasure in due {
            let count = counts[erasure.procedure] ?? (0, 0)
            counts[erasure.procedure] = (count.dossiers + 1, count.entries + erasure.entries)
        }
    }

    /// Takes how many have time left, and when the first of them is due.
    mutating func take(later count: Int, next day: LocalDate?) {
        later += count
        if let day { next = min(next ?? day, day) }
    }

    /// Takes how many dossiers cannot be read.
    mutating func take(damaged count: Int) { damaged += count }

    /// The line of one dossier.
    static func line(of due: DueErasure) -> String {
        "\(due.code) of \(due.procedure), since \(due.since.iso8601): " + counted(due.entries, "entry", "entries")
    }

    /// The sums.
    func lines(isDryRun: Bool) -> [String] {
        let verb = isDryRun ? "would be erased" : "are erased"
        var lines = counts.keys.sorted().map { code in
            let count = counts[code] ?? (0, 0)
            let dossiers = counted(count.dossiers, "dossier")
            let entries = counted(count.entries, "entry", "entries")
            return "\(code), kept \(counted(rules.years(of: code), "year")): \(dossiers), \(entries)"
        }
        let dossiers = counts.values.reduce(0) { $0 + $1.dossiers }
        lines.append("The personal data of \(counted(dossiers, "dossier")) \(verb).")
        if let next { lines.append("Not yet due: \(counted(later, "dossier")), the first on \(next.iso8601).") }
        if damaged > 0 { lines.append("\(counted(damaged, "dossier")) cannot be read and stay: run motcua verify.") }
        return lines
    }
}

import ArgumentParser
import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import WorkingCalendar

/// Tells what was received and settled in a period (báo cáo định kỳ II.06a/VPCP/KSTT), beside a running server too.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Reports what was received and settled in a period (II.06a/VPCP/KSTT), beside a running server too.",
        discussion: """
            With figures of the index of Decision 766/QĐ-TTg. It changes nothing, needs no key and holds no personal \
            datum. A report of past days is the same whenever it is asked for. It goes by what the database has in \
            force, and reads of the configuration the settings alone. The exit code is 1 if a dossier cannot be read.
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: "The first day, for example 2026-07-01.")
    var from: String

    @Option(help: "The last day, itself included, for example 2026-09-30.")
    var until: String

    @Option(help: "Only dossiers that this desk received, or with a step at this other unit.")
    var unit: String?

    @Option(help: "The commune of a unit that exists in every one.")
    var commune: String?

    @Option(help: "Only dossiers of this procedure.")
    var procedure: String?

    @Option(help: "Write a table for a spreadsheet into a file that is not there yet, or to standard output: -.")
    var csv: String?

    func validate() throws { _ = try period() }

    func run() async throws {
        let period = try period()
        try await reportingFailures {
            let parts = try ConfigurationParts(common)
            try DatabasePlace(parts.settings).expectDatabase()
            let found = try SQLiteDossierStore.inspect(path: parts.settings.databaseFile) {
                try report(on: period, in: $0, by: parts.keptRulesWithCalendars(in: $0))
            }
            let bounds = [unit, commune, procedure].compactMap { $0 }
            try tell(SettlementTable(found.report, of: bounds, asOf: found.asOf))
            let unreadable = found.report.unreadable
            guard unreadable > 0 else { return }
            Console.complain("\(counted(unreadable, "dossier")) cannot be read and stand in no row: run motcua verify.")
            Console.complain("\(unreadable) hồ sơ không đọc được nên không có trong báo cáo: hãy chạy motcua verify.")
            throw ExitCode.failure
        }
    }

    private func period() throws -> ReportPeriod {
        let (first, last) = (try Self.day(from, "--from"), try Self.day(until, "--until"))
        guard let period = ReportPeriod(from: first, until: last) else {
            throw ValidationError(
                "--until lies before --from.",
                vietnamese: "--until nằm trước --from."
            )
        }
        return period
    }

    private static func day(_ typed: String, _ option: String) throws -> LocalDate {
        guard let date = LocalDate(iso8601: typed) else {
            throw ValidationError(
                "\(option) \(typed) is no date: write it as 2026-09-30.",
                vietnamese: "\(option) \(typed) không phải ngày: hãy ghi như 2026-09-30."
            )
        }
        return date
    }

    private func report(
        on period: ReportPeriod,
        in inspection: any StoreInspection,
        by rules: Rules
    ) throws -> (report: SettlementReport, asOf: Instant) {
        let now = try Installation.present(in: inspection, machineClock: SystemClock())
        guard period.start <= now else {
            throw CommandFailure(
                "The period has not begun: it is \(LocalDateTime(now).date.iso8601).",
                vietnamese: "Kỳ báo cáo chưa bắt đầu: hôm nay là \(LocalDateTime(now).date.iso8601)."
            )
        }
        var reporter = SettlementReporter(on: period, of: try scope(by: rules), now: now, rules: rules)
        do {
            try Self.walk(&reporter, in: inspection)
            return (try reporter.finished(), reporter.asOf)
        } catch let broken as BrokenIdentity {
            throw CommandFailure(
                "A fault of the program: \(broken.description).",
                vietnamese: "Lỗi của chương trình: số liệu báo cáo không khớp (\(broken.identity)) nên không đưa ra."
            )
        } catch let rejection as DossierRejection {
            throw Self.failure(rejection)
        }
    }

    private func scope(by rules: Rules) throws -> ReportScope {
        let place = try place(by: rules)
        let code = procedure.map(ProcedureCode.init(rawValue:))
        if let code, !rules.knows(code) {
            throw CommandFailure("There is no procedure \(code).", vietnamese: "Không có thủ tục \(code).")
        }
        return ReportScope(unit: place, procedure: code)
    }

    /// The unit, which may be no more, or of a commune that is no more; nil for all.
    private func place(by rules: Rules) throws -> UnitPlace? {
        guard unit != nil || commune != nil else { return nil }
        if let unit, let former = rules.formerPlace(unit: unit, commune: commune) { return former }
        return try TypedSeat(role: "officer", unit: unit, commune: commune).judged(by: rules.places).place
    }

    /// Takes page after page, and shows how far the walk over the days of receipt has come.
    private static func walk(_ reporter: inout SettlementReporter, in inspection: any StoreInspection) throws {
        let progress = ProgressLine("looked at", unit: "days of receipt")
        let last = LocalDateTime(reporter.asOf).date.dayNumber
        var first: Int?
        while !reporter.isDone {
            try reporter.takePage(in: inspection)
            guard let reached = reporter.reached.map({ LocalDateTime($0).date.dayNumber }) else { continue }
            let beginning = first ?? reached
            first = beginning
            progress.show(reached - beginning, of: last - beginning)
        }
        progress.finish()
    }

    private static func failure(_ rejection: DossierRejection) -> CommandFailure {
        if case .calendarUnknown(let year) = rejection {
            return CommandFailure(
                "The calendar has no data for \(year), so that no working time of it can be told.",
                vietnamese: "Lịch nghỉ chưa có dữ liệu năm \(year) nên không tính được thời gian làm việc."
            )
        }
        return CommandFailure(
            "The working time of a dossier cannot be told: \(rejection.code).",
            vietnamese: "Không tính được thời gian làm việc của một hồ sơ: \(rejection.code)."
        )
    }

    private func tell(_ table: SettlementTable) throws(CommandFailure) {
        switch csv {
        case nil: for line in table.lines { Console.say(line) }
        case "-"?: print(table.csv, terminator: "")
        case let path?:
            try PrivateFile.create(path, Array(table.csv.utf8))
            Console.say("The report is in \(path).")
        }
    }
}

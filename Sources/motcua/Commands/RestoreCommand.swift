import ArgumentParser
import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Logging
import WorkingCalendar

/// Puts a copy in the place of the database (khôi phục từ bản sao lưu); server stopped.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Proves a copy and puts it in the place of the database, which is kept; server stopped.",
        discussion: """
            Codes that were given since the copy are unknown to it. State with --serial-gap how many one agency may \
            have given on one day since, rather too many: the codes of those days go on past them, so that none is \
            given twice. Texts that waited in the copy become unknown, because they may have been sent; all staff sign \
            in again. No key of the vault is needed, but the service will not start without it; one that is there has \
            to be the copy's. Where there are checkpoints, the key that signed them is needed. Of the configuration \
            it reads the settings and the organisation, whose agencies give the codes.
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: "The copy; beside it stands its manifest, FILE.json.")
    var file: String

    @Option(help: "How many codes one agency may have given on one day since the copy; 0 if nothing was received.")
    var serialGap: Int

    /// How many agencies and days are named of those that were passed over beside the span of days.
    private static let mostNamed = 20

    func validate() throws {
        guard (0...Restoration.maximumSerialGap).contains(serialGap) else {
            throw ValidationError(
                "--serial-gap goes from 0 to \(Restoration.maximumSerialGap).",
                vietnamese: "--serial-gap từ 0 đến \(Restoration.maximumSerialGap)."
            )
        }
    }

    func run() async throws {
        try await reportingFailures {
            let parts = try ConfigurationParts(common)
            let clock = SystemClock()
            // Held to the end: what follows the exchange of the files is not broken off any more.
            let signals = StopSignals()
            defer { withExtendedLifetime(signals) {} }
            Console.goOnUnheard()
            let restoring = Restoring(
                parts: parts,
                organisation: try parts.organisation(),
                copy: file,
                serialGap: serialGap,
                clock: clock,
                isStopped: { [flag = signals.flag] in flag.isRaised }
            )
            let database = parts.settings.databaseFile
            try FileOwner.expectOwn([database, DiskFolder.path(of: database)])
            // Held until the epoch is begun: a server that starts before would find a history that is not the signed.
            let lock = try WriterLock(database: database)
            defer { lock.release() }
            let report = try await restoring.run(holding: lock) { ProgressLine($0, unit: $1) }
            for line in Self.lines(of: report, gap: serialGap, database) { Console.say(line) }
            try await beginEpoch(report, parts.settings, clock: clock, holding: lock)
            try warnOfKeys(parts.settings)
        }
    }

    private static func lines(of report: Restoring.Report, gap: Int, _ database: String) -> [String] {
        let outcome = report.outcome
        let days = outcome.days
        let (first, last) = (days.lowerBound.iso8601, days.upperBound.iso8601)
        let span = first == last ? first : first + " to " + last
        var lines = [
            "\(database) is the copy now: \(BackupCommand.words(for: report.manifest)), proved whole"
                + (report.checkpoints > 0 ? " and by \(counted(report.checkpoints, "checkpoint"))." : ".")
        ]
        if let former = report.former { lines.append("The former database is \(former); keep it until all is well.") }
        if report.former == nil {
            lines.append(
                "There was no database before: nobody could see how many codes were given since the copy. / Trước đó "
                    + "không có cơ sở dữ liệu: không kiểm tra được đã cấp thêm bao nhiêu mã sau bản sao."
            )
        }
        for database in report.unreadable {
            lines.append(
                "\(database) cannot be read: whether --serial-gap is wide enough was not checked. / Không đọc được "
                    + "\(database): chưa kiểm tra được --serial-gap có đủ lớn hay không."
            )
        }
        if let archive = report.spoiltArchive {
            lines.append(
                "\(archive) is spoilt; the archive in place, which is the same, was taken. Make a new copy, and look "
                    + "at the disk. / \(archive) đã hỏng; đã dùng tệp lưu trữ hiện tại, giống hệt. Hãy sao lưu lại và "
                    + "kiểm tra ổ đĩa."
            )
        }
        if gap > 0 { lines.append("Codes of \(span) go on past a gap of \(gap).") }
        if !outcome.others.isEmpty { lines.append(words(for: outcome.others)) }
        let waiting = outcome.unknownTexts + outcome.unknownAnswers
        if waiting > 0 {
            lines.append(
                "\(counted(waiting, "text")) waited in the copy and may have been sent since: unknown now. Look at "
                    + "GET /api/v1/messages?state=unknown. / \(waiting) tin đang chờ trong bản sao, có thể đã được gửi "
                    + "sau đó: nay là không rõ; hãy xem địa chỉ trên."
            )
        }
        lines.append(
            "\(counted(outcome.endedSessions, "session")) ended. Accounts, keys of other systems and erased data are "
                + "as they were then: go through motcua user list, motcua key list, motcua retention. / Tài khoản, "
                + "khóa và dữ liệu đã xóa trở lại như lúc sao lưu: hãy rà lại bằng các lệnh trên."
        )
        return lines
    }

    /// Names the agencies and days beside the span of days whose codes go on past the gap too.
    private static func words(for others: [IssuedSerial]) -> String {
        let named = others.prefix(mostNamed).map { "\($0.agencyIdentifier) on \($0.date.iso8601)" }
        let rest = others.count - named.count
        let more = rest > 0 ? "; and \(rest) more" : ""
        return "Past it go also codes that the former database gave or passed over since, of "
            + named.joined(separator: ", ") + more
            + ". / Mã hồ sơ của các cơ quan và ngày trên mà cơ sở dữ liệu cũ đã cấp hoặc đã bỏ qua sau bản sao cũng "
            + "được cấp tiếp sau khoảng trống này."
    }

    /// Goes on openly after checkpoints of what the copy does not hold.
    private func beginEpoch(
        _ report: Restoring.Report,
        _ settings: Settings,
        clock: any WallClock,
        holding lock: WriterLock
    ) async throws {
        let places = CheckpointPlaces(settings)
        guard places.hasCheckpoints else { return }
        let store = try SQLiteDossierStore.open(path: settings.databaseFile, holding: lock)
        try await store.closing { store in
            let keeper = CheckpointComposition.keeper(
                settings,
                // A new one would be taken for a forger's: without the key nothing was replaced.
                key: try CheckpointKeyFile.read(places.key, name: settings.checkpointOrigin),
                store: store,
                machineClock: clock,
                logger: Logger(label: "motcua") { _ in SwiftLogNoOpLogHandler() }
            )
            let tree = HistoryTree(store: store)
            while try await tree.grow().added > 0 {}
            let reason = "a copy of \(report.manifest.takenAt.iso8601) was restored"
            do {
                guard let made = try await keeper.beginEpoch(because: reason) else { return }
                Console.say("The history goes on as \(made.checkpoint.origin); its file of checkpoints says why.")
            } catch let error as CheckpointLogError {
                throw CommandFailure(
                    "Restored, but no epoch was begun: \(error.description). See motcua checkpoint fork.",
                    vietnamese: "Đã khôi phục, nhưng chưa mở giai đoạn mới: \(error.description). Xem motcua "
                        + "checkpoint fork."
                )
            }
        }
    }

    private func warnOfKeys(_ settings: Settings) throws {
        let records = try SQLiteDossierStore.inspect(path: settings.databaseFile) {
            try $0.vaultKeyRecords()
        }
        do {
            // Where nothing is encrypted yet there may be none: the start makes it.
            _ = try VaultKeySource(settings).keys(for: records)
        } catch VaultKeyRefusal.absent(let file) {
            Console.complain(
                "The personal data of the copy are encrypted and the key file \(file) is missing: put its copy there "
                    + "before the start, or name it with vault.keyFile (\(VaultKeySource.fileVariable))."
            )
            Console.complain(
                "Dữ liệu cá nhân trong bản sao đã được mã hóa nhưng không có tệp khóa \(file): hãy chép bản sao tệp "
                    + "khóa vào đó trước khi khởi động, hoặc đặt vault.keyFile."
            )
        } catch {
            Console.complain(
                "The key of the vault has to be put in place before the start.\n"
                    + "Phải đặt khóa vào trước khi khởi động.\n" + error.description
            )
        }
    }
}

import ArgumentParser
import DossierConfig
import DossierEngine
import WorkingCalendar

/// Copies the database beside a running server (sao lưu nóng).
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the database as of one moment, also beside a running server, and proves the copy sound.",
        discussion: """
            Beside FILE stands FILE.json with what the copy is and its SHA-256. The key file of the vault is no part \
            of it: keep a copy of the key apart, once. Of the checkpoints only what the database holds is copied.
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: "The copy; nothing is there yet.")
    var file: String

    @Option(help: "Copy at most so many MiB a second.")
    var rate: Int?

    func validate() throws {
        if let rate, !(1...100_000).contains(rate) {
            throw ValidationError("--rate goes from 1 to 100000.", vietnamese: "--rate từ 1 đến 100000.")
        }
    }

    func run() async throws {
        try await reportingFailures {
            let settings = try ConfigurationLoading.settings(common)
            guard !file.isEmpty else {
                throw CommandFailure("Name the copy's file.", vietnamese: "Hãy ghi tên tệp bản sao.")
            }
            try DatabasePlace(settings).expectDatabase()
            let signals = StopSignals()
            let making = BackupMaking(
                database: settings.databaseFile,
                bytesPerSecond: rate.map { Int64($0) << 20 },
                now: SystemClock().now,
                isStopped: { [flag = signals.flag] in flag.isRaised }
            )
            let made: BackupManifest
            do {
                made = try withExtendedLifetime(signals) { try making.makeWatched(file) }
            } catch is CancellationError {
                throw CommandFailure(
                    "The copy \(file) was broken off. Nothing of it was kept.",
                    vietnamese: "Đã dừng lập bản sao \(file). Không giữ lại phần nào."
                )
            }
            print("\(file): \(Self.words(for: made)), SHA-256 \(made.sha256.hexadecimal)")
            if let archive = made.archive {
                let path = ArchiveCopy.path(of: file)
                print("\(path): its archive, \(archive.bytes >> 10) KiB. Keep both together (giữ cả hai cùng nhau).")
            }
        }
    }

    /// What a copy holds, in words.
    static func words(for manifest: BackupManifest) -> String {
        [
            counted(Int(manifest.dossiers), "dossier"), counted(Int(manifest.events), "event"),
            "\(manifest.bytes >> 10) KiB", "taken \(manifest.takenAt.iso8601)",
        ].joined(separator: ", ")
    }
}

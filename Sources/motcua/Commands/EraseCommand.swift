import ArgumentParser
import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite

/// Erases the personal data of dossiers that have come to their end (xóa dữ liệu cá nhân), server stopped.
struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erases names, numbers, words and PINs of ended dossiers for good; server stopped.",
        discussion: """
            Codes, dates, steps and history stay, and verify knows what was erased. It needs no key. Copies of the \
            database made before still hold the data.
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: "The codes of the dossiers.")
    var codes: [String]

    func run() async throws {
        try await reportingFailures {
            let settings = try ConfigurationLoading.settings(common)
            let path = settings.databaseFile
            try DatabasePlace(settings).expectDatabase()
            let wanted = try codes.map(DossierCode.init(typed:))
            // What was erased is taken from the disk after the last line.
            Console.goOnUnheard()
            let store = try SQLiteDossierStore.open(path: path, options: SQLiteStoreOptions(writesArchive: true))
            try await store.closing { store in
                try Upgrade.run(store, path: path, clock: SystemClock())
                let erasure = PersonalDataErasure(store: store, machineClock: SystemClock())
                try await store.scrubbing {
                    for code in wanted { Console.say(try await Self.erase(code, by: erasure)) }
                }
            }
        }
    }

    private static func erase(_ code: DossierCode, by erasure: PersonalDataErasure) async throws -> String {
        do {
            let entries = try await erasure.erase(code)
            return "\(code): \(counted(entries, "entry", "entries")) erased."
        } catch ErasureRefusal.notFound {
            throw CommandFailure("There is no dossier \(code).", vietnamese: "Không có hồ sơ \(code).")
        } catch ErasureRefusal.notEnded {
            throw CommandFailure(
                "Dossier \(code) has not come to its end; its data are needed. Nothing of it was erased.",
                vietnamese: "Hồ sơ \(code) chưa kết thúc nên chưa được xóa dữ liệu."
            )
        }
    }
}

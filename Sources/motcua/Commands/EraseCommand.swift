import ArgumentParser
import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation

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
            let path = try ConfigurationLoading.load(common).settings.databaseFile
            guard FileManager.default.fileExists(atPath: path) else {
                throw CommandFailure("There is no database \(path); name it with --database.")
            }
            let wanted = try codes.map { typed in
                guard let code = DossierCode(typed) else { throw CommandFailure("\(typed) is no dossier code.") }
                return code
            }
            let store = try SQLiteDossierStore.open(path: path)
            do {
                try store.migrate()
                let erasure = PersonalDataErasure(store: store, machineClock: SystemClock())
                for code in wanted { Console.say(try await Self.erase(code, by: erasure)) }
                try await store.scrub()
            } catch {
                try await store.close()
                throw error
            }
            try await store.close()
        }
    }

    private static func erase(_ code: DossierCode, by erasure: PersonalDataErasure) async throws -> String {
        do {
            return "\(code): \(try await erasure.erase(code)) entries erased."
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

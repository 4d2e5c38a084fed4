import ArgumentParser
import DossierConfig
import DossierEngine
import DossierStoreSQLite

/// Brings the database up to this program (nâng cấp cơ sở dữ liệu).
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Makes the database or brings its tables up to this program."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await reportingFailures {
            let configuration = try ConfigurationLoading.load(common)
            let path = configuration.settings.databaseFile
            let store = try SQLiteDossierStore.open(path: path)
            let isNeeded = try store.needsMigration
            try store.migrate()
            try await store.close()
            print(isNeeded ? "\(path) is up to date now." : "\(path) was up to date already.")
        }
    }
}

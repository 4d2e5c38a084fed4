import ArgumentParser
import DossierConfig
import DossierEngine
import DossierStoreSQLite

/// Brings the database up to this program (nâng cấp cơ sở dữ liệu).
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Brings the tables of the database up to this program; a new database is made by `serve`."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await reportingFailures {
            let settings = try ConfigurationLoading.settings(common)
            let path = settings.databaseFile
            try DatabasePlace(settings).expectDatabase()
            let isNeeded = try await SQLiteDossierStore.open(path: path).closing { store in
                let isNeeded = try store.needsMigration
                try Upgrade.run(store, path: path, clock: SystemClock())
                return isNeeded
            }
            print(isNeeded ? "\(path) is up to date now." : "\(path) was up to date already.")
        }
    }
}

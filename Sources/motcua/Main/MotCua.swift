import ArgumentParser

/// The program: a one-stop shop's back end (hệ thống một cửa).
@main
struct MotCua: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "motcua",
        abstract: "Một cửa: receives dossiers, routes them, watches their deadlines and tells the applicants.",
        subcommands: [
            ServeCommand.self, CheckConfigCommand.self, MigrateCommand.self, VerifyCommand.self,
            VerifyReceiptCommand.self, CheckpointCommand.self, UserCommand.self, KeyCommand.self, ImportCommand.self,
            CalendarCommand.self, SMSCommand.self, BenchCommand.self, SimulateCommand.self, RekeyCommand.self,
            EraseCommand.self, BackupCommand.self, RestoreCommand.self, DoctorCommand.self, RetentionCommand.self,
            ExportPersonCommand.self, ArchiveCommand.self,
        ]
    )
}

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: "The configuration file; by default Config/motcua.yaml here or beside the program.")
    var config: String?

    @Option(help: "The SQLite database; by default what the configuration says. Made by serve, import and user add.")
    var database: String?

    /// The settings that the command line changes, by key.
    var overrides: [String: String] {
        var overrides: [String: String] = [:]
        if let database { overrides["database.file"] = database }
        return overrides
    }
}

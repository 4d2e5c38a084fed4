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
            CalendarCommand.self, CommuneCommand.self, SMSCommand.self, BenchCommand.self, SimulateCommand.self,
            RekeyCommand.self, EraseCommand.self, BackupCommand.self, RestoreCommand.self, DoctorCommand.self,
            RetentionCommand.self, ExportPersonCommand.self, ArchiveCommand.self, ReportCommand.self,
        ]
    )
}

/// The options that nearly every command takes.
struct CommonOptions: ParsableArguments {
    /// What `--config` means, also where a command means something else by `--database`.
    static var configHelp: ArgumentHelp {
        "The configuration file; by default Config/motcua.yaml here or beside the program."
    }

    @Option(help: CommonOptions.configHelp)
    var config: String?

    @Option(help: "The SQLite database; by default what the configuration says. Made by serve, import and user add.")
    var database: String?

    /// The settings that the command line changes, by key.
    var overrides: [String: String] {
        var overrides: [String: String] = [:]
        if let database { overrides["database.file"] = database }
        return overrides
    }

    /// The options as a command has taken them itself.
    static func taken(config: String?, database: String?) -> CommonOptions {
        var options = CommonOptions()
        options.config = config
        options.database = database
        return options
    }
}

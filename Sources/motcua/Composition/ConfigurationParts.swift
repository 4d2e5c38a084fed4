import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite

/// The configuration, read part by part (từng phần cấu hình), for commands that have to do their work whatever is wrong
/// with the parts that they do not need.
struct ConfigurationParts {
    private let options: CommonOptions
    private let file: String
    /// The settings.
    let settings: Settings

    /// Reads the settings.
    ///
    /// - Throws: `ConfigurationDefects` with what is wrong with them, or a sentence if there is no file.
    init(_ options: CommonOptions) throws {
        self.options = options
        file = try ConfigurationLoading.file(options.config)
        settings = try ConfigurationLoading.settings(options)
    }

    /// Reads everything.
    ///
    /// - Throws: `ConfigurationDefects` with all that is wrong.
    func whole() throws -> LoadedConfiguration { try ConfigurationLoading.load(options) }

    /// Reads the organisation that the settings choose.
    ///
    /// - Throws: `ConfigurationDefects` with what is wrong with it.
    func organisation() throws -> Organisation {
        try ConfigFolder.organisation(configFile: file, named: settings.organisationName)
    }

    /// Reads the passwords that are tried first.
    ///
    /// - Throws: `ConfigurationDefects` with what is wrong with them.
    func passwords() throws -> KnownPasswords { try ConfigFolder.passwords(configFile: file) }

    /// Reads the texts of refusals.
    ///
    /// - Throws: `ConfigurationDefects` with what is wrong with them.
    func problemTexts() throws -> ProblemTexts {
        try ConfigFolder.problemTexts(configFile: file, knownCodes: ProblemCodes.known)
    }

    /// The rules by which the rows of a database were written, of the versions that it keeps: the organisation in force
    /// and the procedures, without calendars and texts.
    ///
    /// - Parameters:
    ///   - snapshot: The database.
    ///   - reader: Where its procedures are read when they are needed; nil for the database of the settings.
    /// - Returns: The rules; those of the files for a database that has never served, which keeps none.
    /// - Throws: `ConfigurationDefects` if a stored organisation cannot be read again, or if the files are needed and
    ///   have mistakes; `StoreError`.
    func keptRules(
        in snapshot: any StoreSnapshot,
        reading reader: SQLiteConfigurationReader? = nil
    ) throws -> Rules {
        let kept = try snapshot.sharedConfigurations()
        let regimes = kept.filter { $0.kind == StoredConfiguration.regimeKind }
            // One that was damaged is told of by its hash; no row is judged by what it says.
            .compactMap { try? ConfigFolder.regime(fromCanonicalJSON: $0.content) }
        guard let regime = regimes.last,
            let inForce = try snapshot.organisationInForce(named: settings.organisationName)
        else { return try whole().rulesInForce(in: snapshot, reading: reader) }
        let organisation = try ConfigFolder.organisation(fromCanonicalJSON: inForce.content)
        return Rules(
            organisation: try LoadedConfiguration.remembering(kept, by: organisation),
            calendars: [:],
            procedures: [],
            keptProcedures: try KeptProcedures(
                from: reader ?? SQLiteConfigurationReader(path: settings.databaseFile)
            ),
            regimes: [],
            namedRegime: regime,
            keptRegimes: regimes,
            texts: [:],
            sendsAccents: settings.sendsAccentedSMS
        )
    }

    /// The same with the calendar in force, by which working time is told.
    ///
    /// - Parameter snapshot: The database of the settings.
    /// - Returns: The rules.
    /// - Throws: As ``keptRules(in:reading:)``, also of the stored calendar.
    func keptRulesWithCalendars(in snapshot: any StoreSnapshot) throws -> Rules {
        let rules = try keptRules(in: snapshot)
        guard let calendar = try snapshot.calendarInForce(named: settings.calendarName) else { return rules }
        return rules.working(
            by: try ConfigFolder.calendars(fromCanonicalJSON: calendar.content, of: rules.organisation)
        )
    }
}

public import DossierDomain
public import WorkingCalendar

/// The folder of configuration (thư mục cấu hình), `Config/`.
public enum ConfigFolder {
    /// Reads, checks and proves a whole folder.
    ///
    /// Every YAML file of the folder is checked, also those that the settings do not choose.
    ///
    /// - Parameters:
    ///   - configFile: The path of `motcua.yaml`, in whose folder the other files lie.
    ///   - environment: All environment variables, of which `MOTCUA_…` are settings.
    ///   - overrides: The settings from the command line by key, such as `server.port`.
    ///   - knownCodes: The problem codes for which there must be texts.
    /// - Returns: The configuration.
    /// - Throws: ``ConfigurationDefects`` with everything that is wrong in all files.
    public static func load(
        configFile: String,
        environment: [String: String],
        overrides: [String: String],
        knownCodes: KnownProblemCodes
    ) throws(ConfigurationDefects) -> LoadedConfiguration {
        let loading = try FolderLoading(configFile: configFile)
        let configuration = loading.configuration(
            environment: environment,
            overrides: overrides,
            knownCodes: knownCodes
        )
        guard let configuration, loading.log.defects.isEmpty else {
            throw ConfigurationDefects(loading.log.defects)
        }
        return configuration
    }

    /// Reads and checks the settings alone, for what has to work whatever is wrong with the other files.
    ///
    /// - Parameters:
    ///   - configFile: The path of `motcua.yaml`.
    ///   - environment: All environment variables, of which `MOTCUA_…` are settings.
    ///   - overrides: The settings from the command line by key, such as `server.port`.
    /// - Returns: The settings; whether there is what they name was not looked at.
    /// - Throws: ``ConfigurationDefects`` with everything that is wrong with them.
    public static func settings(
        configFile: String,
        environment: [String: String],
        overrides: [String: String]
    ) throws(ConfigurationDefects) -> Settings {
        try part(of: configFile, schema: "motcua") { loading in
            loading.settings(environment: environment, overrides: overrides)
        }
    }

    /// Reads and checks one organisation alone.
    ///
    /// - Parameters:
    ///   - configFile: The path of `motcua.yaml`.
    ///   - name: The name of its file, as the settings choose it.
    /// - Returns: The organisation.
    /// - Throws: ``ConfigurationDefects`` with everything that is wrong with it.
    public static func organisation(configFile: String, named name: String) throws(ConfigurationDefects) -> Organisation
    {
        try part(of: configFile, schema: "organisation") { $0.organisation(named: name) }
    }

    /// Reads and checks the known passwords alone.
    ///
    /// - Parameter configFile: The path of `motcua.yaml`.
    /// - Returns: The passwords that are tried first.
    /// - Throws: ``ConfigurationDefects`` with everything that is wrong with them.
    public static func passwords(configFile: String) throws(ConfigurationDefects) -> KnownPasswords {
        try part(of: configFile, schema: "passwords") { $0.passwords() }
    }

    /// Reads and checks the texts of refusals alone.
    ///
    /// - Parameters:
    ///   - configFile: The path of `motcua.yaml`.
    ///   - codes: The problem codes for which there must be texts.
    /// - Returns: The texts.
    /// - Throws: ``ConfigurationDefects`` with everything that is wrong with them.
    public static func problemTexts(
        configFile: String,
        knownCodes codes: KnownProblemCodes
    ) throws(ConfigurationDefects) -> ProblemTexts {
        try part(of: configFile, schema: "problems") { $0.problemTexts(knownCodes: codes) }
    }

    /// Reads a part of the folder by one schema, whatever is wrong with the rest.
    private static func part<Value>(
        of configFile: String,
        schema: String,
        _ reading: (FolderLoading) -> Value?
    ) throws(ConfigurationDefects) -> Value {
        let loading = try FolderLoading(configFile: configFile, schemas: [schema])
        guard let value = reading(loading), loading.log.defects.isEmpty else {
            throw ConfigurationDefects(loading.log.defects)
        }
        return value
    }

    /// Reads a stored version of a procedure again.
    ///
    /// - Parameter text: A ``VersionedSource/canonicalJSON`` of kind `procedure`.
    /// - Returns: The procedure.
    /// - Throws: ``ConfigurationDefects`` if it is none.
    public static func procedure(fromCanonicalJSON text: String) throws(ConfigurationDefects) -> Procedure {
        try stored(text, .procedure) { root, log in ProcedureReading.procedure(from: root, log: log) }
    }

    /// Reads a stored version of a regime pack again.
    ///
    /// - Parameter text: A ``VersionedSource/canonicalJSON`` of kind `regime`.
    /// - Returns: The regime pack.
    /// - Throws: ``ConfigurationDefects`` if it is none.
    public static func regime(fromCanonicalJSON text: String) throws(ConfigurationDefects) -> Regime {
        try stored(text, .regime) { root, log in
            log.collect { () throws(ConfigurationDefect) in try RegimeReading.regime(from: root) }
        }
    }

    /// Reads a stored version of a public calendar again.
    ///
    /// - Parameter text: A ``VersionedSource/canonicalJSON`` of kind `calendar`.
    /// - Returns: The calendar.
    /// - Throws: ``ConfigurationDefects`` if it is none.
    public static func calendar(fromCanonicalJSON text: String) throws(ConfigurationDefects) -> PublicCalendar {
        try stored(text, .calendar) { root, log in CalendarReading.calendar(from: root, log: log) }
    }

    /// Reads a stored version of an organisation again.
    ///
    /// - Parameter text: A ``VersionedSource/canonicalJSON`` of kind `organisation`.
    /// - Returns: The organisation.
    /// - Throws: ``ConfigurationDefects`` if it is none.
    public static func organisation(fromCanonicalJSON text: String) throws(ConfigurationDefects) -> Organisation {
        try stored(text, .organisation) { root, log in OrganisationReading.organisation(from: root, log: log) }
    }

    /// A stored version passed the schema of its day; today's may ask for more, so only its meaning is read.
    private static func stored<Value>(
        _ text: String,
        _ kind: VersionedSource.Kind,
        _ reading: (ConfigCursor, DefectLog) -> Value?
    ) throws(ConfigurationDefects) -> Value {
        let file = "stored \(kind.rawValue)"
        let root = ConfigCursor(root: try YAMLReading.node(of: text, file: file), file: file)
        let log = DefectLog()
        guard let value = reading(root, log) else { throw ConfigurationDefects(log.defects) }
        return value
    }
}

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
        let loading = try FolderLoading(configFile: configFile, schemas: ["motcua"])
        let settings = loading.settings(environment: environment, overrides: overrides)
        guard let settings, loading.log.defects.isEmpty else { throw ConfigurationDefects(loading.log.defects) }
        return settings
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

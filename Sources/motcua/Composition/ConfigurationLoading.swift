import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation

/// Finds and loads the configuration, and makes the engine's rules of it.
enum ConfigurationLoading {
    /// Loads everything.
    ///
    /// - Throws: `ConfigurationDefects` with all that is wrong, or a sentence if there is no file.
    static func load(_ options: CommonOptions, overrides: [String: String] = [:]) throws -> LoadedConfiguration {
        try ConfigFolder.load(
            configFile: try file(options.config),
            environment: ProcessInfo.processInfo.environment,
            overrides: options.overrides.merging(overrides) { _, new in new },
            knownCodes: ProblemCodes.known
        )
    }

    /// Loads the settings alone, for commands that have to work whatever is wrong with the other files.
    ///
    /// - Throws: As ``load(_:overrides:)``, of the settings.
    static func settings(_ options: CommonOptions) throws -> Settings {
        try ConfigFolder.settings(
            configFile: try file(options.config),
            environment: ProcessInfo.processInfo.environment,
            overrides: options.overrides
        )
    }

    /// Finds the file of the settings.
    ///
    /// - Parameter named: What was typed; nil for `Config/motcua.yaml` here or beside the program.
    /// - Returns: Its path.
    /// - Throws: ``CommandFailure`` if there is none.
    static func file(_ named: String?) throws -> String {
        let name = "Config/motcua.yaml"
        if let named {
            guard FileManager.default.fileExists(atPath: named) else {
                throw CommandFailure(
                    "There is no configuration file \(named); name it with --config.",
                    vietnamese: "Không có tệp cấu hình \(named); hãy chỉ ra bằng --config."
                )
            }
            guard !DiskFile.isFolder(named) else {
                throw CommandFailure(
                    "\(named) is a folder; name the file in it with --config, as Config/motcua.yaml.",
                    vietnamese: "\(named) là thư mục; hãy chỉ ra tệp trong đó bằng --config, như Config/motcua.yaml."
                )
            }
            return named
        }
        let beside = Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent(name).path
        let candidates = [name, beside].compactMap { $0 }
        guard let found = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
            throw CommandFailure(
                "No configuration found at \(candidates.joined(separator: " or ")); name it with --config.",
                vietnamese: "Không tìm thấy cấu hình ở \(candidates.joined(separator: " hay ")); hãy chỉ ra bằng "
                    + "--config."
            )
        }
        return found
    }
}

extension StoredConfiguration {
    /// A version as the store keeps it.
    init(_ source: VersionedSource) {
        self.init(kind: source.kind, name: source.name, version: source.version, content: source.canonicalJSON)
    }
}

extension LoadedConfiguration {
    /// The versions of this configuration, as the store keeps them.
    var versions: [StoredConfiguration] { sources.map { StoredConfiguration($0) } }

    /// The rules: what is in force, and the older versions that dossiers keep.
    ///
    /// - Parameters:
    ///   - stored: The stored versions of what all dossiers share.
    ///   - kept: The stored versions of procedures; nil where no dossier is looked at.
    /// - Returns: The rules.
    /// - Throws: `ConfigurationDefects` if a stored version of what all dossiers share cannot be read again.
    func rules(stored: [StoredConfiguration], procedures kept: KeptProcedures? = nil) throws -> Rules {
        let olderRegimes = stored.filter { version in
            version.kind == StoredConfiguration.regimeKind
                && !regimes.contains { $0.id.rawValue == version.name && $0.version == version.version }
        }
        var texts: [NotificationKind: NotificationText] = [:]
        for (kind, text) in smsTemplates {
            guard let known = NotificationKind(rawValue: kind.rawValue) else { continue }
            texts[known] = NotificationText(template: text.template, accentedBody: text.accentedBody)
        }
        let organisation = try Self.remembering(stored, by: organisation)
        return Rules(
            organisation: organisation,
            calendars: organisation.former.agencies.isEmpty ? calendars : try calendars(by: nil, of: organisation),
            procedures: procedures,
            keptProcedures: kept,
            regimes: regimes,
            namedRegime: regime,
            keptRegimes: try olderRegimes.map { try ConfigFolder.regime(fromCanonicalJSON: $0.content) },
            texts: texts,
            sendsAccents: settings.sendsAccentedSMS
        )
    }

    /// The rules with the versions that a database keeps.
    ///
    /// - Parameters:
    ///   - snapshot: The database.
    ///   - reader: Where its procedures are read when they are needed; nil for the database of the settings.
    /// - Returns: The rules.
    /// - Throws: As ``rules(stored:procedures:)``; `StoreError`.
    func rules(of snapshot: any StoreSnapshot, reading reader: SQLiteConfigurationReader? = nil) throws -> Rules {
        let reader = reader ?? SQLiteConfigurationReader(path: settings.databaseFile)
        return try rules(stored: snapshot.sharedConfigurations(), procedures: KeptProcedures(from: reader))
    }
}
